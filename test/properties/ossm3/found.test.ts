import { join } from 'node:path';
import { loadFile } from '../../../lib/workflows/load';
import { ROOT } from '../../helpers/examples';
import { render } from '../runs';
import { disagreements } from './oracle';

const FILES = new Map(
  render(loadFile(join(ROOT, 'examples', 'three-clouds-ossm3', 'federation.yaml'))).files.map(({ path, text }) => [
    path,
    text,
  ]),
);

/** What the oracle finds where one text of one cluster is another one. */
function found(cluster: string, text: string | RegExp, other: string): readonly string[] {
  const changed = [...FILES].map(
    ([path, one]) => [path, path.startsWith(`${cluster}/`) ? one.replace(text, other) : one] as const,
  );
  expect(changed.some(([path, one]) => FILES.get(path) !== one)).toBe(true);
  return disagreements(new Map(changed));
}

test('the oracle finds nothing in the example', () => {
  expect(FILES.size).toBeGreaterThan(20);
  expect(disagreements(FILES)).toEqual([]);
});

test.each([
  ['a port of the exporter', 'aro', /number: 9080/, 'number: 9081'],
  ['a host of the importer', 'rosa', /- details-v2\./, '- details-v4.'],
  ['an exposed host', 'aro', /(servers:[^-]*- hosts:\s+)- details-v2/, '$1- details-v4'],
  ['an identity', 'rosa', /sa\/bookinfo-details/, 'sa/default'],
  [
    'the network of an endpoint',
    'rosa',
    /network: aro-stg-mesh-network\n---|network: aro-stg-mesh-network$/m,
    'network: other',
  ],
  ['the trust domain of a caller', 'aro', /trustDomains:\s+- rosa-prod-mesh.local/, 'trustDomains: [other.local]'],
  ['a root of the importer', 'rosa', /pem: <ossm-fed:root:aro-stg-mesh>/, 'pem: other'],
  [
    'the revision of a gateway',
    'aro',
    /istio.io\/rev: aro-stg-mesh-v1-30-latest\n {4}ossm-fed.dev\/gateway/,
    'ossm-fed.dev/gateway',
  ],
  ['the namespaces that see an export', 'aro', /exportTo:\n {4}- istio-ingress/, 'exportTo: [stg-bookinfo]'],
  [
    'the gateway that exposes',
    'aro',
    /selector:\n {4}ossm-fed.dev\/gateway: eastwestgateway/,
    'selector: { app: other }',
  ],
  ['mutual TLS of an endpoint', 'rosa', /security.istio.io\/tlsMode: istio/, 'other: istio'],
  [
    'the pods of an export',
    'aro',
    /workloadSelector:\n {4}labels:\n {6}app: details/,
    'workloadSelector: { labels: { app: other } }',
  ],
  ['who is admitted', 'aro', /rosa-prod-mesh.local\/ns\/prod-bookinfo/, 'rosa-prod-mesh.local/ns/other'],
  [
    'the label of a namespace',
    'rosa',
    /istio.io\/rev: rosa-prod-mesh-v1-30-latest\n {4}ossm-fed.dev\/mesh/,
    'ossm-fed.dev/mesh',
  ],
  ['the location of an export', 'aro', /location: MESH_INTERNAL/, 'location: MESH_EXTERNAL'],
])('the oracle finds %s that differs', (_, cluster, text, other) => {
  expect(found(cluster, text, other)).not.toEqual([]);
});
