import { listAt, mapAt, numberAt, plainText, textAt, valueAt } from '../../lib/observed/fields';

const VALUE = { map: { a: 1 }, list: ['x', { b: 'y' }], text: 't', empty: '', zero: 0, none: null, yes: true };

test.each([
  [['map', 'a'], 1],
  [['list', 0], 'x'],
  [['list', 1, 'b'], 'y'],
  [['none'], null],
  [[], VALUE],
  [['map', 'b'], undefined],
  [['map', 'a', 'b'], undefined],
  [['none', 'a'], undefined],
  [['text', 'length'], undefined],
  [['list', 2], undefined],
  [['map', 'toString'], undefined],
  [['__proto__'], undefined],
])('the value at %j', (path, expected) => {
  expect(valueAt(VALUE, path)).toEqual(expected);
});

test.each([undefined, null, 1, 'text'])('no value is below %j', (value) => {
  expect(valueAt(value, ['a'])).toBeUndefined();
  expect([mapAt(value), listAt(value)]).toEqual([{}, []]);
});

test('maps, lists, texts and numbers are only those', () => {
  const all = ['map', 'list', 'text', 'empty', 'zero', 'none', 'yes', 'absent'];
  const having = (read: (value: unknown, path: readonly string[]) => unknown, nothing: unknown) =>
    all.filter((key) => JSON.stringify(read(VALUE, [key])) !== JSON.stringify(nothing));
  expect(having(mapAt, {})).toEqual(['map']);
  expect(having(listAt, [])).toEqual(['list']);
  expect(having(textAt, undefined)).toEqual(['text']);
  expect(having(numberAt, undefined)).toEqual(['zero']);
});

test('without a path the value itself is read', () => {
  expect([mapAt({ a: 1 }), listAt([1]), textAt('t'), numberAt(0)]).toEqual([{ a: 1 }, [1], 't', 0]);
  expect([mapAt([1]), listAt({ a: 1 }), textAt(1), numberAt('1')]).toEqual([{}, [], undefined, undefined]);
});

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
