import { rootChanges } from '../../../lib/facts/root/changes';
import { dayOf, type LockedRoot, shortFingerprint, sortRoots } from '../../../lib/facts/root/locked-root';

const PRINT = Array.from({ length: 32 }, (_, i) => (0xa0 + i).toString(16).toUpperCase()).join(':');
const SHORT = 'A0:A1:A2:A3:A4:A5:A6:A7:…';

/** A root certificate with a fingerprint. */
function root(fingerprint: string, retired?: true): LockedRoot {
  return { fingerprint, subject: '', notBefore: '', notAfter: '', pem: '', ...(retired && { retired }) };
}

test.each([
  ['root-added', [], [root(PRINT)], `m: root certificate ${SHORT} is new`],
  [
    'root-retired',
    [root(PRINT)],
    [root(PRINT, true)],
    `m: root certificate ${SHORT} is no longer published; it stays trusted until "ossm-fed fetch --drop-old"`,
  ],
  ['root-returned', [root(PRINT, true)], [root(PRINT)], `m: root certificate ${SHORT} is published again`],
  ['root-dropped', [root(PRINT)], [], `m: root certificate ${SHORT} is dropped`],
])('a change is %s', (kind, before, after, text) => {
  expect(rootChanges('m', before, after)).toEqual([{ kind, mesh: 'm', fingerprint: PRINT, text }]);
});

test('the same certificates are no change', () => {
  expect(rootChanges('m', [root('A'), root('B', true)], [root('B', true), root('A')])).toEqual([]);
  expect(rootChanges('m', [], [])).toEqual([]);
});

test('retired certificates follow the others, each sorted by fingerprint', () => {
  const roots = [root('D', true), root('C'), root('B', true), root('A')];
  expect(sortRoots(roots).map(({ fingerprint }) => fingerprint)).toEqual(['A', 'C', 'B', 'D']);
  expect(roots.map(({ fingerprint }) => fingerprint)).toEqual(['D', 'C', 'B', 'A']);
});

test('messages have eight pairs of a fingerprint, and days in UTC', () => {
  expect(shortFingerprint(PRINT)).toBe(SHORT);
  expect(dayOf(new Date('2026-06-01T23:59:59Z'))).toBe('2026-06-01');
});
