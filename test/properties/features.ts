import type { Topology } from '../../lib/topology/model';
import type { File } from './oracle/world';

/** What valid topologies must have once in a while, by how to tell from their manifests or from themselves. */
const FEATURES: { readonly [feature: string]: (manifests: string, topology: Topology) => boolean } = {
  importAsLocal: (manifests) => manifests.includes('importAsLocal: true'),
  failover: (manifests) => manifests.includes('localityLbSetting:'),
  mirror: (manifests) => manifests.includes('mirror:\n'),
  split: (manifests) => /weight: [1-9]\d?\n/.test(manifests),
  matches: (manifests) => manifests.includes('match:\n'),
  tcp: (manifests) => manifests.includes(' tcp:\n'),
  subset: (manifests) => manifests.includes('subset: '),
  NodePort: (manifests) => manifests.includes('type: NodePort'),
  'fixed node ports': (manifests) => manifests.includes('nodePort: '),
  'ClusterIP pair': (manifests) => /addresses:\n *- [-a-z0-9]+\.[-a-z0-9]+\.svc\./.test(manifests),
  'static addresses': (manifests) => manifests.includes('- 192.0.2.10\n'),
  'label shares': (manifests) => manifests.includes('labelSelector:\n'),
  'wildcard shares': (manifests) => manifests.includes('namespace: "*"'),
  aliases: (manifests) => manifests.includes('alias:\n'),
  'imports of a part': (_, { shares }) => shares?.some(({ imports = [] }) => imports.some(({ name }) => name)) ?? false,
  'exports without an import': (_, { shares }) => shares?.some(({ imports }) => imports?.length === 0) ?? false,
  domainSuffix: (manifests) => manifests.includes('domainSuffix: '),
  authorize: (manifests) => manifests.includes('kind: AuthorizationPolicy'),
  'cluster-wide': (manifests) => /mode: ClusterWide|controlPlaneMode: ClusterScoped/.test(manifests),
  'v2.3': (manifests) => manifests.includes('version: v2.3'),
  'stated roots': (manifests) => manifests.includes('-----BEGIN CERTIFICATE'),
  override: (manifests) => /openshiftRoute:|accessLogging:|discoverySelectors:/.test(manifests),
  bookinfo: (manifests) => manifests.includes('examples-bookinfo-'),
  'own manifests': (manifests) => manifests.includes('app: extra'),
  'long names': (manifests) => /m{27}|s{63}|y{27}/.test(manifests),
  ranges: (_, { meshes }) => Object.keys(meshes).some((key) => key.includes('{')),
  'several meshes on a cluster': (_, topology) => hasNeighbours(topology),
  hub: (_, { peerings }) => peerings?.some(({ hub }) => hub !== undefined) ?? false,
  between: (_, { peerings }) => peerings?.some(({ between }) => between !== undefined) ?? false,
  fullMesh: (_, { peerings }) => peerings?.some(({ fullMesh }) => fullMesh !== undefined) ?? false,
  sides: (_, { peerings }) => peerings?.some(({ sides }) => sides !== undefined) ?? false,
  defaults: (_, { defaults }) => defaults !== undefined,
};

export const FEATURE_NAMES = Object.keys(FEATURES);

/** The features that a valid topology has. */
export function featuresOf(topology: Topology, files: readonly File[]): readonly string[] {
  const manifests = files.map(({ text }) => text).join('');
  return FEATURE_NAMES.filter((name) => FEATURES[name]?.(manifests, topology));
}

function hasNeighbours({ meshes }: Topology): boolean {
  const clusters = Object.entries(meshes).map(([name, { cluster = name }]) => cluster);
  return new Set(clusters).size < clusters.length;
}
