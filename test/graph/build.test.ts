import { graphOf } from '../../lib/graph/build';
import { collapsed } from '../../lib/graph/collapse';
import { changesOf, diffOf } from '../../lib/graph/diff';
import { shownPlace } from '../../lib/graph/model';
import { withStatus } from '../../lib/graph/status';
import { viewOf } from '../../lib/graph/view';
import type { FederationStatus } from '../../lib/status/report';
import { fleetOf } from '../observed/fleet';
import { drawExample, outline } from './drawings';

test('the three clouds have all that the blog shows: meshes, gateways, services under both names', () => {
  const lines = outline(drawExample('three-clouds'));
  expect(lines).toEqual(
    expect.arrayContaining([
      'cluster /rosa (Red Hat OpenShift Service on AWS)',
      'mesh /rosa/rosa-prod-mesh (v2.6 · rosa-prod-mesh.local)',
      'egress /rosa/rosa-prod-mesh/aro-stg-egress (ClusterIP 15443, 8188)',
      'ingress /aro/aro-stg-mesh/rosa-prod-ingress (LoadBalancer 15443, 8188)',
      'service /rosa/rosa-prod-mesh/prod-bookinfo/reviews (9080)',
      'workload /rosa/rosa-prod-mesh/prod-bookinfo/reviews/reviews-v3',
      'import /rosa/rosa-prod-mesh/prod-bookinfo/details-v2 (details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local)',
      'share details-v2 -> aro-stg-egress -> rosa-prod-ingress -> details: details-v2.prod-bookinfo → details.stg-bookinfo (details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local)',
    ]),
  );
  expect(lines.filter((line) => line.startsWith('peering'))).toHaveLength(4);
});

test('the traffic has weights, mirrors, conditions and the regions of a failover', () => {
  const of = (name: string) =>
    outline(drawExample(name, { view: 'traffic' })).filter((line) => /^(split|mirror|failover)/.test(line));
  expect(of('three-clouds')).toEqual(
    expect.arrayContaining(['mirror details -> details-v2: mirror 100%', 'split details -> details: 100% v1']),
  );
  expect(of('failover')).toContain('failover ratings -> ratings: failover eu-west-1 → westeurope');
  expect(of('routes')).toContain('split reviews -> reviews: 100% (end-user=tester or GET /reviews/1*)');
  expect(of('baremetal')).toEqual(['split telemetry -> telemetry: 50%', 'split telemetry -> telemetry: 50%']);
});

test('OpenShift Service Mesh 3 has the same services, and no egress gateways', () => {
  const lines = outline(drawExample('three-clouds-ossm3'));
  expect(lines).toContain(
    'share details-v2 -> eastwestgateway -> details: details-v2.prod-bookinfo → details.stg-bookinfo (details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local)',
  );
  expect(lines.filter((line) => line.startsWith('egress'))).toEqual([]);
});

const PLANE = (name: string, gateways = '') => `apiVersion: maistra.io/v2
kind: ServiceMeshControlPlane
metadata: { name: ${name}, namespace: ${name} }
spec: { security: { trust: { domain: ${name}.local } }, gateways: { ${gateways} } }
---
`;
const PEER = `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: east, namespace: west }
spec: { remote: { addresses: [east.example.com] }, security: { trustDomain: east.local } }
---
apiVersion: federation.maistra.io/v1
kind: ImportedServiceSet
metadata: { name: east, namespace: west }
spec: { importRules: [{ type: NameSelector, nameSelector: { name: prices, namespace: shop } }] }
---
`;

describe('manifests without those of the other side', () => {
  const graph = graphOf(fleetOf({ a: PLANE('west') + PEER }));

  test('lead outside', () => {
    expect(outline(graph)).toEqual([
      'cluster /a',
      'mesh /a/west (west.local)',
      'namespace /a/west/shop',
      'import /a/west/shop/prices (prices.shop.svc.east-imports.local)',
      'outside /east.local (not in the manifests)',
      'peering west -> east.local: west → east.local (east.example.com:15443)',
      'share prices -> east.local: prices.shop → east.local (prices.shop.svc.east-imports.local)',
    ]);
  });

  test('have places', () => {
    const share = graph.edges.find(({ kind }) => kind === 'share');
    expect(share?.places.map(shownPlace)).toEqual([
      { cluster: 'a', kind: 'ImportedServiceSet', namespace: 'west', name: 'east', place: 'a.yaml:14:23' },
    ]);
  });
});

