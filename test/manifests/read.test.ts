import fc from 'fast-check';
import { MAX_FILE_CHARACTERS } from '../../lib/bounds';
import { objectName, positionOf } from '../../lib/manifests/object';
import { readManifests } from '../../lib/manifests/read';
import { runs } from '../properties/runs';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n';

function read(text: string) {
  return readManifests('west', 'a.yaml', text);
}

/** What a text holds in few words: its objects, or the problem with its place. */
function summary(text: string): string {
  const { manifests, others, problem } = read(text);
  if (problem !== undefined) return `${problem.position.line}:${problem.position.column} ${problem.message}`;
  return [...manifests.map(objectName), ...others.map(() => 'other')].join(', ');
}

/** What a function takes, in milliseconds. */
function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe('a text without a sound document', () => {
  test.each([
    ['a key that stands twice', `${HEAD}kind: Secret\n`, '4:1 duplicate key "kind"'],
    ['a key that stands twice further in', `${HEAD}data: {a: x, b: y, a: z}\n`, '4:20 duplicate key "a"'],
    ['a key that stands twice beside an alias', `${HEAD}data: &a {b: x, b: y}\nmore: *a\n`, '4:17 duplicate key "b"'],
    ['a tab as indentation', `${HEAD}data:\n\ta: b\n`, '5:1 Tabs are not allowed as indentation'],
    ['a NUL byte in a text', `${HEAD}data: {a: "b\0c"}\n`, '4:13 invalid control character U+0000'],
    ['NUL bytes alone', '\0\0\0', '1:1 invalid control character U+0000'],
    ['an alias of nothing', `${HEAD}data: *a\n`, '4:7 unknown YAML alias'],
    ['an alias before its anchor', `${HEAD}data: { a: *a, b: &a b }\n`, '4:12 unknown YAML alias'],
    ['a star without quotes', `${HEAD}data:\n  name: *\n`, '5:9 a "*" without quotes begins a YAML alias'],
    ['a star without quotes in a map', `${HEAD}data: { name: * }\n`, '4:15 a "*" without quotes begins a YAML alias'],
    ['a star without quotes in a list', `${HEAD}data:\n- *\n`, '5:3 a "*" without quotes begins a YAML alias'],
    ['a pattern without quotes', `${HEAD}data: { host: *.example.org }\n`, '4:15 unknown YAML alias'],
    ['a map as a key', `${HEAD}? {a: b}\n: c\n`, /^4:3 a key is a list or a map/],
    ['an alias of what it stands in', `${HEAD}data: &a {b: *a}\n`, /an alias refers to a node that contains it$/],
    ['a merge of what is no map', `${HEAD}data: {<<: text}\n`, /Merge sources must be maps/],
    ['a list that does not end', `${HEAD}data: [a, b\n`, /^\d+:\d+ /],
    ['a text that does not end', `${HEAD}data: "a\n`, /^\d+:\d+ /],
  ])('tells of %s with its place', (_, text, expected) => {
    expect(summary(text)).toMatch(expected);
    expect(read(text).manifests).toEqual([]);
  });

  test.each(['*', '*.example.org', '*-mesh'])('has the fix to quote the star of %s', (value) => {
    expect(read(`${HEAD}data: { name: ${value} }\n`).problem?.fix).toMatch(/^quote the star/);
  });

  test.each([
    ['lists', (depth: number) => `${HEAD}data: ${'['.repeat(depth)}${']'.repeat(depth)}\n`],
    ['list items', (depth: number) => '- '.repeat(depth)],
    ['lists below an anchor', (depth: number) => `a: &a 1\nb: *a\nc: ${'['.repeat(depth)}${']'.repeat(depth)}\n`],
    ['lists in JSON', (depth: number) => `{"apiVersion":"v1","kind":"A","a":${'['.repeat(depth)}${']'.repeat(depth)}}`],
  ])('is refused where %s are nested too deeply, at any depth', (_, make) => {
    for (const depth of [300, 2000, 20_000]) expect(summary(make(depth))).toMatch(/values are nested too deeply$/);
  });

  test.each(['[', '{a: ', '? ', '- '])('is refused where 100,000 times %j opens something', (opening) => {
    expect(summary(opening.repeat(100_000))).toMatch(/values are nested too deeply$/);
  });

  test.each([300, 1000, 2500])('is refused where %i block maps are nested', (depth) => {
    const lines = Array.from({ length: depth }, (_, i) => `${' '.repeat(i + 1)}a:\n`);
    expect(summary(`${HEAD}data:\n${lines.join('')}`)).toMatch(/values are nested too deeply$/);
  });

  test('may be nested as deeply as any schema of Kubernetes, and more', () => {
    expect(summary(`${HEAD}data: ${'['.repeat(150)}${']'.repeat(150)}\n`)).toBe('ConfigMap settings');
  });

  test('is refused where a few aliases stand for more than memory holds', () => {
    const lines = [...'bcdefghijklmnop'].map(
      (name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghijklmnop'[i]}`)}]`,
    );
    expect(
      timeOf(() => expect(summary(`a: &a [x]\n${lines.join('\n')}`)).toMatch(/Excessive alias count/)),
    ).toBeLessThan(2000);
  });

  test('is refused where it is too large, before anything parses it', () => {
    const text = HEAD + '#'.repeat(MAX_FILE_CHARACTERS);
    expect(timeOf(() => expect(summary(text)).toMatch(/^1:1 too large: \d+ characters, maximum \d+$/))).toBeLessThan(
      500,
    );
  });

  test('is refused in linear time where a large map has a key twice', () => {
    const keys = Array.from({ length: 12_000 }, (_, i) => `  key-${i}: text\n`).join('');
    expect(
      timeOf(() => expect(summary(`${HEAD}data:\n${keys}  key-7: x\n`)).toMatch(/^12005:3 duplicate key "key-7"/)),
    ).toBeLessThan(5000);
  });
});

describe('a text with other things than objects', () => {
  test.each([
    ['nothing', '', ''],
    ['comments', '# nothing\n---\n# and nothing\n', ''],
    ['a scalar', 'hello', 'other'],
    ['a number', '42', 'other'],
    ['a list', '- a\n- b', 'other'],
    ['a map without a kind', 'a: b', 'other'],
    ['a kind that is no text', 'apiVersion: v1\nkind: 7\n', 'other'],
    ['an object among them', `a: b\n---\n${HEAD}---\nhello\n`, 'ConfigMap settings, other, other'],
    ['a List without items', 'apiVersion: v1\nkind: List\n', 'other'],
    [
      'a List of what is no object',
      'apiVersion: v1\nkind: List\nitems: [1, null, {}, a, [b]]\n',
      'other, other, other, other, other',
    ],
  ])('counts %s', (_, text, expected) => {
    expect(summary(text)).toBe(expected);
  });
});

describe('an object', () => {
  test.each([
    ['a byte order mark before it', `\uFEFF${HEAD}`, 'ConfigMap settings'],
    ['line ends of Windows', HEAD.replaceAll('\n', '\r\n'), 'ConfigMap settings'],
    ['a version of YAML before it', `%YAML 1.1\n---\n${HEAD}`, 'ConfigMap settings'],
    ['no name', 'apiVersion: v1\nkind: ConfigMap\n', 'ConfigMap '],
    ['metadata that is a text', 'apiVersion: v1\nkind: ConfigMap\nmetadata: text\n', 'ConfigMap '],
    ['a name that is a number', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 7, namespace: [a]}\n', 'ConfigMap '],
    ['aliases', `${HEAD}data: &a {b: c}\nmore: *a\n`, 'ConfigMap settings'],
    ['a tag that nobody knows', `${HEAD}data: !foo bar\n`, 'ConfigMap settings'],
  ])('is read with %s', (_, text, expected) => {
    expect(summary(text)).toBe(expected);
  });

  test.each(['__proto__: {polluted: true}\n', '"__proto__": &a {polluted: true}\nb: *a\n'])(
    'does not change others by %j',
    (line) => {
      expect(summary(HEAD + line)).toBe('ConfigMap settings');
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      const [object] = read(HEAD + line).manifests;
      expect(object?.value.polluted).toBeUndefined();
    },
  );

  test('of a List, and of a List in a List, has its place', () => {
    const item = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } });
    const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
    const { manifests } = read(JSON.stringify(list(item('a'), 3, list(item('b'), list(item('c')))), null, 2));
    expect(manifests.map(({ name, root }) => [name, root])).toEqual([
      ['a', ['items', 0]],
      ['b', ['items', 2, 'items', 0]],
      ['c', ['items', 2, 'items', 1, 'items', 0]],
    ]);
    expect(manifests.map((object) => positionOf(object, ['metadata', 'name']).line)).toEqual([9, 21, 32]);
  });
});

