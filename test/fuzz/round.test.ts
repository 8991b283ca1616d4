import fc from 'fast-check';
import { runCampaign } from '../../scripts/fuzz/campaign';
import { type RoundOptions, runRound } from '../../scripts/fuzz/round';
import { type CaseOutput, target } from '../../scripts/fuzz/target';

const CLEAN: CaseOutput = { reports: new Map(), secrets: [] };

/** Runs cases that are numbers from 0 to 999. */
function round(run: (input: number) => CaseOutput | Promise<CaseOutput>, options: Partial<RoundOptions> = {}) {
  const one = target({ name: 'numbers', input: fc.nat({ max: 999 }), run });
  return runRound(one, { seed: 1, cases: 300, known: [], ...options }, { directory: '', onCase: () => undefined });
}

function failAbove500(input: number): CaseOutput {
  if (input > 500) throw new Error(`${input} is too much`);
  return CLEAN;
}

test('a target without flaws runs all cases', async () => {
  expect(await round(() => CLEAN)).toMatchObject({ cases: 300, repeats: {} });
  expect((await round(() => CLEAN)).failure).toBeUndefined();
});

test('an exception ends the round with the smallest case, and its path repeats it', async () => {
  const { failure } = await round(failAbove500);
  expect(failure).toMatchObject({ input: '501', seed: 1, flaw: { signature: expect.stringMatching(/^exception/) } });
  const again = await round(failAbove500, { path: failure?.path ?? '' });
  expect(again).toMatchObject({ cases: 1, failure: { input: '501' } });
});

test('a path repeats one case only, also if it does not fail', async () => {
  expect(await round(() => CLEAN, { path: '7' })).toMatchObject({ cases: 1 });
});

test('a known flaw is counted and does not end the round', async () => {
  const { failure } = await round(failAbove500);
  const known = [failure?.flaw.signature ?? ''];
  const { cases, repeats, failure: other } = await round(failAbove500, { known });
  expect([cases, other]).toEqual([300, undefined]);
  expect(Object.values(repeats)[0]).toBeGreaterThan(10);
});

test('a case above the time limit is a flaw only if it is slow twice', async () => {
  const compute = () => {
    const { user, system } = process.cpuUsage();
    while (process.cpuUsage().user + process.cpuUsage().system - user - system < 60_000);
    return CLEAN;
  };
  expect((await round(compute, { limit: 50, cases: 3 })).failure?.flaw.signature).toBe('slow');
  let runs = 0;
  const once = () => (runs++ === 0 ? compute() : CLEAN);
  const { failure, slowest } = await round(once, { limit: 50, cases: 3 });
  expect(failure).toBeUndefined();
  expect(slowest.wall).toBeLessThan(60);
});

test('a case that waits for the CPU is not slow, one that waits for ever is', async () => {
  const waits = (milliseconds: number) => () =>
    new Promise<CaseOutput>((resolve) => setTimeout(() => resolve(CLEAN), milliseconds));
  expect((await round(waits(1200), { limit: 1000, cases: 1 })).failure).toBeUndefined();
  expect((await round(waits(300), { limit: 20, cases: 1 })).failure?.flaw.signature).toBe('slow');
});

test('a warning of a library is a flaw', async () => {
  const warn = () => {
    process.emitWarning('keys with collection values');
    return CLEAN;
  };
  expect((await round(warn)).failure?.flaw.signature).toBe('warning of a library');
});

test('a campaign goes on after each failure with the next seed, until it finds no other', async () => {
  const run = (input: number) => {
    if (input > 500) throw new TypeError('above');
    if (input > 200) return { ...CLEAN, reports: new Map([['text', '\u0007']]) };
    return CLEAN;
  };
  const seeds: number[] = [];
  const { cases, failures } = await runCampaign('numbers', { seed: 7, cases: 300 }, (_, options) => {
    seeds.push(options.seed);
    return round(run, options);
  });
  expect(seeds).toEqual([7, 8, 9]);
  expect(cases).toBe(300);
  expect(failures.map(({ input }) => input).sort()).toEqual(['201', '501']);
  for (const { count } of failures) expect(count).toBeGreaterThan(10);
});
