import fc from 'fast-check';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { newSharedFields } from '../../lib/manifests/parse-fast';
import { SharedFields } from '../../lib/manifests/shared-fields';
import { valueAt } from '../../lib/values';
import { runs } from '../properties/runs';

const FIRST = '# first\napiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec:\n  b: [c]\n  d:\n    - e: f\n';
const SECOND = 'apiVersion: v1\nkind: A\nmetadata:\n  name: g\nspec:\n  b: [c]\n  d:\n    - e: f\n';

test('equal fields of documents have the same value, which does not change', () => {
  const fields = newSharedFields();
  const [first, second] = fields.documentsOf(`${FIRST}---\n${SECOND}`) ?? [];
  const [third] = fields.documentsOf(SECOND) ?? [];
  expect([first, second, third]).toEqual(loadAll(`${FIRST}---\n${SECOND}---\n${SECOND}`));
  expect(second?.spec).toBe(first?.spec);
  expect(third?.metadata).toBe(second?.metadata);
  for (const part of [['spec'], ['spec', 'b'], ['spec', 'd'], ['spec', 'd', 0]]) {
    expect(valueAt(first, part)).toBeInstanceOf(Object);
    expect(Object.isFrozen(valueAt(first, part))).toBe(true);
  }
});

test('equal documents have the same value, which does not change', () => {
  const fields = newSharedFields();
  const [first] = fields.documentsOf(`${SECOND}---\n${FIRST}`) ?? [];
  const [, second] = fields.documentsOf(`---\n${FIRST}---\n${SECOND}`) ?? [];
  expect(second).toEqual({ apiVersion: 'v1', kind: 'A', metadata: { name: 'g' }, spec: { b: ['c'], d: [{ e: 'f' }] } });
  expect(second).toBe(first);
  expect(Object.isFrozen(first)).toBe(true);
});

test('documents are equal regardless of the comments before them', () => {
  const fields = newSharedFields();
  const texts = [SECOND, `# a file\n${SECOND}`, `# another file\n#\n${SECOND}`];
  const values = texts.flatMap((text) => fields.documentsOf(text) ?? []);
  expect(values).toHaveLength(3);
  expect(new Set(values).size).toBe(1);
});

test('what is known of a text says nothing about other comments before it', () => {
  const fields = newSharedFields();
  expect(fields.documentsOf(SECOND)).toHaveLength(1);
  expect(fields.documentsOf(`# \u0001\n${SECOND}`)).toBeUndefined();
  expect(fields.documentsOf(`# a file\n${SECOND}`)).toHaveLength(1);
  expect(fields.documentsOf(`---\n${SECOND}`)).toHaveLength(1);
  expect(fields.documentsOf(`# a file\n---\n${SECOND}`)).toBeUndefined();
});

test.each(['', '# a file\n', '# \u00e9\n#\n', '# \ud83d\n'])(
  'a text that is kept is equal to the one that was read, with %j before it',
  (before) => {
    const fields = newSharedFields();
    for (const text of [FIRST, SECOND, before + SECOND, before, before + FIRST, ''])
      expect(fields.sharedText(text)).toBe(text);
  },
);

test('a field is parsed once, and again when very many others were read after it', () => {
  const parsed: string[] = [];
  const fields = new SharedFields((text) => {
    parsed.push(text);
    return { a: text };
  });
  const read = (from: number, to: number) => {
    for (let i = from; i < to; i++) fields.documentsOf(`a: ${i}\n`);
  };
  read(0, 1000);
  read(0, 1000);
  expect(parsed).toHaveLength(1000);
  read(1000, 101_000);
  read(100_000, 101_000);
  expect(parsed).toHaveLength(101_000);
  read(0, 1);
  expect(parsed).toHaveLength(101_001);
});

test.each([
  ['an empty text', ''],
  ['comments only', '# a\n'],
  ['a document without fields before another', '# a\n---\na: b\n'],
  ['an empty document', 'a: b\n---\n---\nc: d\n'],
  ['an empty document at the end', 'a: b\n---\n'],
  ['a list', '- a\n'],
  ['an indented document', '  a: b\n  c: d\n'],
  ['a document behind its mark', '--- {a: b}\n'],
  ['the end of a document', 'a: b\n...\n---\nc: d\n'],
  ['a directive', '%YAML 1.2\n---\na: b\n'],
  ['JSON', '{"a": "b"}\n'],
  ['a duplicate key', 'a: b\na: c\n'],
  ['a key of JavaScript', '__proto__: a\n'],
  ['quotes over several fields', 'a: "b\nc: d"\n'],
  ['brackets over several fields', 'a: [b,\nc: d]\n'],
  ['an anchor and an alias', 'a: &x b\nc: *x\n'],
  ['a map as key', 'a: {}\n? b\n: c\n'],
  ['values that are nested too deeply', `a: ${'['.repeat(300)}${']'.repeat(300)}\n`],
])('%s is left to parsers of whole texts', (_, text) => {
  expect(newSharedFields().documentsOf(text)).toBeUndefined();
});

test.each([
  ...[
    'b',
    'b  ',
    'b # c',
    'b#c',
    '"b"',
    "'b'",
    '"b\\u0041"',
    "'it''s'",
    '1',
    '010',
    '0x1F',
    '0o17',
    '-1',
    '+1',
    '1.0',
    '1e3',
  ],
  ...[
    '12345678901234567890',
    '.5',
    '.inf',
    '-.INF',
    '.nan',
    '~',
    'null',
    'Null',
    'NULL',
    'nULL',
    'true',
    'True',
    'TRUE',
  ],
  ...[
    'tRUE',
    'false',
    'yes',
    'on',
    'n',
    '{}',
    '[]',
    '[1, a]',
    '{b: c}',
    '2026-11-29',
    '1_000',
    '10:20',
    '<b:c>',
    '/b',
    '(b)',
  ],
])('the value %s is what js-yaml reads', (value) => {
  const text = `a: ${value}\nb:\n  - ${value}\n  - c: ${value}\n`;
  expect(newSharedFields().documentsOf(text)).toEqual(loadAll(text, undefined, { schema: CORE_SCHEMA }));
});

test('any lines are read as js-yaml reads them', () => {
  const line = fc.oneof(
    {
      arbitrary: fc.constantFrom('a: b', 'c:', '  d: e', '  - f', '- g', '---', 'h: 1', '# i', '', 'j: |', '  k: "l"'),
      weight: 6,
    },
    fc.constantFrom(
      'm: |+',
      'n: "o',
      '  p"',
      'q: [r',
      's]',
      '--- t',
      't: u\r',
      't\rv: w',
      '...',
      'u : v',
      '"w": x',
      'y: >-',
      '  z: {a: b}',
    ),
  );
  const fields = newSharedFields();
  let read = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n', '\n\n'), (lines, end) => {
      const text = lines.join('\n') + end;
      const values = fields.documentsOf(text);
      if (values === undefined) return;
      read += 1;
      expect([text, values]).toEqual([text, loadAll(text, undefined, { schema: CORE_SCHEMA })]);
    }),
    runs(5000),
  );
  expect(read).toBeGreaterThan(300);
});