test('a difference has what is added, removed and changed, and gateways do not change their mesh', () => {
  const before = graphOf(fleetOf({ a: PLANE('west') + PEER }));
  const after = graphOf(
    fleetOf({
      a:
        PLANE('west', 'additionalIngress: { north: { enabled: true } }') +
        PEER.replace('east.example.com', '192.0.2.1').replace('prices', 'stock'),
    }),
  );
  const diff = diffOf(before, after);
  expect(
    [...diff.nodes, ...diff.edges].flatMap(({ change, kind, label }) =>
      change === undefined ? [] : [`${change} ${kind} ${label}`],
    ),
  ).toEqual([
    'added ingress north',
    'added import stock',
    'removed import prices',
    'changed peering west → east.local',
    'removed share prices.shop → east.local',
    'added share stock.shop → east.local',
  ]);
  expect(changesOf(diff)).toEqual({ added: 3, removed: 2, changed: 1 });
});

test('clusters that are alike are drawn as one, with what others have for them', () => {
  const graph = drawExample('hub-and-spoke', { isWhole: true });
  expect(graph.nodes.filter(({ kind }) => kind === 'cluster')).toHaveLength(21);
  const lines = outline(collapsed(graph));
  expect(lines.filter((line) => line.startsWith('cluster'))).toEqual([
    'cluster /hub (Red Hat OpenShift Service on AWS)',
    'cluster /spoke-01 … spoke-20 (20 clusters alike) (Azure Red Hat OpenShift)',
  ]);
  expect(lines.filter((line) => /^(ingress|egress) \/hub/.test(line))).toHaveLength(2);
  const [first] = graph.nodes.filter(({ id }) => id === 'cluster/spoke-07');
  const changed = graph.nodes.map((node) => (node === first ? { ...node, change: 'changed' as const } : node));
  expect(outline(collapsed({ ...graph, nodes: changed }))).toContain('cluster /spoke-07 (Azure Red Hat OpenShift)');
});

test('a status is on the clusters, meshes, peerings and shares that it is about', () => {
  const item = {
    health: 'degraded',
    findings: [{ health: 'degraded', code: 'STA021', cause: 'no connection', fix: 'wait' }],
  } as const;
  const good = { health: 'healthy', findings: [] } as const;
  const status: FederationStatus = {
    time: '2026-11-29T00:00:00Z',
    clusters: [
      { cluster: 'rosa', isRead: true, ...good, parts: [{ ...item, part: 'control plane', name: 'rosa-prod-mesh' }] },
    ],
    edges: [{ ...item, mesh: 'rosa-prod-mesh', peer: 'aro-stg-mesh' }],
    services: [
      {
        health: 'unknown',
        findings: [],
        exporter: 'aro-stg-mesh',
        importer: 'rosa-prod-mesh',
        service: 'stg-bookinfo/details',
      },
    ],
  };
  const meshes = ['rosa', 'aro'].map((cluster) => {
    const name = cluster === 'rosa' ? 'rosa-prod-mesh' : 'aro-stg-mesh';
    return { name, cluster, namespace: name };
  });
  const { nodes, edges } = withStatus(drawExample('three-clouds'), status, meshes);
  const states = [...nodes, ...edges].flatMap(({ kind, label, state }) =>
    state === undefined ? [] : [`${kind} ${label}: ${state.health} ${state.reasons}`],
  );
  expect(states).toEqual([
    'cluster rosa: good ',
    'mesh rosa-prod-mesh: bad STA021: no connection',
    'peering rosa-prod-mesh → aro-stg-mesh: bad STA021: no connection',
    'share details-v2.prod-bookinfo → details.stg-bookinfo: unknown ',
  ]);
});

test('a view has both ends of all its edges', () => {
  const graph = drawExample('three-clouds');
  for (const view of ['clusters', 'services', 'traffic'] as const) {
    const { nodes, edges } = viewOf(graph, view);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.flatMap(({ from, via, to }) => [from, ...via, to]).filter((id) => !ids.has(id))).toEqual([]);
    expect(nodes.filter(({ parent }) => parent !== undefined && !ids.has(parent))).toEqual([]);
  }
});
