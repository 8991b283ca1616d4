import { MAX_NAMES_IN_RANGE } from '../../lib/bounds';
import { expandRange } from '../../lib/topology/ranges';

test.each([
  ['a name without braces', 'rosa', ['rosa']],
  ['numbers', 'm-{1..3}', ['m-1', 'm-2', 'm-3']],
  ['numbers as wide as the first one is written', 'm-{08..11}', ['m-08', 'm-09', 'm-10', 'm-11']],
  ['numbers that grow beyond their width', 'm-{9..10}', ['m-9', 'm-10']],
  ['one number', 'm-{5..5}', ['m-5']],
  ['a range in the middle', 'a{0..1}b', ['a0b', 'a1b']],
  ['a range alone', '{1..2}', ['1', '2']],
])('%s: %s', (_, name, expected) => {
  expect(expandRange(name)).toEqual(expected);
});

test.each([
  ['letters', 'm-{a..c}'],
  ['no numbers', 'm-{..}'],
  ['one number without dots', 'm-{1}'],
  ['three dots', 'm-{1...3}'],
  ['negative numbers', 'm-{-1..1}'],
  ['a range that runs backwards', 'm-{3..1}'],
  ['an open brace', 'm-{1..3'],
  ['a closing brace', 'm-1..3}'],
  ['two ranges', 'm-{1..2}-{1..2}'],
  ['a range in a range', 'm-{{1..2}..3}'],
  ['numbers of ten digits', 'm-{1000000000..1000000001}'],
])('%s are no range: %s', (_, name) => {
  expect(expandRange(name)).toBeUndefined();
});

test('a range has at most ten thousand names', () => {
  expect(MAX_NAMES_IN_RANGE).toBe(10_000);
  expect(expandRange('m-{1..10000}')).toHaveLength(10_000);
  expect(expandRange('m-{0..10000}')).toBeUndefined();
});
