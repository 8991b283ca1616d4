import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CORE_SCHEMA, load, loadAll } from 'js-yaml';
import type { Path } from '../../lib/issues/issue';
import { blockOffset, parseBlockPlaces } from '../../lib/yaml/block-places';
import { type BlockBuilder, parseBlockStyle } from '../../lib/yaml/block-style';
import { parseDocuments } from '../../lib/yaml/documents';
import { offsetOf } from '../../lib/yaml/offset';
import { runs } from '../properties/runs';

const VALUES: BlockBuilder<unknown> = {
  scalar: (text) => {
    expect(text).toBe(text.trim());
    return load(text, { schema: CORE_SCHEMA });
  },
  list: (items) => items,
  map: () => ({}),
  add: (map, key, value) => {
    const fields = map as Record<string, unknown>;
    if (Object.hasOwn(fields, key)) return false;
    fields[key] = value;
    return true;
  },
};

/** The paths of all parts of a value, and of a field and an item that each part may lack. */
function* pathsIn(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  yield [...path, 'missing'];
  yield [...path, 0];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    yield* pathsIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** Compares what is read of a text with what js-yaml and yaml read; returns whether anything was. */
function agrees(text: string): boolean {
  const value = parseBlockStyle(text, VALUES);
  if (value === undefined) return false;
  expect([value]).toEqual(loadAll(text, undefined, { schema: CORE_SCHEMA }));
  const { documents } = parseDocuments(text, { merge: true });
  const [document] = documents as [(typeof documents)[number]];
  expect(documents.map(({ errors }) => errors)).toEqual([[]]);
  expect(document.toJS()).toEqual(value);
  const places = parseBlockPlaces(text);
  if (places === undefined) throw new Error('a text with values has places');
  const wrong = [true, false].flatMap((atKey) =>
    [...pathsIn(value)].filter((path) => {
      const found = blockOffset(places, path, atKey);
      return found !== undefined && found !== offsetOf(document, path, atKey);
    }),
  );
  expect(wrong).toEqual([]);
  return true;
}

test.each([
  ['maps in maps', 'a:\n  b:\n    c: d\n  e: f\ng: h\n'],
  ['lists below their key, and further in', 'a:\n- b\n- c: d\n  e: f\ng:\n  - h\n'],
  ['lists in lists', 'a:\n  - - b\n    - c\n  -   d: e\n      f: g\n  - h\n'],
  ['comments and empty lines', '# first\n\na: b # second\n\n  # third\nc:\n  # fourth\n  d: {} # fifth\n#'],
  ['quotes and brackets', `a: "b: c"\ne: 'it''s'\nf: [g, "h"]\ni: { j: k }\nl: "\\u0041"\n`],
  [
    'words, numbers and other words',
    'a: true\nb: null\nc: 1\nd: 010\ne: 1.5\nf: .inf\ng: ~\nh: -1\ni: 0x1F\nj: truer\n',
  ],
  ['colons in values', 'a: b:c\nd: <e:f:g>\nh: http://i:1/j\n'],
  ['no line break at the end', 'a: b'],
  ['spaces at the ends of lines', 'a: b  \nc:  \n  - d \n  - e:   f\n \n'],
])('%s are read as other parsers read them', (_, text) => {
  expect(agrees(text)).toBe(true);
});

test.each([
  ['an empty text', ''],
  ['a scalar', 'a\n'],
  ['a list', '- a\n'],
  ['an indented map', '  a: b\nc: d\n'],
  ['a duplicate key', 'a: b\na: c\n'],
  ['a key of JavaScript', '__proto__: a\n'],
  ['a key that is a word of YAML', 'true: a\n'],
  ['a value without text', 'a:\nb: c\n'],
  ['a value that goes on', 'a: b\n  c\n'],
  ['a value of several lines in quotes', 'a: "b\n  c"\n'],
  ['a text in block style', 'a: |\n  b\n'],
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a second document', 'a: b\n---\nc: d\n'],
  ['a second map in a line', 'a: b: c\n'],
  ['a tab', 'a:\tb\n'],
  ['another line break', 'a: b\r\nc: d\r\n'],
  ['a character beyond ASCII', 'a: \u00e9\n'],
  ['an item among keys', 'a: b\n- c\n'],
  ['a key among items', 'a:\n  - b\n  c: d\n'],
  ['an indentation between two others', 'a:\n    b: c\n  d: e\n'],
  ['a very deep value', `a: ${'- '.repeat(200_000)}b\n`],
  ['a very deep list', `a:\n${'- '.repeat(200_000)}b\n`],
])('%s is left to other parsers', (_, text) => {
  expect(parseBlockStyle(text, VALUES)).toBeUndefined();
  expect(parseBlockPlaces(text)).toBeUndefined();
});

test('any lines are read as other parsers read them', () => {
  const start = fc.constantFrom('', '', '  ', '    ', '- ', '  - ', '   ', '- - ', '-', '#');
  const key = fc.constantFrom('a:', 'b:', 'c.d/e:', 'true:', 'a b:', '"q":', '? f', '');
  const value = fc.constantFrom(
    ...['', ' x', ' 1', ' "y"', " 'z'", ' {}', ' []', ' [1, 2]', ' {k: v}', ' <t:u>', ' x # c', ' {} # c', ' "x" # c'],
    ...[' |', ' >-', ' *x', ' &x y', ' !t y', ' a: b', ' x:', ' -1', ' - x', ' "u', ' ~', ' x y', '  x', ' x ', ' .5'],
  );
  const line = fc.tuple(start, key, value).map((parts) => parts.join(''));
  const likely = fc.constantFrom(
    'a: x',
    'b:',
    '  a: 1',
    '  b:',
    '  - x',
    '  - a: x',
    '    b: y',
    '    c: {}',
    'c: z',
    '# c',
  );
  const lines = fc.array(fc.oneof({ arbitrary: likely, weight: 4 }, { arbitrary: line, weight: 1 }), { maxLength: 8 });
  let read = 0;
  fc.assert(
    fc.property(lines, (some) => {
      if (agrees(`${some.join('\n')}\n`)) read += 1;
    }),
    runs(3000),
  );
  expect(read).toBeGreaterThan(100);
});

test('all documents that synth writes are read', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const documents = files.flatMap((file) => readFileSync(join('dist', file), 'utf8').split(/^---\n/m));
  expect(documents.length).toBeGreaterThan(50);
  for (const document of documents) expect([document, agrees(document)]).toEqual([document, true]);
});
