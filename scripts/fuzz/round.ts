import fc from 'fast-check';
import { type CaseTime, isAbove, longer, NO_TIME, shorter, stopwatch } from './case-time';
import { exceptionFlaw, type Flaw, flawOf, MAX_MILLISECONDS, slowFlaw } from './judge';
import type { Target } from './target';

/** Which cases of a target to run. */
export interface RoundOptions {
  /** The seed of the cases. */
  readonly seed: number;
  /** The number of cases. */
  readonly cases: number;
  /**
   * The path of one case, as an earlier round reported it, to run this one only.
   *
   * @default all cases
   */
  readonly path?: string;
  /**
   * The CPU time that a case may take, in milliseconds; by the clock it may take ten times as long.
   *
   * @default 2000
   */
  readonly limit?: number;
  /** The signatures of flaws that were found before, which do not end the round. */
  readonly known: readonly string[];
}

/** A case that failed, with what is needed to run it again. */
export interface Failure {
  /** What is wrong. */
  readonly flaw: Flaw;
  /** The seed. */
  readonly seed: number;
  /** The path of the smallest case that fails in the same way. */
  readonly path: string;
  /** That case. */
  readonly input: string;
}

/** The cases that were run. */
export interface Round {
  /** The number of cases, those that search a smaller one excluded. */
  readonly cases: number;
  /** The longest times of a case. */
  readonly slowest: CaseTime;
  /** How many cases had a flaw that was known, by its signature. */
  readonly repeats: { readonly [signature: string]: number };
  /** The first case with another flaw; undefined if there is none. */
  readonly failure?: Failure;
}

/** How many smaller cases are tried. */
const MAX_SHRINKS = 200;

/** Runs cases of a target until one has an unknown flaw. */
export async function runRound(
  target: Target,
  { seed, cases, path, known, limit = MAX_MILLISECONDS }: RoundOptions,
  { directory, onCase }: { readonly directory: string; readonly onCase: (index: number) => void },
): Promise<Round> {
  const repeats: { [signature: string]: number } = {};
  let [run, shrinks, slowest] = [0, 0, NO_TIME];
  let found: Flaw | undefined;
  let smallest: Flaw | undefined;
  const property = fc.asyncProperty(target.input, async (input) => {
    if (found === undefined) run += 1;
    else if (++shrinks > MAX_SHRINKS) return;
    onCase(run);
    const { flaw, time } = await judged(() => timed(target, input, directory), limit);
    if (found === undefined) slowest = longer(slowest, time);
    if (flaw === undefined) return;
    if (known.includes(flaw.signature)) {
      repeats[flaw.signature] = (repeats[flaw.signature] ?? 0) + 1;
      return;
    }
    found ??= flaw;
    if (found.signature !== flaw.signature) return;
    smallest = flaw;
    throw new Error(flaw.signature);
  });
  const result = await fc.check(property, {
    seed,
    ...(path === undefined ? { numRuns: cases } : { numRuns: 1, path, endOnFailure: true }),
  });
  const round = { cases: run, slowest, repeats };
  if (!result.failed || smallest === undefined) return round;
  const input = inputText(result.counterexample?.[0]);
  return { ...round, failure: { flaw: smallest, seed, path: result.counterexamplePath ?? '', input } };
}

/** A case that ran. */
interface Timed {
  readonly flaw: Flaw | undefined;
  readonly time: CaseTime;
}

/** Runs one case; one that was slow runs a second time, because the garbage of the cases before it counts as well. */
async function judged(run: () => Promise<Timed>, limit: number): Promise<Timed> {
  const first = await run();
  if (!isAbove(first.time, limit)) return first;
  const second = await run();
  const time = shorter(first.time, second.time);
  return { time, flaw: second.flaw ?? (isAbove(time, limit) ? slowFlaw(time, limit) : undefined) };
}

async function timed(target: Target, input: unknown, directory: string): Promise<Timed> {
  const warnings: string[] = [];
  process.emitWarning = (warning: string | Error) => {
    warnings.push(String(warning));
  };
  const elapsed = stopwatch();
  let flaw: Flaw | undefined;
  try {
    const output = await target.run(input, directory);
    const reports = new Map(output.reports).set('warning of a library', warnings.join('\n'));
    flaw = flawOf({ ...output, reports });
    if (warnings[0] !== undefined) flaw ??= { signature: 'warning of a library', text: warnings[0] };
  } catch (error) {
    flaw = exceptionFlaw(error);
  }
  return { flaw, time: elapsed() };
}

/** A case as text, in which bytes of files are text too. */
function inputText(input: unknown): string {
  return JSON.stringify(input, function replace(this: { readonly [key: string]: unknown }, key, value: unknown) {
    const original = this[key];
    return original instanceof Uint8Array ? Buffer.from(original).toString('utf8') : value;
  });
}
