/** The two meshes of the samples, and the objects of their clusters around what a sample has. */

import { readDump } from '../../../lib/dump/read';
import { dumpText } from '../../../lib/dump/write';
import { type ClusterReading, namespaceOf, type Observation, partsOfObject } from '../../../lib/status/observation';
import type { EdgeStatus, FederationStatus } from '../../../lib/status/report';
import type { Topology } from '../../../lib/topology/model';
import type { Fields } from '../../../lib/values';
import { loadTopology } from '../../../lib/workflows/load';
import { evaluateStatus } from '../../../lib/workflows/status';
import { makeCertificate } from '../../helpers/make-certificate';

export const TOPOLOGY: Topology = {
  clusters: { west: { platform: 'rosa' }, east: { platform: 'aro' } },
  meshes: {
    'west-mesh': {
      cluster: 'west',
      version: 'v2.5',
      namespace: 'west-mesh',
      members: ['shop'],
      trustDomain: 'west-mesh.local',
      clusterName: 'west',
    },
    'east-mesh': {
      cluster: 'east',
      version: 'v2.5',
      namespace: 'east-mesh',
      members: ['stock'],
      trustDomain: 'east-mesh.local',
      clusterName: 'east',
    },
  },
  peerings: [{ between: ['west-mesh', 'east-mesh'] }],
  shares: [
    { from: 'west-mesh', to: 'east-mesh', service: { name: 'orders', namespace: 'shop' } },
    { from: 'east-mesh', to: 'west-mesh', service: { name: 'inventory', namespace: 'stock' } },
    {
      from: 'east-mesh',
      to: 'west-mesh',
      service: { name: 'audit', namespace: 'stock' },
      exportAs: { name: 'audit-log', namespace: 'pub' },
    },
    {
      from: 'east-mesh',
      to: 'west-mesh',
      service: { name: 'catalog', namespace: 'stock' },
      importAs: { namespace: 'shop' },
      importAsLocal: true,
    },
  ],
};

/** The root certificates that the two meshes publish. */
export const WEST_ROOT = makeCertificate({ organization: 'west-mesh.local' });
export const EAST_ROOT = makeCertificate({ organization: 'east-mesh.local' });

/** What a test changes of the clusters around a sample. */
export interface Surroundings {
  /** The ConfigMap of west for the root certificates of east: its data; undefined: there is none. */
  readonly eastRootAtWest?: { readonly [key: string]: string } | undefined;
  /** Whether istiod of west runs. */
  readonly westRuns?: boolean;
  /** The ports of the egress gateway of west. */
  readonly westEgressPorts?: readonly number[];
  /** The ports of the Service `inventory` of east. */
  readonly inventoryPorts?: readonly number[];
}

const FEDERATION_PORTS = [15443, 8188];

/** All objects of the two clusters that a sample does not have, in a healthy state unless changed. */
export function surroundings(changed: Surroundings = {}): { readonly west: Fields[]; readonly east: Fields[] } {
  const all = { eastRootAtWest: { 'root-cert.pem': EAST_ROOT }, westRuns: true, ...changed };
  const { westEgressPorts = FEDERATION_PORTS, inventoryPorts = [80] } = changed;
  const atWest = all.eastRootAtWest;
  return {
    west: [
      ...meshObjects('west-mesh', 'shop', WEST_ROOT, all.westRuns),
      ...(atWest === undefined ? [] : [configMap('west-mesh', 'east-mesh-ca-root-cert', atWest)]),
      service('west-mesh', 'east-mesh-ingress', FEDERATION_PORTS, '10.77.1.21'),
      service('west-mesh', 'east-mesh-egress', westEgressPorts),
      service('shop', 'orders', [80]),
      service('shop', 'catalog', [80]),
    ],
    east: [
      ...meshObjects('east-mesh', 'stock', EAST_ROOT, true),
      configMap('east-mesh', 'west-mesh-ca-root-cert', { 'root-cert.pem': WEST_ROOT }),
      service('east-mesh', 'west-mesh-ingress', FEDERATION_PORTS, '10.77.2.21'),
      service('east-mesh', 'west-mesh-egress', FEDERATION_PORTS),
      service('stock', 'inventory', inventoryPorts),
      service('stock', 'audit', [80]),
      service('stock', 'catalog', [80]),
    ],
  };
}

