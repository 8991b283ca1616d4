/** Verdicts on rows. A row that is missing makes a verdict "not measured". */
import { inSeconds, type Row, shortest, type Verdict } from './report';

/** A row, or undefined where it was not measured. */
type MaybeRow = Row | undefined;

/** The verdict on something that was not measured. */
export function notMeasured(claim: string): Verdict {
  return { claim, figures: 'not measured', ok: undefined };
}

/**
 * Whether a row takes at most a multiple of the time of another one, or that and some seconds more.
 *
 * @param seconds what it may take in addition
 */
export function atMost(claim: string, factor: number, own: MaybeRow, other: MaybeRow, seconds = 0): Verdict {
  if (own === undefined || other === undefined) return notMeasured(claim);
  const [ours, theirs] = [shortest(own), shortest(other)];
  const relation = seconds === 0 ? `${(ours / theirs).toFixed(2)}x` : `${inSeconds(ours - theirs)} s more`;
  return {
    claim,
    figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s (${other.tool}), ${relation}`,
    ok: ours <= factor * theirs + seconds,
  };
}

/** Whether a row is at least so many times as fast as another one. */
export function ahead(claim: string, factor: number, own: MaybeRow, other: MaybeRow): Verdict {
  if (own === undefined || other === undefined) return notMeasured(claim);
  const [ours, theirs] = [shortest(own), shortest(other)];
  return {
    claim,
    figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s (${other.tool}), ${(theirs / ours).toFixed(2)}x`,
    ok: theirs >= factor * ours,
  };
}

/** Whether a row takes less than some seconds. */
export function under(claim: string, seconds: number, row: MaybeRow): Verdict {
  if (row === undefined) return notMeasured(claim);
  return { claim, figures: `${inSeconds(shortest(row))} s`, ok: shortest(row) < seconds };
}

/** Whether a row takes less than some memory, in MiB. */
export function within(claim: string, megabytes: number, row: MaybeRow): Verdict {
  if (row?.megabytes === undefined) return notMeasured(claim);
  return { claim, figures: `${Math.round(row.megabytes)} MiB`, ok: row.megabytes < megabytes };
}

/** Whether an object of a larger row takes at most a multiple of the time of one of a smaller row, start aside. */
export function growth(claim: string, factor: number, start: MaybeRow, small: MaybeRow, large: MaybeRow): Verdict {
  if (start === undefined || small === undefined || large === undefined) return notMeasured(claim);
  return growthOf(claim, factor, perThousand(start, small), perThousand(start, large));
}

/** What 1,000 objects take from one row to a larger one, in seconds; the objects of the rows if the first one has none. */
export function perThousand(from: Row, to: Row): number {
  return ((shortest(to) - shortest(from)) / (to.objects - from.objects)) * 1000;
}

/** Whether a time for 1,000 objects is at most a multiple of another one. */
export function growthOf(claim: string, factor: number, from: number, to: number): Verdict {
  const figures = `${inSeconds(from)} s and ${inSeconds(to)} s per 1,000 objects, ${(to / from).toFixed(2)}x`;
  return { claim, figures, ok: to <= factor * from };
}
