import { mergeDeep } from '../../lib/federation/merge';

test.each([
  ['maps are merged key by key', [{ a: { x: 1, y: 2 } }, { a: { y: 3, z: 4 } }], { a: { x: 1, y: 3, z: 4 } }],
  ['lists are replaced', [{ a: [1, 2] }, { a: [3] }], { a: [3] }],
  ['what comes last wins', [{ a: 1 }, { a: 2 }, { a: 3 }], { a: 3 }],
  ['undefined changes nothing', [{ a: 1 }, undefined, { a: undefined }], { a: 1 }],
  ['null replaces', [{ a: 1 }, { a: null }], { a: null }],
  ['a map replaces a value', [{ a: 1 }, { a: { b: 2 } }], { a: { b: 2 } }],
  ['a value replaces a map', [{ a: { b: 2 } }, { a: false }], { a: false }],
  [
    'keys that every object has are keys as any',
    [{ a: 1 }, { constructor: { b: 1 } }],
    { a: 1, constructor: { b: 1 } },
  ],
])('%s', (_, values, expected) => {
  expect(mergeDeep(...values)).toEqual(expected);
});

test('the arguments stay as they are', () => {
  const first = { a: { x: 1 } };
  mergeDeep(first, { a: { x: 2, y: 3 } });
  expect(first).toEqual({ a: { x: 1 } });
});

test('a key that would change the kind of an object is only a key', () => {
  const merged = mergeDeep({ a: 1 }, JSON.parse('{ "__proto__": { "polluted": true } }')) as object;
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
