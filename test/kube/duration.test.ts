import fc from 'fast-check';
import { parseDuration, printDuration } from '../../lib/kube/duration';

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h', 3_600_000],
  ['1h30m', 5_400_000],
  ['1m5s', 65_000],
  ['0s', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '10', 'm', '10 m', '-1s', '1.5m', '10ms', '5s1m', '1d', '9999999s', '１m'])(
  '"%s" is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('what is printed is read as the same, to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (seconds) => {
      expect(parseDuration(printDuration(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});
