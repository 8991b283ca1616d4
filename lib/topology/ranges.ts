/** The most names that one range may stand for. */
export const MOST_NAMES_IN_RANGE = 10_000;

/** A name with a range in braces, such as `spoke-{01..20}`. */
const RANGE = /^([^{}]*)\{(\d{1,9})\.\.(\d{1,9})\}([^{}]*)$/;

/**
 * The names that a name stands for: itself, or one per number where it holds a range such as `spoke-{01..20}`. The
 * numbers are as wide as the first one is written. Undefined where braces hold something else, the range runs
 * backwards, or it has more than {@link MOST_NAMES_IN_RANGE} numbers.
 */
export function expandRange(name: string): readonly string[] | undefined {
  if (!/[{}]/.test(name)) return [name];
  const [, before = '', first = '', last = '', after = ''] = RANGE.exec(name) ?? [];
  const from = Number(first);
  const count = Number(last) - from + 1;
  if (first === '' || count < 1 || count > MOST_NAMES_IN_RANGE) return undefined;
  return Array.from({ length: count }, (_, i) => `${before}${String(from + i).padStart(first.length, '0')}${after}`);
}
