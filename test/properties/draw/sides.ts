import fc from 'fast-check';
import { cloudOf } from '../../../lib/platforms';
import type { IngressProps, PeeringSideProps, SharedEgressProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import type { MeshDraft } from './draft';
import { ADDRESSES, at, defined, long } from './pools';
import { type RuntimePlan, runtimeOf, runtimePlan } from './runtime';

export interface SidePlan {
  readonly peerName: number | undefined;
  readonly names: number;
  readonly type: IngressProps['type'] | undefined;
  readonly addresses: readonly number[] | undefined;
  readonly nodePorts: boolean;
  readonly ports: boolean;
  readonly extras: number;
  readonly runtime: RuntimePlan | undefined;
}

export const sidePlan: fc.Arbitrary<SidePlan> = plan<SidePlan>({
  peerName: maybe(30, pick),
  names: pick,
  type: fc.constantFrom(undefined, undefined, 'NodePort', 'LoadBalancer', 'ClusterIP'),
  addresses: maybe(40, fc.array(pick, { minLength: 1, maxLength: 3 })),
  nodePorts: chance(60),
  ports: chance(10),
  extras: pick,
  runtime: maybe(15, runtimePlan),
});

type Type = NonNullable<IngressProps['type']>;

/** One mesh's side towards one peer, such that all of it fits the type of the Service. */
export function buildSide(mesh: MeshDraft, peer: MeshDraft, drawn: SidePlan): PeeringSideProps {
  const together = mesh.cluster === peer.cluster;
  const type = drawn.type ?? mesh.props.ingress?.type ?? defaultType(mesh, together);
  return defined<PeeringSideProps>({
    peerName: peerNameOf(drawn.peerName, peer),
    ingress: ingressOf(drawn, type, mesh, together),
    egress: egressOf(drawn, mesh, peer),
  });
}

function defaultType({ cluster }: MeshDraft, together: boolean): Type {
  if (together) return 'ClusterIP';
  return cluster.props.platform === 'baremetal' ? 'NodePort' : 'LoadBalancer';
}

function peerNameOf(n: number | undefined, { name, key }: MeshDraft): string | undefined {
  // The sides of a range are several, and each needs a name of its own.
  if (n === undefined || key.includes('{')) return undefined;
  return [`${name.slice(0, 50)}-peer`, `0-${name.slice(0, 9)}`, `${name.slice(0, 9)}-${long('q', 45)}`][n % 3];
}

function ingressOf(drawn: SidePlan, type: Type, mesh: MeshDraft, together: boolean): IngressProps {
  const stated = drawn.addresses?.map((n) => at(ADDRESSES, n));
  const addresses = stated ?? (type === 'ClusterIP' && !together ? ['lb.example.org'] : undefined);
  const known = addresses !== undefined || mesh.props.ingress?.addresses !== undefined;
  const fixed = type === 'NodePort' ? drawn.nodePorts || (known && !drawn.ports) : drawn.names % 9 === 8;
  return defined<IngressProps>({
    ...(type === 'LoadBalancer' && balancerOf(drawn, mesh)),
    type: drawn.type,
    name: drawn.names % 4 === 3 ? `in-${drawn.names}` : undefined,
    addresses,
    nodePorts: fixed && type !== 'ClusterIP' ? nodePorts(mesh) : undefined,
    ports: drawn.ports ? { service: 10_000 + (drawn.names % 7), discovery: 443 } : undefined,
    annotations: drawn.extras % 11 === 10 ? { 'example.org/quoted': 'true' } : undefined,
    runtime: drawn.runtime && runtimeOf(drawn.runtime),
  });
}

/** What only a load balancer has. */
function balancerOf({ extras }: SidePlan, mesh: MeshDraft): IngressProps {
  return defined<IngressProps>({
    loadBalancerIP: extras % 5 === 4 ? `203.0.113.${extras % 250}` : undefined,
    sourceRanges: extras % 7 === 6 ? ['198.51.100.0/24'] : undefined,
    internal: extras % 3 === 2 && isCloud(mesh) ? true : undefined,
  });
}

function isCloud({ cluster }: MeshDraft): boolean {
  return cloudOf(cluster.props.platform ?? 'other') !== undefined;
}

/** Two node ports that nobody has on the cluster. */
function nodePorts({ cluster }: MeshDraft): NonNullable<IngressProps['nodePorts']> {
  cluster.nextNodePort += 2;
  return { service: cluster.nextNodePort - 2, discovery: cluster.nextNodePort - 1 };
}

function egressOf(
  { names, runtime }: SidePlan,
  { namespace }: MeshDraft,
  peer: MeshDraft,
): SharedEgressProps | undefined {
  const room = Math.max(1, 62 - namespace.length);
  const fitting = `${peer.name.replace(/^[0-9]/, 'x')}-out-${long('e', 60)}`.slice(0, room);
  if (names % 5 === 4) return { name: fitting };
  return names % 6 === 1 ? defined<SharedEgressProps>({ runtime: runtime && runtimeOf(runtime) }) : undefined;
}
