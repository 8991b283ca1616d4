import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { MeshProps, MeshVersion, SharedIngressProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import type { ClusterDraft, MeshDraft } from './draft';
import { OVERRIDES } from './overrides';
import { ADDRESSES, at, CONTROL_PLANES, defined, MESHES, NAMESPACES, ODD_MESHES, take } from './pools';
import { type RuntimePlan, runtimeOf, runtimePlan } from './runtime';

/** The directory of the files that drawn topologies name. */
export const FIXTURES = join(__dirname, '..', 'fixtures');

export interface MeshPlan {
  readonly name: number;
  readonly odd: boolean;
  readonly cluster: number;
  readonly namespace: number | undefined;
  readonly members: readonly number[];
  readonly bookinfo: boolean;
  readonly app: boolean;
  readonly wide: boolean;
  readonly version: number;
  readonly names: number;
  readonly extras: number;
  readonly root: number;
  readonly ingress: number;
  readonly runtime: RuntimePlan | undefined;
  readonly override: number | undefined;
}

export const meshPlan: fc.Arbitrary<MeshPlan> = plan<MeshPlan>({
  name: pick,
  odd: chance(6),
  cluster: pick,
  namespace: maybe(25, pick),
  members: fc.array(pick, { maxLength: 3 }),
  bookinfo: chance(30),
  app: chance(8),
  wide: chance(15),
  version: pick,
  names: pick,
  extras: pick,
  root: fc.nat(9),
  ingress: fc.nat(19),
  runtime: maybe(15, runtimePlan),
  override: maybe(20, pick),
});

const PEM = readFileSync(join(FIXTURES, 'root.pem'), 'utf8');

/** Settings of little consequence, some of each at a time. */
const EXTRAS: readonly Partial<MeshProps>[] = [
  {},
  {},
  { tracing: { type: 'Jaeger', sampling: 10_000 }, addons: { kiali: true, grafana: true } },
  { tracing: { sampling: 0 }, addons: { prometheus: false }, customCA: true },
  { identity: 'ThirdParty', createNamespaces: false },
  { identity: 'Kubernetes', addons: { kiali: true, prometheus: true } },
];

/** What all ingress gateways of a mesh have in common; most meshes say nothing. */
const INGRESSES: readonly SharedIngressProps[] = [
  { type: 'LoadBalancer', sourceRanges: ['10.0.0.0/8', '2001:db8::/32'] },
  { type: 'NodePort' },
  { annotations: { 'example.org/pool': 'yes' }, internal: true },
  { addresses: [at(ADDRESSES, 0)], ports: { service: 443, discovery: 8443 } },
];

const OLD_VERSIONS: readonly MeshVersion[] = ['v2.3', 'v2.4', 'v2.5'];
const NEW_VERSIONS: readonly (MeshVersion | undefined)[] = [undefined, 'v2.4', 'v2.5', 'v2.6'];

export function buildMesh(
  drawn: MeshPlan,
  clusters: readonly ClusterDraft[],
  taken: Set<string>,
): MeshDraft | undefined {
  const name = take(drawn.odd ? ODD_MESHES : MESHES, drawn.name, taken);
  if (name === undefined) return undefined;
  const namesake = clusters.find((cluster) => cluster.name === name);
  const cluster = drawn.cluster % 3 === 2 && namesake !== undefined ? namesake : at(clusters, drawn.cluster);
  if (cluster.taken.has('*')) return undefined;
  return meshDraft(drawn, name, name, cluster);
}

export function meshDraft(drawn: MeshPlan, name: string, key: string, cluster: ClusterDraft): MeshDraft | undefined {
  const namespace = namespaceOf(drawn, name, cluster);
  if (namespace === undefined) return undefined;
  // Only a mesh that finds its cluster empty may take it all, and it keeps others out.
  const wide = drawn.wide && cluster.taken.size === 1;
  const room = wide ? allOf(drawn, cluster) : partOf(drawn, cluster);
  const props = defined<MeshProps>({
    ...at(EXTRAS, drawn.extras),
    ...namesOf(drawn, name),
    cluster: key === cluster.key && drawn.names % 2 === 0 ? undefined : cluster.name,
    namespace: namespace === name ? undefined : namespace,
    version: at(cluster.old ? OLD_VERSIONS : NEW_VERSIONS, drawn.version),
    mode: wide ? 'ClusterWide' : undefined,
    members: room.listed.length > 0 ? room.listed : undefined,
    rootCertificate: [{ pem: PEM }, { file: 'root.pem' }][drawn.root - 8],
    ingress: INGRESSES[drawn.ingress - 16],
    egress: drawn.runtime && { runtime: runtimeOf(drawn.runtime) },
    override: drawn.override === undefined ? undefined : at(OVERRIDES, drawn.override),
    workloads: [
      ...(room.bookinfo === undefined ? [] : [{ bookinfo: bookinfoOf(room.bookinfo, drawn.names) }]),
      ...(room.app ? [{ manifests: './app' }] : []),
    ],
  });
  return { name, key, cluster, namespace, members: room.members, props, bookinfo: room.bookinfo };
}

/** The namespaces of a mesh. */
interface Room {
  /** Those that the topology lists as members. */
  readonly listed: readonly string[];
  /** All that are members. */
  readonly members: readonly string[];
  readonly bookinfo: string | undefined;
  readonly app: boolean;
}

function allOf({ bookinfo, app }: MeshPlan, { taken }: ClusterDraft): Room {
  taken.add('*');
  return { listed: ['*'], members: ['*'], bookinfo: bookinfo ? 'shop' : undefined, app };
}

/** Namespaces that nobody has on the cluster. */
function partOf(drawn: MeshPlan, { taken }: ClusterDraft): Room {
  const picked = drawn.members.flatMap((n) => take(NAMESPACES, n, taken) ?? []);
  const bookinfo = drawn.bookinfo ? take(NAMESPACES, drawn.names, taken) : undefined;
  const app = drawn.app && take(['extra'], 0, taken) !== undefined;
  const listed = app ? [...picked, 'extra'] : picked;
  return { listed, members: bookinfo === undefined ? listed : [...listed, bookinfo], bookinfo, app };
}

function namespaceOf({ namespace }: MeshPlan, name: string, { taken }: ClusterDraft): string | undefined {
  if (namespace === undefined) return take([name], 0, taken);
  return take(CONTROL_PLANES, namespace, taken);
}

/** Names that are derived from the mesh's unless they are stated. */
function namesOf({ names }: MeshPlan, mesh: string): Partial<MeshProps> {
  return defined<MeshProps>({
    controlPlane: names % 5 === 4 ? 'basic' : undefined,
    clusterName: names % 7 === 6 ? `Cluster of ${mesh}` : undefined,
    trustDomain: names % 3 === 2 ? `${mesh}.${at(['example.org', 'local.test'], names)}` : undefined,
    peerPrefix: /^[0-9]/.test(mesh) || mesh.length > 40 || names % 11 === 10 ? `pre-${mesh.slice(0, 9)}` : undefined,
  });
}

function bookinfoOf(namespace: string, n: number) {
  const parts = [
    {},
    { components: { details: ['v1'], reviews: ['v1', 'v2', 'v3'] } },
    { components: { details: ['v1', 'v7'], reviews: ['v3', 'v1', 'v2'], ratings: [] }, gateway: false },
    { registry: 'registry.example.org:5000/mirror', gateway: true },
  ];
  return { namespace, ...at(parts, n) };
}
