import { listNames, nearest, suggestName } from '../../lib/issues/suggest';

describe('the nearest name', () => {
  test.each([
    ['a letter too much', 'memberss', ['members', 'meshes'], 'members'],
    ['a letter too few', 'mebers', ['members', 'meshes'], 'members'],
    ['two letters swapped', 'mebmers', ['members', 'meshes'], 'members'],
    ['capital letters', 'MEMBERS', ['members', 'meshes'], 'members'],
    ['the nearer of two', 'meshe', ['mesh-1', 'meshes'], 'meshes'],
    ['the first of two as near', 'mesh-3', ['mesh-2', 'mesh-1'], 'mesh-1'],
    ['one letter of a short name', 'ab', ['ac'], 'ac'],
  ])('tolerates %s', (_, name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  test.each([
    ['another word', 'details', ['ratings', 'reviews']],
    ['two letters of a short name', 'ab', ['cd']],
    ['nothing at all', 'ab', []],
  ])('is not %s', (_, name, known) => {
    expect(nearest(name, known)).toBeUndefined();
  });
});

describe('a request to write another name', () => {
  test('names the nearest one', () => {
    expect(suggestName('rosaa', ['aro', 'rosa'])).toBe('write "rosa"');
  });

  test('names all where none is near, sorted', () => {
    expect(suggestName('gcp', ['rosa', 'aro'])).toBe('write one of "aro", "rosa"');
  });

  test('is to remove it where there is none', () => {
    expect(suggestName('gcp', [])).toBe('remove it');
  });
});

test('a long row of names is cut, and the rest counted', () => {
  const names = Array.from({ length: 14 }, (_, i) => `n${i}`);
  expect(listNames(names)).toBe(
    `${names
      .slice(0, 12)
      .map((name) => `"${name}"`)
      .join(', ')} and 2 more`,
  );
  expect(listNames(names.slice(0, 12))).not.toContain('more');
});
