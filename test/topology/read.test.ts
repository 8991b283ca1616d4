import type { Path } from '../../lib/issues/issue';
import { readTopology } from '../../lib/topology/read';

const TEXT = `# A comment.
defaults:
  meshes: { version: v2.5, members: [d1, d2] }
clusters:
  "c-{01..02}":
    platform: aws
meshes:
  m: &m
    cluster: c-01
    members:
      - first
      - second
  copy: *m
  "r-{1..2}": { <<: *m, peerPrefix: r }
peerings:
  - between: [m, copy]
`;

/** Where a part of the topology stands in the text, as `line:column`. */
function placeOf(path: Path, atKey = false, text = TEXT): string {
  const { line, column } = readTopology(text).locate({ path, atKey });
  return `${line}:${column}`;
}

describe('the value of a topology file', () => {
  test('is what the file says, anchors and merge keys resolved', () => {
    const { value, issues } = readTopology(TEXT);
    const m = { cluster: 'c-01', members: ['first', 'second'] };
    expect(issues).toEqual([]);
    expect(value).toEqual({
      defaults: { meshes: { version: 'v2.5', members: ['d1', 'd2'] } },
      clusters: { 'c-{01..02}': { platform: 'aws' } },
      meshes: { m, copy: m, 'r-{1..2}': { ...m, peerPrefix: 'r' } },
      peerings: [{ between: ['m', 'copy'] }],
    });
  });

  test('takes words as YAML 1.2 does', () => {
    const { value } = readTopology('clusters: { no: {}, 1_0: {}, 0o7: {} }\nmeshes: { yes: {}, 1:30: {} }\n');
    expect(value).toEqual({ clusters: { no: {}, '1_0': {}, 7: {} }, meshes: { yes: {}, '1:30': {} } });
  });

  test('is undefined where the file is not YAML', () => {
    const { value, issues } = readTopology('clusters: [\n');
    expect([value, issues.map(({ code }) => code)]).toEqual([undefined, ['TOP002']]);
  });

  test('may be JSON', () => {
    expect(readTopology('{"clusters": {}, "meshes": {}}').issues).toEqual([]);
  });
});

describe('the place of a part', () => {
  test.each([
    ['the whole', [], '2:1'],
    ['a section', ['peerings'], '16:3'],
    ['a value', ['meshes', 'm', 'cluster'], '9:14'],
    ['an item of a list', ['meshes', 'm', 'members', 1], '12:9'],
    ['an item in brackets', ['peerings', 0, 'between', 1], '16:18'],
    ['a name of a range', ['clusters', 'c-02', 'platform'], '6:15'],
    ['a part that a range merges in', ['meshes', 'r-2', 'peerPrefix'], '14:37'],
    ['a part behind an alias', ['meshes', 'copy', 'members', 0], '11:9'],
    ['a part that only the defaults have', ['meshes', 'm', 'version'], '3:22'],
    ['a part that nobody has, at its surroundings', ['meshes', 'm', 'mode'], '9:5'],
    ['a part of what nobody has', ['meshes', 'm', 'ingress', 'addresses', 3], '9:5'],
    ['an item beyond the end of a list', ['meshes', 'm', 'members', 9], '11:7'],
  ])('is that of %s', (_, path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  test.each([
    ['the name of a mesh', ['meshes', 'm'], '8:3'],
    ['a key in a map', ['meshes', 'm', 'members'], '10:5'],
    ['a range for one of its names', ['meshes', 'r-1'], '14:3'],
    ['a key in braces', ['defaults', 'meshes', 'members'], '3:28'],
  ])('at the key is that of %s', (_, path, place) => {
    expect(placeOf(path, true)).toBe(place);
  });

  test('counts from one in a file that is empty', () => {
    expect(placeOf(['clusters'], false, '')).toBe('1:1');
  });

  test('counts characters, not bytes', () => {
    expect(placeOf(['meshes', 'm'], false, 'clusters: { ü: {} }\nmeshes: { "é": {}, m: {} }\n')).toBe('2:23');
  });
});

describe('several mistakes in the YAML', () => {
  test('have a place each', () => {
    const { issues, locate } = readTopology('clusters: { a: {}, a: {} }\nmeshes:\n  b: {}\n  b: {}\n');
    expect(issues.map((issue) => locate(issue))).toEqual([
      { line: 1, column: 20 },
      { line: 4, column: 3 },
    ]);
  });
});

test('half of a surrogate pair is invalid at its place, as key and as value', () => {
  const text = 'meshes:\n  m:\n    a: ["x", "\\ud83d"]\n    "\\uDE00": 1\n    b: "\\ud83d\\ude00"\n';
  const { value, issues, locate } = readTopology(text);
  expect(value).toBeUndefined();
  expect(issues.map((issue) => [issue.code, locate(issue).line, locate(issue).column])).toEqual([
    ['TOP007', 3, 14],
    ['TOP007', 4, 5],
  ]);
  expect(issues[0]?.message).toBe('the text has half of a surrogate pair, which is not valid Unicode');
});
