import { join } from 'node:path';
import { argocdFiles } from '../../lib/argocd/files';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { GENERATIONS } from '../../lib/generations';
import { type Path, printPath } from '../../lib/issues/issue';
import { type OutputFile, renderApp } from '../../lib/output/render';
import type { PlannedCluster } from '../../lib/planning';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { problemsText } from '../../lib/workflows/reports/problems';
import { type KubeObject, objectsOf } from '../helpers/synthesize';
import { ALL_FIELDS } from './all-fields';

const FIXTURES = join(__dirname, 'fixtures');

/** Values that are no value of the output, with what they do instead. */
const SEEN_OTHERWISE: readonly (readonly [RegExp, string])[] = [
  [/^clusters\.\w+\.platform$/, 'decides annotations, the type of the Service and the identity'],
  [/^clusters\.\w+\.context$/, 'is for the step that fetches'],
  [/^meshes\.full\.commonRoot$/, 'is for the step that fetches'],
  [/^meshes\.full\.(rootCertificate\.file|workloads\[1\]\.manifests)$/, 'names what is read'],
  [/^peerings\[\d\]\.(between|hub|spokes|fullMesh)/, 'decides which peers there are'],
  [/^(meshes\.full|peerings\[0\])\.(in|e)gress\.name$/, 'is a pattern for names'],
  [/^shares\[\d\]\.(name|from|to)/, 'is for the topology itself'],
  [
    /^traffic\[\d\]\.(protocol|mesh|((routes\[\d\]\.)?(mirror|split\[\d\]|hosts\[\d\])\.(share|mesh)))$/,
    'is for the topology itself',
  ],
  [/^traffic\[3\]/, 'is not in force'],
  [/^lint\./, 'is for the linter'],
];

/** Fields without which the output is the same, with the reason. */
const WITHOUT_EFFECT: readonly (readonly [RegExp, string])[] = [
  [/^clusters\.alpha\.context$/, 'is for the step that fetches'],
  [/^meshes\.full\.commonRoot$/, 'is for the step that fetches'],
  [/^(meshes\.full|peerings\[0\])\.ingress\.type$/, 'is the default on its platform'],
  [/^meshes\.full\.addons\.prometheus$/, 'is the default'],
  [/^peerings\[0\]\.sides\.full\.ingress\.type$/, 'is what the peering says'],
  [/^lint/, 'is for the linter'],
];

type Fields = { readonly [key: string]: unknown };

/** All parts of a value with their paths, from the outside in. */
function partsOf(value: unknown, path: Path = []): readonly (readonly [Path, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[path, value], ...entries.flatMap(([key, item]) => partsOf(item, [...path, key]))];
}

/** A copy of a value without the field at a path. */
function without(value: unknown, [first, ...rest]: Path): unknown {
  if (Array.isArray(value)) return value.map((item, i) => (i === first ? without(item, rest) : item));
  const entries = Object.entries(value as Fields);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== first));
  return Object.fromEntries(entries.map(([key, item]) => [key, key === first ? without(item, rest) : item]));
}

/** The text of all files that a topology gives, or of its problems. */
function outcomeOf(topology: Topology): string {
  const loaded = loadTopology(topology, FIXTURES);
  const { clusters = [], issues } = loaded;
  if (issues.length > 0) return problemsText(issues);
  return [...clusters.map(textOf), ...argocdFilesOf(loaded).map(toText)].join('\n');
}

/** The files for Argo CD itself, with one namespace for each cluster. */
function argocdFilesOf({ federation, generations }: Loaded): readonly OutputFile[] {
  const { argocd, clusters = [] } = federation ?? {};
  const scopes = clusters.map(({ name }) => ({
    cluster: name,
    namespaces: ['any'],
    namespacedKinds: [],
    clusterKinds: [],
  }));
  return argocd === undefined ? [] : argocdFiles(argocd, scopes, generations);
}

const texts = new Map<string, string>();

/** The text of all files of a cluster; the many that a change leaves as they are are rendered once. */
function textOf(planned: PlannedCluster): string {
  const { labels, annotations, argocdNamespace } = planned.cluster;
  const key = JSON.stringify([labels, annotations, argocdNamespace, planned.parts]);
  const text =
    texts.get(key) ??
    renderApp(new ClusterApp(planned, GENERATIONS), planned.cluster.name).files.map(toText).join('\n');
  texts.set(key, text);
  return text;
}

function toText({ path, text }: OutputFile): string {
  return `${path}\n${text}`;
}

function isListed(list: readonly (readonly [RegExp, string])[], path: string): boolean {
  return list.some(([pattern]) => pattern.test(path));
}

/** All texts and numbers of objects. */
function scalarsOf(objects: Iterable<KubeObject>): ReadonlySet<unknown> {
  return new Set([...objects].flatMap((object) => partsOf(object).map(([, part]) => part)));
}

describe('a topology with every field', () => {
  const values = partsOf(ALL_FIELDS).filter(([, part]) => typeof part === 'string' || typeof part === 'number');
  const fields = partsOf(ALL_FIELDS).filter(([path]) => typeof path.at(-1) === 'string');

  test('shows each of its values in the output', () => {
    const forArgoCd = argocdFilesOf(loadTopology(ALL_FIELDS, FIXTURES)).flatMap(({ objects }) => objects);
    const objects = [...objectsOf(ALL_FIELDS, FIXTURES).values(), ...(forArgoCd as KubeObject[])];
    const scalars = scalarsOf(objects);
    const strings = [...scalars].filter((scalar) => typeof scalar === 'string');
    const isSeen = (value: unknown) =>
      scalars.has(value) || (typeof value === 'string' && strings.some((text) => text.includes(value)));
    const unseen = values.filter(([, value]) => !isSeen(value)).map(([path]) => printPath(path));
    expect(values.length).toBeGreaterThan(150);
    expect(unseen.filter((path) => !isListed(SEEN_OTHERWISE, path))).toEqual([]);
  });

  test('has an effect by each of its fields', () => {
    const outcome = outcomeOf(ALL_FIELDS);
    const idle = fields.filter(([path]) => outcomeOf(without(ALL_FIELDS, path) as Topology) === outcome);
    expect(fields.length).toBeGreaterThan(200);
    expect(idle.map(([path]) => printPath(path)).filter((path) => !isListed(WITHOUT_EFFECT, path))).toEqual([]);
  }, 60_000);

  test('needs each exception that is made for it', () => {
    const paths = partsOf(ALL_FIELDS).map(([path]) => printPath(path));
    const patterns = [...SEEN_OTHERWISE, ...WITHOUT_EFFECT].map(([pattern]) => pattern);
    expect(patterns.filter((pattern) => !paths.some((path) => pattern.test(path)))).toEqual([]);
  });

  test('gives the same output with all its maps the other way round', () => {
    const reversed = JSON.parse(JSON.stringify(ALL_FIELDS), (_, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).reverse())
        : item,
    ) as Topology;
    expect(Object.keys(reversed)).not.toEqual(Object.keys(ALL_FIELDS));
    expect(outcomeOf(reversed)).toBe(outcomeOf(ALL_FIELDS));
  });
});
