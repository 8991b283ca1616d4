import { parseRetryAfter } from '../../lib/kube/retry-after';

const NOW = Date.parse('2026-06-01T12:00:00Z');

test.each([
  ['0', 0],
  ['120', 120_000],
  ['86400', 86_400_000],
  ['86401', 86_400_000],
  ['Mon, 01 Jun 2026 12:00:30 GMT', 30_000],
  ['Mon, 01 Jun 2026 11:00:00 GMT', 0],
  ['Mon, 01 Jun 2099 11:00:00 GMT', 86_400_000],
  [undefined, undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['2026-06-01', undefined],
  ['Mon, 99 Jun 2026 12:00:30 GMT', undefined],
  ['9'.repeat(1000), undefined],
])('%j is %p milliseconds', (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});
