import { count, groupBy, isFields, isText, mapStrings, ownEntry, plainText, valueAt } from '../lib/values';

describe('isFields', () => {
  test.each([[{}], [{ a: 1 }], [Object.create(null)]])('accepts the map %j', (value) => {
    expect(isFields(value)).toBe(true);
  });

  test.each([[null], [undefined], [[]], ['text'], [1], [true], [() => 1]])('rejects %p', (value) => {
    expect(isFields(value)).toBe(false);
  });
});

describe('isText', () => {
  test.each(['a', ' ', '\n'])('accepts %j', (value) => {
    expect(isText(value)).toBe(true);
  });

  test.each([[''], [null], [undefined], [0], [1], [[]], [{}], [['a']]])('rejects %p', (value) => {
    expect(isText(value)).toBe(false);
  });
});

describe('ownEntry', () => {
  test('finds an entry, also one that is undefined or named like a member of every object', () => {
    expect(ownEntry({ a: 1 }, 'a')).toBe(1);
    expect(ownEntry({ constructor: 2 } as { [name: string]: unknown }, 'constructor')).toBe(2);
  });

  test('does not find what is inherited or missing, nor anything without a map', () => {
    expect(ownEntry({}, 'constructor')).toBeUndefined();
    expect(ownEntry({ a: 1 }, 'b')).toBeUndefined();
    expect(ownEntry(undefined, 'a')).toBeUndefined();
  });
});

describe('valueAt', () => {
  const value = { a: { b: [10, { c: 'text' }] }, none: null };

  test.each([
    [[], value],
    [['a', 'b', 0], 10],
    [['a', 'b', 1, 'c'], 'text'],
    [['none'], null],
  ] as const)('follows %j', (path, found) => {
    expect(valueAt(value, path)).toEqual(found);
  });

  test.each([
    [['x']],
    [['a', 'x', 'y']],
    [['a', 'b', 2]],
    [['none', 'a']],
    [['__proto__']],
    [['a', 'constructor']],
    [['a', 'b', 1, 'c', 'length']],
  ])('finds nothing at %j', (path) => {
    expect(valueAt(value, path)).toBeUndefined();
  });

  test.each([undefined, null, 1, 'text'])('finds nothing in %j', (whole) => {
    expect(valueAt(whole, ['a'])).toBeUndefined();
  });
});

describe('groupBy', () => {
  test('keeps the order of groups and of values', () => {
    const groups = groupBy(['b1', 'a1', 'b2', 'a2'], (text) => text.slice(0, 1));
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1', 'a2']],
    ]);
  });

  test('makes no group of nothing', () => {
    expect([...groupBy([], () => 'a')]).toEqual([]);
  });
});

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [2, '2 files'],
])('count says %d with its noun', (number, text) => expect(count(number, 'file')).toBe(text));

test.each([
  ['', ''],
  ['a', 'a'],
  [8, '8'],
  [false, 'false'],
  [null, undefined],
  [undefined, undefined],
  [{}, undefined],
  [[], undefined],
])('plain text of %j', (value, expected) => {
  expect(plainText(value)).toBe(expected);
});

test('strings are replaced once, and what has none to replace is returned itself', () => {
  const same = { a: ['b', 1, null] };
  let calls = 0;
  const replace = (text: string) => {
    calls += 1;
    return text.replace('x', 'y');
  };
  const value = { same, deep: [[[{ x: 'x' }]]], NaN: 'z' };
  const result = mapStrings(value, replace);
  expect(result).toEqual({ same, deep: [[[{ y: 'y' }]]], NaN: 'z' });
  expect(result.same).toBe(same);
  expect(calls).toBe(8);
  expect(mapStrings(same, replace)).toBe(same);
});
