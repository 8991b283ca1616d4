import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from '../../lib/observed/fields';

const VALUE = { map: { a: 1 }, list: ['x', { b: 'y' }], text: 't', empty: '', zero: 0, none: null, yes: true };

test.each([undefined, null, 1, 'text'])('no map and no list is in %j', (value) => {
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

test('labels are texts, numbers and booleans as text; items of lists are texts only', () => {
  expect(labelsAt({ labels: { a: 'x', b: 1, c: false, d: null, e: [] } }, ['labels'])).toEqual({
    a: 'x',
    b: '1',
    c: 'false',
  });
  expect([labelsAt({}, ['labels']), textsAt({}, ['list'])]).toEqual([{}, []]);
  expect(textsAt(VALUE, ['list'])).toEqual(['x']);
});
