import fc from 'fast-check';
import type { Topology } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import { buildCluster, type ClusterPlan, clusterDraft, clusterPlan } from './clusters';
import type { ClusterDraft, Draft, MeshDraft } from './draft';
import { buildMesh, type MeshPlan, meshDraft, meshPlan } from './meshes';
import { type Mutation, mutate, mutation } from './mutate';
import { buildPeering, type PeeringPlan, peeringPlan } from './peerings';
import { at, defined } from './pools';
import { buildShares, type SharePlan, sharePlan } from './shares';
import { buildTraffic, type TrafficPlan, trafficPlan } from './traffic';

interface RangePlan {
  readonly count: number;
  readonly clusters: boolean;
  readonly cluster: ClusterPlan;
  readonly mesh: MeshPlan;
}

interface TopologyPlan {
  readonly clusters: readonly ClusterPlan[];
  readonly meshes: readonly MeshPlan[];
  readonly range: RangePlan | undefined;
  readonly peerings: readonly PeeringPlan[];
  readonly shares: readonly SharePlan[];
  readonly traffic: readonly TrafficPlan[];
  readonly defaults: number | undefined;
}

const topologyPlan = plan<TopologyPlan>({
  clusters: fc.array(clusterPlan, { minLength: 1, maxLength: 5 }),
  meshes: fc.array(meshPlan, { minLength: 1, maxLength: 6 }),
  range: maybe(
    20,
    plan<RangePlan>({
      count: fc.integer({ min: 1, max: 3 }),
      clusters: chance(70),
      cluster: clusterPlan,
      mesh: meshPlan,
    }),
  ),
  peerings: fc.array(peeringPlan, { minLength: 1, maxLength: 4 }),
  shares: fc.array(sharePlan, { maxLength: 6 }),
  traffic: fc.array(trafficPlan, { maxLength: 5 }),
  defaults: maybe(25, pick),
});

/** What holds unless an entry says otherwise; nothing that a valid entry could trip over. */
const DEFAULTS: readonly NonNullable<Topology['defaults']>[] = [
  { clusters: { operators: { 'kiali-ossm': true } }, meshes: { addons: { prometheus: true } } },
  { meshes: { egress: { runtime: { replicas: 3, requests: { cpu: '100m' } } }, createNamespaces: false } },
  { meshes: { ingress: { annotations: { 'example.org/default': '1' } }, override: { techPreview: { a: { b: 1 } } } } },
  { clusters: {}, meshes: { tracing: { type: 'None' } } },
];

function buildTopology(drawn: TopologyPlan): Topology {
  const { clusters, meshes } = buildSites(drawn);
  const draft: Draft = { clusters, meshes, peerings: [], linked: new Set(), shares: [], deliveries: [] };
  if (meshes.length > 1)
    draft.peerings.push(...drawn.peerings.flatMap((peering) => buildPeering(peering, draft) ?? []));
  buildShares(drawn.shares, draft);
  const traffic = buildTraffic(drawn.traffic, draft);
  return defined<Topology>({
    defaults: drawn.defaults === undefined ? undefined : at(DEFAULTS, drawn.defaults),
    clusters: Object.fromEntries(clusters.map(({ key, props }) => [key, props])),
    meshes: Object.fromEntries(meshes.map(({ key, props }) => [key, props])),
    peerings: draft.peerings.length > 0 ? draft.peerings : undefined,
    shares: draft.shares.length > 0 ? draft.shares : undefined,
    traffic: traffic.length > 0 ? traffic : undefined,
  });
}

function buildSites(drawn: TopologyPlan): { clusters: readonly ClusterDraft[]; meshes: readonly MeshDraft[] } {
  const clusterNames = new Set<string>();
  const clusters = drawn.clusters.flatMap((cluster) => buildCluster(cluster, clusterNames) ?? []);
  const meshNames = new Set<string>();
  const meshes = drawn.meshes.flatMap((mesh) => buildMesh(mesh, clusters, meshNames) ?? []);
  const range = drawn.range === undefined ? { clusters: [], meshes: [] } : buildRange(drawn.range);
  return { clusters: [...clusters, ...range.clusters], meshes: [...meshes, ...range.meshes] };
}

/** Several meshes that a range stands for, each on a cluster of its own. */
function buildRange({ count, cluster, mesh }: RangePlan) {
  const key = `spoke-{1..${count}}`;
  const names = Array.from({ length: count }, (_, i) => `spoke-${i + 1}`);
  const plain = { ...mesh, wide: false, names: 0, namespace: undefined };
  const clusters = names.map((name) => clusterDraft(cluster, name, key));
  const meshes = clusters.flatMap((own) => meshDraft(plain, own.name, key, own) ?? []);
  return { clusters, meshes };
}

/** Topologies that are valid more often than not. */
export const soundTopology: fc.Arbitrary<Topology> = topologyPlan.map(buildTopology);

/** Topologies, half of them with something changed at random; those need not be topologies any more. */
export const topology: fc.Arbitrary<unknown> = fc
  .tuple(soundTopology, fc.oneof(fc.constant<Mutation[]>([]), fc.array(mutation, { minLength: 1, maxLength: 2 })))
  .map(([sound, mutations]) => mutations.reduce(mutate, sound as unknown));
