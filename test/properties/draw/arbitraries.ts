import fc from 'fast-check';

/* What all plans are drawn from. Everything shrinks to nothing, false or 0. */

/** Drawn as often as the percentage says; undefined otherwise. */
export function maybe<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary },
  );
}

/** True as often as the percentage says. */
export function chance(percent: number): fc.Arbitrary<boolean> {
  return fc.nat(99).map((n) => n >= 100 - percent);
}

/** A number by which one of several things is picked. */
export const pick = fc.nat(719);

/** A record whose fields are all drawn. */
export function plan<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true }) as unknown as fc.Arbitrary<T>;
}
