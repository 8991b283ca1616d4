import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Round } from '../../scripts/fuzz/round';
import { bundleThread, runThread } from '../../scripts/fuzz/run-thread';
import { TARGETS } from '../../scripts/fuzz/targets/all';

const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-fuzz-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs a thread whose program is a text. */
function runProgram(text: string, silence: number): Promise<Round> {
  const file = join(directory, 'program.js');
  writeFileSync(
    file,
    `const { workerData } = require('node:worker_threads');
    Atomics.store(new Int32Array(workerData.current), 0, 5);
    ${text}`,
  );
  return runThread(file, 'x', { seed: 3, cases: 9, known: [] }, { silence, memory: 64 });
}

test('a case that does not end is a failure of this case', async () => {
  expect(await runProgram('for (;;);', 1000)).toMatchObject({
    cases: 5,
    failure: { flaw: { signature: 'no end' }, seed: 3, path: '4' },
  });
}, 60_000);

test('a thread that searches for a smaller case makes progress', async () => {
  const shrink = `const start = Date.now();
    const timer = setInterval(() => {
      const until = performance.now() + 40;
      while (performance.now() < until) Atomics.add(new Int32Array(workerData.current), 1, 1);
      if (Date.now() - start < 1500) return;
      clearInterval(timer);
      require('node:worker_threads').parentPort.postMessage({ cases: 5 });
    }, 1);`;
  expect(await runProgram(shrink, 500)).toEqual({ cases: 5 });
}, 60_000);

test('a case that needs too much memory is a failure of this case', async () => {
  const { failure } = await runProgram('const all = []; for (;;) all.push(new Array(1000).fill(all.length));', 60_000);
  expect(failure).toMatchObject({ flaw: { signature: 'memory' }, path: '4' });
});

test('each target runs its cases without an exception, a slow case or a warning', async () => {
  const thread = bundleThread(directory);
  for (const { name } of TARGETS) {
    const round = await runThread(thread, name, { seed: 20_240_607, cases: 25, known: [] });
    expect({ name, failure: round.failure }).toEqual({ name, failure: undefined });
    expect(round.cases).toBe(25);
  }
}, 120_000);
