import { type FactKind, joinKinds } from '../../lib/facts/kind';
import type { ScalarPlace } from '../../lib/facts/place';
import type { Lock } from '../../lib/lock/model';
import { addressOf, KINDS } from '../helpers/facts';
import { fillText } from '../helpers/fill-text';

/** A kind whose values are texts of one line, and which nothing is fetched for. */
function textKind(place: ScalarPlace, isNamed = false): FactKind<string, string> {
  return {
    name: 'text',
    lockKey: 'text',
    isNamed,
    places: [place],
    describe: () => 'text',
    read: async () => ({ value: '' }),
    permissions: () => [],
    fix: () => '',
    check: (value) => ({ value, issues: [] }),
    readLocked: (value, path, check) => check.text(value, path),
    printLocked: (value) => value,
    changes: () => [],
    fill: (value) => ({ scalar: value }),
  };
}

const ANYWHERE = joinKinds([...KINDS, textKind({ form: 'scalar' })]);
const TOKEN = '<ossm-fed:text:m>';

/** A lock of the mesh `m`. */
const lockOf = (text: string): Lock => ({ meshes: { m: { text } } });
const EMPTY: Lock = { meshes: {} };

/** A text after filling; nothing must be wrong with it. */
function fill(text: string, lock: Lock, kinds: readonly FactKind[] = ANYWHERE): string {
  const filled = fillText(text, lock, kinds);
  expect(filled.problems).toEqual([]);
  return filled.text;
}

describe('a value on one line', () => {
  test.each([
    ['a key', `a: ${TOKEN}\n`, `a: x.example.org # ${TOKEN}\n`],
    ['a key in a map', `a:\n  b: ${TOKEN}\n  c: 1\n`, `a:\n  b: x.example.org # ${TOKEN}\n  c: 1\n`],
    ['a quoted key', `"a b": ${TOKEN}\n`, `"a b": x.example.org # ${TOKEN}\n`],
    ['a key in single quotes', `'a': ${TOKEN}\n`, `'a': x.example.org # ${TOKEN}\n`],
    ['a key with slashes and dots', `a.b/c-d: ${TOKEN}\n`, `a.b/c-d: x.example.org # ${TOKEN}\n`],
    ['double quotes', `a: "${TOKEN}"\n`, `a: x.example.org # ${TOKEN}\n`],
    ['single quotes', `a: '${TOKEN}'\n`, `a: x.example.org # ${TOKEN}\n`],
    ['an item', `- ${TOKEN}\n- b\n`, `- x.example.org # ${TOKEN}\n- b\n`],
    ['an item in an item', `- - ${TOKEN}\n`, `- - x.example.org # ${TOKEN}\n`],
    ['a key in an item', `- a: ${TOKEN}\n  b: 1\n`, `- a: x.example.org # ${TOKEN}\n  b: 1\n`],
    ['a comment', `a: ${TOKEN}   # why\n`, `a: x.example.org # ${TOKEN}   # why\n`],
    ['no line end', `a: ${TOKEN}`, `a: x.example.org # ${TOKEN}`],
    ['the line ends of Windows', `a: ${TOKEN}\r\nb: 1\r\n`, `a: x.example.org # ${TOKEN}\r\nb: 1\r\n`],
    ['the whole document', `${TOKEN}\n`, `x.example.org # ${TOKEN}\n`],
    ['a second document', `a: 1\n---\nb: ${TOKEN}\n`, `a: 1\n---\nb: x.example.org # ${TOKEN}\n`],
    ['two places', `a: ${TOKEN}\nb: ${TOKEN}\n`, `a: x.example.org # ${TOKEN}\nb: x.example.org # ${TOKEN}\n`],
  ])('is filled, and filled again: %s', (_, before, after) => {
    expect(fill(before, lockOf('x.example.org'))).toBe(after);
    expect(fill(after, lockOf('x.example.org'))).toBe(after);
    expect(fill(fill(before, lockOf('other text')), lockOf('x.example.org'))).toBe(after);
  });

  test.each([
    'yes',
    'null',
    '7',
    '1.2',
    '0x1F',
    '::',
    '~',
    '',
    ' a ',
    '- a',
    'a: b',
    'a # b',
    '"',
    "'",
    '\\',
    '<a>',
    '{a}',
    '[a]',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '2026-06-01',
    'ü',
    '192.0.2.1',
    '2001:db8::1',
  ])('stays the text %j', (value) => {
    const filled = fill(`a: ${TOKEN}\nb: 1\n`, lockOf(value));
    const [document] = [fillText(filled, EMPTY, ANYWHERE)];
    expect(document?.slots).toEqual([{ token: TOKEN, state: 'kept' }]);
    expect(filled).toContain(`# ${TOKEN}\nb: 1\n`);
    expect(fill(filled, lockOf('next'))).toBe(`a: "next" # ${TOKEN}\nb: 1\n`);
  });

  test('is missing where the lock has none, and kept where it had one', () => {
    const states = (text: string) => fillText(text, EMPTY, ANYWHERE).slots;
    expect(states(`a: ${TOKEN}\n`)).toEqual([{ token: TOKEN, state: 'missing' }]);
    expect(states(`a: x # ${TOKEN}\n`)).toEqual([{ token: TOKEN, state: 'kept' }]);
    expect(fill(`a: x # ${TOKEN}\n`, EMPTY)).toBe(`a: x # ${TOKEN}\n`);
  });

  test('may be one of a list of addresses', () => {
    const kinds = KINDS.map((kind) =>
      kind.name === 'address' ? { ...kind, places: [{ form: 'scalar' }] as const } : kind,
    );
    const lock = { meshes: { m: { gateways: { in: addressOf(['b.example.org', 'c.example.org']) } } } };
    expect(fill('host: <ossm-fed:address:m:in>\n', lock, kinds)).toBe(
      'host: b.example.org # <ossm-fed:address:m:in>\n',
    );
  });
});

