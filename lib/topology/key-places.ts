import type { Path } from '../issues/issue';

/** The keys that exist at one place of a topology only, by that place. */
export const KEYS_BY_PLACE: { readonly [place: string]: readonly string[] } = {
  '': ['clusters', 'defaults', 'gitops', 'lint', 'meshes', 'peerings', 'shares', 'traffic'],
  'clusters.<name>': ['context', 'domain', 'labels', 'locality', 'operators', 'platform'],
  'clusters.<name>.locality': ['region', 'subzone', 'zone'],
  'meshes.<name>': [
    'addons',
    'cluster',
    'clusterName',
    'commonRoot',
    'createNamespaces',
    'customCA',
    'identity',
    'members',
    'mode',
    'mtls',
    'peerPrefix',
    'rootCertificate',
    'tracing',
    'trustDomain',
    'version',
    'workloads',
  ],
  'meshes.<name>.addons': ['grafana', 'kiali', 'prometheus'],
  'meshes.<name>.ingress': ['addresses', 'internal', 'ports', 'sourceRanges'],
  'peerings[]': ['between', 'fullMesh', 'hub', 'sides', 'spokes'],
  'peerings[].sides.<mesh>.ingress': ['loadBalancerIP', 'nodePorts'],
  'shares[]': ['authorize', 'domainSuffix', 'exportAs', 'from', 'imports', 'selector', 'to'],
  'traffic[]': ['active', 'failover', 'gateways', 'hosts', 'protocol', 'routes', 'subsets'],
  'traffic[].failover': ['baseEjectionTime', 'consecutive5xxErrors', 'interval'],
};

/**
 * Where to move a key that exists at another place of the topology only; undefined if there is none or if it is there.
 *
 * @param path the path of the key, whose cluster or mesh is used for the place
 */
export function moveFix(path: Path): string | undefined {
  const key = String(path.at(-1));
  const [place] = Object.entries(KEYS_BY_PLACE).find(([, keys]) => keys.includes(key)) ?? [];
  if (place === undefined) return undefined;
  if (place === '') return `move "${key}" to the top level`;
  const [section, name] = path;
  const named = path.length > 2 && place.startsWith(`${section}.<`) ? place.replace('<name>', String(name)) : place;
  return `move "${key}" to "${named}"`;
}
