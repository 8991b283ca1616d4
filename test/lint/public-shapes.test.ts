import { load } from 'js-yaml';
import { edited } from '../../lib/lint/examples/edit';
import { lint } from '../../lib/lint/lint';
import { readManifests } from '../../lib/manifests/read';

/** The base federation with changes of its text. */
type Change = (text: string) => string;

/** What lint reports, as `rule severity cluster finding`, for repositories as people write them by hand. */
function report(change: Change): readonly string[] {
  const objects = Object.entries(edited([])).flatMap(
    ([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, change(text)).manifests,
  );
  const platforms = new Map([
    ['west', 'aws'],
    ['east', 'azure'],
  ] as const);
  const { diagnostics } = lint({ objects, problems: [], files: 2, skipped: 0 } as never, {
    platforms: platforms as never,
    now: new Date('2026-11-25T12:00:00Z'),
  });
  return diagnostics.map((one) => `${one.rule} ${one.severity} ${one.cluster} ${one.finding}`);
}

/** A change of every document of one of some kinds. */
function documents(kinds: readonly string[], change: Change): Change {
  return (text) =>
    text
      .split(/^---\n/m)
      .map((one) => (kinds.includes((load(one) as { kind: string }).kind) ? change(one) : one))
      .join('---\n');
}

const withoutNamespace: Change = (text) => text.replace(/^( {2}namespace: .*\n)/m, '');
const FEDERATION = ['ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];
const ALL_OF_MESH = ['ServiceMeshControlPlane', 'ServiceMeshMemberRoll', 'ConfigMap', ...FEDERATION];
const without = (kinds: readonly string[]): Change => documents(kinds, withoutNamespace);

test('the federation without changes is right', () => {
  expect(report((text) => text)).toEqual([]);
});

test.each([
  ['peers and sets', without(FEDERATION), 'missingNamespace'],
  ['member rolls', without(['ServiceMeshMemberRoll']), 'missingNamespace'],
  ['control planes', without(['ServiceMeshControlPlane']), 'missingNamespace'],
  ['everything of the mesh', without(ALL_OF_MESH), 'missingNamespaceOfUnknown'],
])('%s without a namespace are one warning for each file', (_, change, finding) => {
  expect(report(change)).toEqual([`FED003 warning east ${finding}`, `FED003 warning west ${finding}`]);
});

test('no message has an empty name', () => {
  const objects = Object.entries(edited([])).flatMap(
    ([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, text).manifests,
  );
  const bare = objects.map((object) => ({ ...object, namespace: undefined }));
  const { diagnostics } = lint({ objects: bare, problems: [], files: 2, skipped: 0 } as never);
  const texts = diagnostics.flatMap(({ message, effect, fix }) => [message, effect, fix]);
  expect(texts.filter((text) => /""|\/\/|undefined|\.\./.test(text))).toEqual([]);
});

describe('members that the manifests do not list', () => {
  const exportAll = documents(['ExportedServiceSet'], (text) =>
    text.replace(
      /exportRules:.*/s,
      "exportRules: [{ type: NameSelector, nameSelector: { namespace: stock, name: '*' } }]\n",
    ),
  );
  const clusterWide: Change = (text) => text.replace('  version: v2.6', '  version: v2.6\n  mode: ClusterWide');
  const withoutRoll = documents(['ServiceMeshMemberRoll'], (text) => text.replace('ServiceMeshMemberRoll', 'Other'));
  const bySelector: Change = (text) =>
    text.replace(/ {2}members:\n {4}- .*\n/, '  memberSelectors: [{ matchLabels: { mesh: a } }]\n');

  test.each([
    ['a cluster-wide mesh without a roll', (text: string) => clusterWide(withoutRoll(text))],
    ['a roll by labels', bySelector],
  ])('%s: exports of Services that are there are imported', (_, change) => {
    expect(report((text) => change(exportAll(text))).filter((line) => /FED01[34]/.test(line))).toEqual([]);
  });
});

test.each([
  [
    'a Service',
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: ratings\nspec: { ports: [{ name: http, port: 9080 }] }\n',
  ],
])('%s without a namespace may be the exported one', (_, yaml) => {
  const change: Change = (text) =>
    `${text.replace(/kind: Service\nmetadata:\n {2}name: ratings\n {2}namespace: stock/, 'kind: Service\nmetadata:\n  name: other\n  namespace: stock')}---\n${yaml}`;
  expect(report(change).filter((line) => /FED01[34]/.test(line))).toEqual([]);
});

test('roots that a command creates are a warning', () => {
  const change = documents(['ConfigMap'], () => 'apiVersion: v1\nkind: Other\nmetadata:\n  name: x\n');
  expect(report(change)).toEqual(['FED011 warning east missingConfigMap', 'FED011 warning west missingConfigMap']);
});