describe('a token that cannot be filled', () => {
  const problemsOf = (text: string, kinds = ANYWHERE) => {
    const filled = fillText(text, lockOf('x.example.org'), kinds);
    expect(filled.text).toBe(text);
    return filled.problems.map(({ kind, line, column, message }) => `${line}:${column} ${kind} ${message}`);
  };
  const ALONE = `the token "${TOKEN}" is not filled in here, only as a value, alone on a line`;

  test.each([
    ['in a text', `a: of ${TOKEN}\n`, [`1:4 misplaced ${ALONE}`]],
    ['as a key', `${TOKEN}: a\n`, [`1:1 misplaced ${ALONE}`]],
    ['in braces', `{ a: ${TOKEN} }\n`, [`1:6 misplaced ${ALONE}`]],
    ['in brackets', `a: [${TOKEN}, ${TOKEN}]\n`, [`1:5 misplaced ${ALONE}`, `1:24 misplaced ${ALONE}`]],
    ['below its key', `a:\n  ${TOKEN}\n`, []],
    ['in a block of text', `a: |\n  b: ${TOKEN}\n`, [`1:4 misplaced ${ALONE}`]],
    ['with a tag', `a: !!str ${TOKEN}\n`, [expect.stringMatching(/^1:\d+ misplaced/)]],
    ['of a named kind', 'a: <ossm-fed:text:m:n>\n', ['1:4 misplaced invalid token "<ossm-fed:text:m:n>"']],
    ['of an unknown kind', 'a: <ossm-fed:other:m>\n', ['1:4 misplaced invalid token "<ossm-fed:other:m>"']],
  ] as const)('is reported: %s', (_, text, expected) => {
    if (expected.length > 0) expect(problemsOf(text)).toEqual(expected);
    else expect(fill(text, lockOf('x.example.org'))).toBe(`a:\n  x.example.org # ${TOKEN}\n`);
  });

  test('is reported in objects of other kinds than that of the place', () => {
    const kinds = joinKinds([textKind({ form: 'scalar', objectKind: 'Route' })]);
    expect(fill(`kind: Route\na: ${TOKEN}\n`, lockOf('x.example.org'), kinds)).toContain('a: x.example.org');
    expect(problemsOf(`kind: Service\na: ${TOKEN}\n`, kinds)).toEqual([
      `2:4 misplaced the token "${TOKEN}" is not filled in here, only as a value of a Route, alone on a line`,
    ]);
  });

  test('is reported for at most 20 places of a document', () => {
    const text = Array.from({ length: 25 }, (_, i) => `k${i}: of ${TOKEN}\n`).join('');
    expect(problemsOf(text)).toHaveLength(20);
  });

  test('does not keep those of other kinds from being filled', () => {
    const root = { fingerprint: 'F', subject: '', notBefore: '', notAfter: '', pem: 'PEM\n' };
    const text = `kind: ConfigMap\ndata:\n  root-cert.pem: <ossm-fed:root:m>\n  host: ${TOKEN}\n`;
    expect(fill(text, { meshes: { m: { roots: [root], text: 'x.example.org' } } })).toBe(
      `kind: ConfigMap\ndata:\n  root-cert.pem: | # <ossm-fed:root:m>\n    PEM\n  host: x.example.org # ${TOKEN}\n`,
    );
  });
});

test('a place that another form has filled is left to it', () => {
  const places = [
    { form: 'list', objectKind: 'ServiceMeshPeer', path: ['addresses'], ports: [] },
    { form: 'scalar' },
  ] as const;
  const kinds = KINDS.map((kind) => (kind.name === 'address' ? { ...kind, places } : kind));
  const lock = { meshes: { m: { gateways: { in: addressOf(['b.example.org', 'c.example.org']) } } } };
  const token = '<ossm-fed:address:m:in>';
  const text = `kind: ServiceMeshPeer\naddresses:\n  - ${token}\nother: ${token}\n`;
  expect(fill(text, lock, kinds)).toBe(
    `kind: ServiceMeshPeer\naddresses:\n  - b.example.org # ${token}\n  - c.example.org # ${token}\nother: b.example.org # ${token}\n`,
  );
  expect(fillText(`${text}: of ${token}`, lock, kinds).text).toContain(token);
  const message = fillText(`a: of ${token}\n`, lock, kinds).problems[0]?.message;
  expect(message).toBe(
    `the token "${token}" is not filled in here, only as an item of "addresses" of a ServiceMeshPeer, on a line of its own or a value, alone on a line`,
  );
});