function meshObjects(mesh: string, member: string, root: string, runs: boolean): Fields[] {
  const ready = [{ type: 'Ready', status: 'True', reason: 'ComponentsReady' }];
  const meta = { namespace: mesh };
  return [
    {
      kind: 'Subscription',
      metadata: { name: 'servicemeshoperator', namespace: 'openshift-operators' },
      status: { state: 'AtLatestKnown', installedCSV: 'servicemeshoperator.v2.6.5' },
    },
    {
      kind: 'ClusterServiceVersion',
      metadata: { name: 'servicemeshoperator.v2.6.5', namespace: 'openshift-operators' },
      status: { phase: 'Succeeded' },
    },
    {
      kind: 'ServiceMeshControlPlane',
      metadata: { ...meta, name: mesh, generation: 2 },
      status: { observedGeneration: 2, conditions: ready },
    },
    {
      kind: 'ServiceMeshMemberRoll',
      metadata: { ...meta, name: 'default' },
      spec: { members: [member] },
      status: { pendingMembers: [], conditions: ready },
    },
    configMap(mesh, 'istio-ca-root-cert', { 'root-cert.pem': root }),
    ...(runs
      ? [
          {
            kind: 'Pod',
            metadata: { ...meta, name: `istiod-${mesh}-a0`, labels: { app: 'istiod' } },
            status: { phase: 'Running' },
          },
        ]
      : []),
  ];
}

export function configMap(namespace: string, name: string, data: { readonly [key: string]: string }): Fields {
  return { kind: 'ConfigMap', metadata: { namespace, name }, data };
}

export function service(namespace: string, name: string, ports: readonly number[], ip?: string): Fields {
  return {
    kind: 'Service',
    metadata: { namespace, name },
    spec: {
      type: ip === undefined ? 'ClusterIP' : 'LoadBalancer',
      ports: ports.map((port) => ({ name: `p${port}`, port })),
    },
    ...(ip !== undefined && { status: { loadBalancer: { ingress: [{ ip }] } } }),
  };
}

/** A cluster that was read without problems. */
export function reading(objects: readonly Fields[]): ClusterReading {
  return { objects, unread: [] };
}

export function statusOf(observation: Observation, topology: Topology = TOPOLOGY): FederationStatus {
  const loaded = loadTopology(topology);
  expect(loaded.issues).toEqual([]);
  return evaluateStatus(loaded, observation);
}

/** An observation as a dump has it: with only the parts of objects that status reads. */
export function throughDump(observation: Observation): Observation {
  const { clusters = [], generations } = loadTopology(TOPOLOGY);
  const plans = clusters.flatMap(({ parts }) => parts.map(({ plan }) => plan));
  const { status } = generations.find(({ name }) => name === 'ossm2') ?? {};
  const lists = plans.flatMap((plan) => status?.lists(plan) ?? []);
  const kept = (object: Fields): readonly Fields[] => {
    const list = lists.find(({ kind, namespace }) => kind === object.kind && namespace === namespaceOf(object));
    return list === undefined ? [] : [partsOfObject(object, list)];
  };
  const trimmed = Object.entries(observation.clusters).map(([name, { objects, ...rest }]) => [
    name,
    { ...rest, objects: objects.flatMap(kept) },
  ]);
  const content = readDump(dumpText({ ...observation, clusters: Object.fromEntries(trimmed) }));
  if ('issue' in content) throw new Error(content.issue.message);
  return content.observation;
}

/** The direction from one mesh to the other. */
export function edgeOf({ edges }: FederationStatus, mesh: string): EdgeStatus {
  const edge = edges.find((each) => each.mesh === mesh);
  if (edge === undefined) throw new Error(`no edge of ${mesh}`);
  return edge;
}

/** The codes of findings. */
export function codesOf({ findings }: { readonly findings: readonly { readonly code: string }[] }): readonly string[] {
  return findings.map(({ code }) => code);
}
