import { KEYS_BY_PLACE } from '../../lib/topology/key-places';
import schema from '../../schemas/federation.schema.json';
import { loadText } from '../helpers/topology-text';

/** The problems of a topology with other text for its clusters, for its mesh `a`, for its other meshes, and at its end. */
function problemsOf({ clusters = '{ a: {}, b: {} }', a = '{}', b = '{}', end = '' }): readonly string[] {
  const text = `clusters: ${clusters}
meshes:
  a: ${a}
  b: ${b}
peerings:
  - between: [a, b]
${end}`;
  return loadText(text).issues.map(({ line, column, message, fix }) => `${line}:${column} ${message} -> ${fix}`);
}

/** A traffic entry with a setting. */
const TRAFFIC = (setting: string) =>
  `traffic:\n  - mesh: a\n    service: { namespace: a, name: x }\n    timeout: 1s\n    ${setting}\n`;

test.each([
  ['a port', { a: '{ ingress: { ports: { service: 99999999999999999999 } } }' }, '3:37', 'at most 65535'],
  ['replicas', { a: '{ egress: { runtime: { replicas: 99999999999999999999 } } }' }, '3:39', 'at most 2147483647'],
  ['retries', { end: TRAFFIC('retries: { attempts: 1e400 }') }, '11:26', 'at most 2147483647'],
  ['errors', { end: TRAFFIC('failover: { consecutive5xxErrors: 1e30 }') }, '11:39', 'at most 2147483647'],
])('a number that is too big, of %s, is out of range and not rounded', (_, topology, place, bound) => {
  expect(problemsOf(topology)).toEqual([`${place} value is out of range, expected ${bound} -> write ${bound}`]);
});

test('a number that is none has one problem', () => {
  expect(problemsOf({ a: '{ ingress: { ports: { service: .nan } } }' })).toEqual([
    '3:37 invalid type: expected an integer, found the number NaN -> write an integer',
  ]);
});

test('a big number as a name is quoted as it was written', () => {
  expect(problemsOf({ a: '{ cluster: 99999999999999999999 }' })).toEqual([
    expect.stringMatching(/ -> write the value with quotes$/),
  ]);
});

test.each([
  ['a second topology', '---\nclusters: {}\n', '7:1'],
  ['an empty document', '---\n', '7:1'],
])('%s in the file is a second document', (_, end, place) => {
  const problem = 'invalid YAML: the file contains multiple documents -> keep one document in the file';
  expect(problemsOf({ end })).toEqual([`${place} ${problem}`]);
});

test.each([
  ['an alias', '{ members: *x }', '3:17'],
  ['an alias before its anchor', '{ members: *x, workloads: &x [] }', '3:17'],
  ['a merge key', '{ <<: *x }', '3:12'],
  ['a list of a merge key', '{ <<: [*x] }', '3:13'],
])('%s without an anchor is reported at the alias', (_, a, place) => {
  const fix = 'write a value, or add the anchor; quote a value that starts with "*"';
  expect(problemsOf({ a })).toEqual([
    `${place} invalid YAML: unknown alias, no anchor of this name before it -> ${fix}`,
  ]);
});

test.each(['common', ''])('a merge key whose value is no map is reported at the value: %j', (value) => {
  expect(problemsOf({ a: `{ <<: ${value} }` })).toEqual([
    expect.stringMatching(
      /^3:\d+ invalid YAML: the value of the merge key "<<" is not a map -> write an alias of a map, such as "<<: \*common"$/,
    ),
  ]);
});

test('a tab as indentation is one problem, without those of the lines after it', () => {
  const { issues } = loadText('clusters: { a: {} }\nmeshes:\n\ta: {}\n  b: {}\n');
  expect(issues.map(({ line, column, fix }) => [line, column, fix])).toEqual([[3, 1, 'indent with spaces']]);
});

test('a key with other indentation than those before it has a fix of its own', () => {
  const { issues } = loadText('clusters:\n  a: {}\n b: {}\nmeshes: {}\n');
  expect(issues.map(({ line, fix }) => [line, fix])).toEqual([
    [3, 'indent all keys of a map by the same number of spaces'],
  ]);
});

