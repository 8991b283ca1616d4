import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { Document, type Node, Pair, parse, Scalar, stringify, YAMLMap, YAMLSeq } from 'yaml';
import { malformedPath, toYaml } from '../../lib/output/yaml-text';

const HAS_PYYAML = spawnSync('python3', ['-c', 'import yaml']).status === 0;

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n+/==\n-----END CERTIFICATE-----\n';

/** Keys that people write first, in their order. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'type', 'name', 'namespace', 'enabled', 'labels', 'annotations'];

const KEY = 'k'.repeat(1024);

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('what is written', () => {
  test.each([
    ['plain words', { a: 'Always', b: 'a/b.c_d-e', c: 'v1' }, text('a: Always', 'b: a/b.c_d-e', 'c: v1')],
    ['numbers, booleans and null', { a: 1, b: 1.5, c: true, d: null }, text('a: 1', 'b: 1.5', 'c: true', 'd: null')],
    ['an empty text', { a: '' }, text('a: ""')],
    ['words that YAML 1.1 reads as booleans', { a: 'yes', b: 'On', c: 'y' }, text('a: "yes"', 'b: "On"', 'c: "y"')],
    [
      'words that every YAML reads otherwise',
      { a: 'true', b: 'null', c: '~' },
      text('a: "true"', 'b: "null"', 'c: "~"'),
    ],
    ['a time, which YAML 1.1 reads as a number', { a: '1:30' }, text('a: "1:30"')],
    ['an octal number of YAML 1.1 and of 1.2', { a: '017', b: '0o17' }, text('a: "017"', 'b: "0o17"')],
    ['numbers in quotes', { a: '8188', b: '1e3', c: '0x1f' }, text('a: "8188"', 'b: "1e3"', 'c: "0x1f"')],
    ['a star, a brace, a hash', { a: '*', b: '{x}', c: '#' }, text('a: "*"', 'b: "{x}"', 'c: "#"')],
    ['a token', { a: '<ossm-fed:root:rosa>' }, text('a: <ossm-fed:root:rosa>')],
    [
      'a PEM block',
      { data: { 'root-cert.pem': PEM } },
      text(
        'data:',
        '  root-cert.pem: |',
        ...PEM.trim()
          .split('\n')
          .map((line) => `    ${line}`),
      ),
    ],
    ['lines without an end', { a: 'one\n\ntwo' }, text('a: |-', '  one', '', '  two')],
    ['lines that a block would change', { a: ' one\ntwo \n' }, text('a: " one\\ntwo \\n"')],
    ['marks between documents', { a: { b: '---', c: '... end' } }, text('a:', '  b: "---"', '  c: "... end"')],
    ['ends of lines that few know', { a: 'x\u2028y', b: '\u0085' }, text('a: "x\\u2028y"', 'b: "\\u0085"')],
    ['spaces that few know', { a: 'x\u00a0' }, text('a: x\u00a0')],
    ['keys that need quotes', { yes: 1, '': 2, 'a: b': 3, '<<': 4 }, text('"": 2', '"<<": 4', '"a: b": 3', '"yes": 1')],
    ['a key of two lines', { 'a\nb': 1 }, text('"a\\nb": 1')],
    ['empty maps and lists', { a: {}, b: [], c: [[], {}] }, text('a: {}', 'b: []', 'c:', '  - []', '  - {}')],
    [
      'nested lists',
      { a: [[1, [2]], { b: [{ c: 3 }] }] },
      text('a:', '  - - 1', '    - - 2', '  - b:', '      - c: 3'),
    ],
    ['the value key of YAML 1.1, and tabs', { a: '=', b: 'x\ty', c: '==' }, text('a: "="', 'b: "x\\ty"', 'c: ==')],
    ['noncharacters', { a: '\ufffe', b: 'x\ny\uffff' }, text('a: "\\ufffe"', 'b: "x\\ny\\uffff"')],
    [
      'keys of 1,024 characters and more',
      { [KEY]: 1, [`${KEY}k`]: { a: 1 }, m: [{ [`${KEY}k`]: 2, n: 3 }] },
      text(`${KEY}: 1`, `? ${KEY}k`, ':', '  a: 1', 'm:', `  - ? ${KEY}k`, '    : 2', '    "n": 3'),
    ],
    ['numbers with an exponent', { a: 1e21, b: -1e-7, c: 1.5e300 }, text('a: 1.0e+21', 'b: -1.0e-7', 'c: 1.5e+300')],
    ['what is undefined', { a: undefined, b: { c: undefined }, d: [undefined] }, text('b: {}', 'd:', '  - null')],
  ])('%s', (_, value, expected) => {
    expect(toYaml(value)).toBe(expected);
  });

  test('the keys that people write first come first, the others by the alphabet', () => {
    const reversed = Object.fromEntries(['spec', 'data', ...FIRST_KEYS].reverse().map((key) => [key, 1]));
    expect(toYaml(reversed)).toBe(text(...[...FIRST_KEYS, 'data', 'spec'].map((key) => `${key}: 1`)));
  });

  test('keys are sorted by code and not by language', () => {
    expect(toYaml({ ä: 1, z: 1, Z: 1, a: 1 })).toBe(text('Z: 1', 'a: 1', 'z: 1', 'ä: 1'));
  });
});

/** Texts that some reader of YAML takes for something else, with texts around them. */
const tricky = fc.constantFrom(
  ...FIRST_KEYS,
  ...[
    'yes',
    'No',
    'on',
    'y',
    'true',
    'NULL',
    '~',
    '1:30',
    '0o1',
    '017',
    '1_000',
    '0x1',
    '.5',
    '1e3',
    '+1',
    '.inf',
    '.nan',
  ],
  ...[
    '2001-01-01',
    '',
    ' ',
    '-',
    '- a',
    '?',
    '? a',
    ':',
    'a: b',
    'a:',
    'a #b',
    '#',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%',
    '@',
    '`',
  ],
  ...[
    '"',
    "'",
    "it's",
    '[',
    ']',
    '{',
    '}',
    ',',
    '---',
    '--- a',
    '...',
    '<<',
    '=',
    'a\\b',
    '\t',
    'a\tb',
    'a ',
    ' a',
    'a\u00a0',
  ],
  ...[
    '\ufffe',
    'a\uffff',
    '=',
    '2:3',
    'k'.repeat(1025),
    '\u2028',
    '\u0085',
    '\ufeff',
    '\ufeffa',
    '\r',
    'a\rb',
    'é',
    '😀',
    '<ossm-fed:root:a>',
    '{{x}}',
    '$x',
  ],
);
const oneLine = fc.oneof(
  tricky,
  fc.string({ unit: fc.constantFrom(...'abyn01:-.# \'"') }),
  fc.string({ unit: 'grapheme' }),
);
const manyLines = fc.array(oneLine, { maxLength: 4 }).map((lines) => lines.join('\n'));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);