/** Documents that are no objects, and empty ones, each with its end. */
const gap = fc.array(
  fc.constantFrom(
    '',
    '\n',
    '# a remark\n',
    '# a remark\n---\n',
    '---\n',
    '--- # a remark\n---\n',
    'null\n---\n',
    '...\n---\n',
  ),
  { maxLength: 4 },
);

test('every object is found at its place, whatever stands between documents', () => {
  const text = fc.tuple(fc.boolean(), fc.boolean(), fc.array(gap, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(text, ([bom, windows, gaps]) => {
      const documents = gaps.map(
        (before, i) => `${before.join('')}apiVersion: v1\nkind: Secret\nmetadata:\n  name: secret-${i}\n---\n`,
      );
      const unix = `${bom ? '\uFEFF' : ''}${documents.join('')}`;
      const source = windows ? unix.replaceAll('\n', '\r\n') : unix;
      const { manifests, problem } = read(source);
      expect(problem).toBeUndefined();
      const lines = source.split(/\r?\n/);
      expect(manifests.map(({ name }) => name)).toEqual(gaps.map((_, i) => `secret-${i}`));
      for (const object of manifests) {
        const { line, column } = positionOf(object, ['metadata', 'name']);
        expect(lines[line - 1]?.slice(column - 1)).toBe(object.name);
      }
    }),
    runs(300),
  );
});

test('any bytes give objects or a problem with its place, and never an exception', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('utf8'));
  const marks = fc.array(
    fc.constantFrom(...'-[]{}:,&*!|>\'"%@`#?\n\t \0\r\uFEFFa1', '---\n', '<<: ', '&a ', '*a', ': ', '- ', HEAD),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        bytes,
        fc.string({ unit: 'binary' }),
        marks.map((parts) => parts.join('')),
      ),
      (text) => {
        const { manifests, others, problem } = read(text);
        for (const { format } of others) expect(format.fix).not.toBe('');
        for (const object of manifests) positionOf(object, ['metadata', 'name'], true);
        if (problem === undefined) return;
        expect(problem.message).not.toBe('');
        expect(problem.position.line).toBeLessThanOrEqual(text.split('\n').length);
        expect(Math.min(problem.position.line, problem.position.column)).toBeGreaterThanOrEqual(1);
      },
    ),
    runs(600),
  );
});
