import { type CaseTime, longer, NO_TIME } from './case-time';
import type { Failure, Round, RoundOptions } from './round';

/** The result of all cases of a target. */
export interface Campaign {
  /** The name of the target. */
  readonly target: string;
  /** The number of cases. */
  readonly cases: number;
  /** The longest times of a case. */
  readonly slowest: CaseTime;
  /** The duration of all cases, in milliseconds. */
  readonly duration: number;
  /** One failed case for each flaw, with the number of cases that have it. */
  readonly failures: readonly (Failure & { readonly count: number })[];
}

/** How many different flaws are collected. */
const MAX_FAILURES = 20;

/**
 * Runs all cases of a target. After a failure the rest runs with the next seed.
 *
 * @param run runs cases until one has an unknown flaw
 */
export async function runCampaign(
  target: string,
  { seed, cases, path }: Omit<RoundOptions, 'known'>,
  run: (target: string, options: RoundOptions) => Promise<Round>,
): Promise<Campaign> {
  const start = performance.now();
  const failures: Failure[] = [];
  const counts = new Map<string, number>();
  let [done, slowest, isOver] = [0, NO_TIME, false];
  while (!isOver) {
    const known = failures.map(({ flaw }) => flaw.signature);
    const options = { seed: seed + failures.length, cases: cases - done, known };
    const round = await run(target, { ...options, ...(path !== undefined && { path }) });
    done += round.cases;
    slowest = longer(slowest, round.slowest);
    const found = round.failure && { [round.failure.flaw.signature]: 1 };
    for (const [signature, count] of Object.entries({ ...round.repeats, ...found })) {
      counts.set(signature, (counts.get(signature) ?? 0) + count);
    }
    if (round.failure !== undefined) failures.push(round.failure);
    const isOne = path !== undefined;
    isOver = isOne || round.failure === undefined || done >= cases || failures.length === MAX_FAILURES;
  }
  const counted = failures.map((each) => ({ ...each, count: counts.get(each.flaw.signature) ?? 1 }));
  return { target, cases: done, slowest, duration: performance.now() - start, failures: counted };
}