/** JSON values made of the given texts, as the value of one key, which is where objects have them. */
function json(texts: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(texts, number, fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(texts, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  return fc.record({ spec: value });
}

/** The keys of a map in the order in which they are written. */
function keysInOrder(map: object): readonly string[] {
  const rank = (key: string) => (FIRST_KEYS.includes(key) ? FIRST_KEYS.indexOf(key) : FIRST_KEYS.length);
  return Object.keys(map).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** A value as a tree of the yaml package. */
function toNode(value: unknown): Node {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? textNode(value) : new Scalar(value);
  if (Array.isArray(value)) return Object.assign(new YAMLSeq(), { items: value.map(toNode) });
  const fields = new Map(Object.entries(value));
  const items = keysInOrder(value).map((key) => new Pair(textNode(key), toNode(fields.get(key))));
  return Object.assign(new YAMLMap(), { items });
}

/** A text that is in quotes also where only YAML 1.2 needs them, and where the package leaves a mark bare. */
function textNode(text: string): Scalar {
  const isBare = (version: '1.1' | '1.2') => stringify(text, { version, lineWidth: 0 }) === `${text}\n`;
  const node = new Scalar(text);
  if ((isBare('1.1') && !isBare('1.2')) || /^(---|\.\.\.)/.test(text)) node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** What the yaml package writes for YAML 1.1. */
function writtenByYaml(value: unknown): string {
  const document = new Document(null, { version: '1.1' });
  document.contents = toNode(value) as typeof document.contents;
  // The package writes numbers with an exponent as YAML 1.1 does not read them.
  return document.toString({ lineWidth: 0 }).replace(/((?:^|[:-] )-?\d+)(e[-+]\d+)$/gm, '$1.0$2');
}

/** What the package writes in a way that not every reader takes so: the merge key, and ends of lines that few know. */
const BARE_MARK = /^(<<|=)$|[\t\ufffe\uffff\u007f-\u009f\u2028\u2029\ufeff]/;

describe('whatever is written', () => {
  test.each(['1.1', '1.2'] as const)('is read back as it was by YAML %s', (version) => {
    fc.assert(
      fc.property(json(fc.oneof(oneLine, manyLines)), (value) => {
        expect(parse(toYaml(value), { version })).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test('is to the byte what the yaml package writes for texts of one line', () => {
    const known = oneLine.filter((line) => !line.includes('\n') && !BARE_MARK.test(line) && line.length <= 1000);
    fc.assert(
      fc.property(json(known), (value) => {
        expect(toYaml(value)).toBe(writtenByYaml(value));
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(json(oneLine), (value) => {
        const reversed = JSON.parse(JSON.stringify(value), (_, item: unknown) =>
          typeof item === 'object' && item !== null && !Array.isArray(item)
            ? Object.fromEntries(Object.entries(item).reverse())
            : item,
        ) as unknown;
        expect(toYaml(reversed)).toBe(toYaml(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  test('has no line that ends in a space', () => {
    fc.assert(
      fc.property(json(fc.oneof(oneLine, manyLines)), (value) => {
        expect(toYaml(value)).not.toMatch(/ $/m);
      }),
    );
  });

  (HAS_PYYAML ? test : test.skip)(
    'is read back as it was by PyYAML, which is skipped without python3 and PyYAML',
    () => {
      const values = fc.sample(json(fc.oneof(oneLine, manyLines)), { numRuns: 500, seed: 7 });
      const script =
        'import json,sys,yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)], default=str))';
      const input = JSON.stringify(values.map(toYaml));
      expect(JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' }))).toEqual(values);
    },
  );
});

test('half of a surrogate pair is found with its place', () => {
  const found = (value: unknown) => malformedPath(value, toYaml(value));
  expect(found({ a: ['x', { b: '\ud800' }] })).toEqual(['a.1.b']);
  expect(found({ a: { 'x\udfff': 1 } })).toEqual(['a']);
  expect(found({ a: 'one\ntwo\udc00' })).toEqual(['a']);
  expect(found({ a: '😀', b: '\\ud800' })).toEqual([]);
});
