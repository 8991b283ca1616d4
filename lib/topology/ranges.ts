import { MAX_NAMES_IN_RANGE } from '../bounds';

/** A name with a range in braces, such as `spoke-{01..20}`. */
const RANGE = /^([^{}]*)\{(\d{1,9})\.\.(\d{1,9})\}([^{}]*)$/;

/**
 * Expands a name: one name per number of a range such as `spoke-{01..20}`, or the name itself. Numbers are padded to
 * the width of the first one. Undefined if the braces contain anything else, if the range is reversed, or if it has
 * more than {@link MAX_NAMES_IN_RANGE} numbers.
 */
export function expandRange(name: string): readonly string[] | undefined {
  if (!/[{}]/.test(name)) return [name];
  const [, before = '', first = '', last = '', after = ''] = RANGE.exec(name) ?? [];
  const from = Number(first);
  const count = Number(last) - from + 1;
  if (first === '' || count < 1 || count > MAX_NAMES_IN_RANGE) return undefined;
  return Array.from({ length: count }, (_, i) => `${before}${String(from + i).padStart(first.length, '0')}${after}`);
}