test.each([
  ['trustdomain', 'trustDomain'],
  ['TRUST_DOMAIN', 'trustDomain'],
  ['trust-domain', 'trustDomain'],
  ['Members', 'members'],
])('the key %s is written as %s', (key, right) => {
  expect(problemsOf({ a: `{ ${key}: x }` })).toEqual([`3:8 unknown key "${key}" -> write "${right}"`]);
});

test('a section in the wrong case is one problem', () => {
  const { issues } = loadText('Clusters: { a: {} }\nmeshes: { a: {} }\n');
  expect(issues.map(({ code, fix }) => [code, fix])).toEqual([['TOP003', 'write "clusters"']]);
});

test.each([
  [{ end: 'members: [x]\n' }, '7:1', 'move "members" to "meshes.<name>"'],
  [{ end: 'between: [a, b]\n' }, '7:1', 'move "between" to "peerings[]"'],
  [{ b: '{}\n  version: v2.6' }, '5:12', 'move "version" to "meshes.<name>"'],
  [{ clusters: '{ a: {}, b: {}, platform: aws }' }, '1:37', 'move "platform" to "clusters.<name>"'],
  [{ a: '{ addresses: [192.0.2.1] }' }, '3:8', 'move "addresses" to "meshes.a.ingress"'],
  [{ a: '{ kiali: true }' }, '3:8', 'move "kiali" to "meshes.a.addons"'],
  [{ a: '{ platform: aws }' }, '3:8', 'move "platform" to "clusters.<name>"'],
  [{ a: '{ ingress: { members: [x] } }' }, '3:19', 'move "members" to "meshes.a"'],
  [{ a: '{ peerings: [] }' }, '3:8', 'move "peerings" to the top level'],
  [{ clusters: '{ a: { members: [x] }, b: {} }' }, '1:18', 'move "members" to "meshes.<name>"'],
  [{ clusters: '{ a: { region: x }, b: {} }' }, '1:18', 'move "region" to "clusters.a.locality"'],
  [{ clusters: '{ a: {}, b: {}, meshes: { c: {} } }' }, '1:37', 'move "meshes" to the top level'],
  [{ end: TRAFFIC('interval: 10s') }, '11:5', 'move "interval" to "traffic[].failover"'],
])('a key at another level is to be moved: %j', (topology, place, fix) => {
  const [problem, ...others] = problemsOf(topology);
  expect([problem?.split(' ')[0], problem?.split(' -> ')[1], others]).toEqual([place, fix, []]);
});

test.each([
  [{ clusters: '[a, b]' }, '1:11', 'write a map with a key for each entry, such as "a:"'],
  [
    { clusters: '[{ name: a }, { name: b, platform: aws }]' },
    '1:11',
    'write a map with a key for each entry, such as "a:"',
  ],
  [{ clusters: '[{ a: {} }]' }, '1:11', 'write a map with a key for each entry, such as "a:"'],
  [{ clusters: '{ a: aws, b: {} }' }, '1:16', 'write { platform: aws }'],
  [{ a: 'b' }, '3:6', 'write { cluster: b }'],
  [{ a: '{ members: { x: {} } }' }, '3:17', 'write a list, with "- " before each entry'],
  [{ end: '  - [a, b]\n' }, '7:5', 'write { between: [...] }'],
  [{ end: 'shares: { from: a, to: b }\n' }, '7:9', 'write a list, with "- " before each entry'],
])('a list in place of a map, or the other way around, has a fix of its own: %j', (topology, place, fix) => {
  expect(problemsOf(topology).map((problem) => [problem.split(' ')[0], problem.split(' -> ')[1]])).toEqual([
    [place, fix],
  ]);
});

describe('the keys that exist at one place only', () => {
  const properties = [schema, ...Object.values(schema.definitions)].flatMap((type) =>
    'properties' in type ? [Object.keys(type.properties)] : [],
  );

  test.each(Object.entries(KEYS_BY_PLACE))('are keys of one type of the schema: %j', (_, keys) => {
    expect(properties.some((own) => keys.every((key) => own.includes(key)))).toBe(true);
  });

  test('are at one place', () => {
    const all = Object.values(KEYS_BY_PLACE).flat();
    expect(all).toHaveLength(new Set(all).size);
  });
});
