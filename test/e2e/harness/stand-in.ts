/**
 * Does what controllers do on real clusters and nobody does here: the operator makes the gateways' Services and reports
 * on control planes, istiod publishes its root certificate and reports on peers, the cloud gives load balancers an
 * address (fact sheet, sections 3.3, 4 and 6). Times are fixed, as nothing depends on them.
 */
import type { KubeObject } from '../../helpers/synthesize';
import type { StoredObject } from './api';
import { makeCertificate } from './certificates';
import type { Fleet } from './fleet';
import type { ClusterName } from './state';

const CONTROL_PLANE = { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' };
const MEMBER_ROLL = { apiVersion: 'maistra.io/v1', kind: 'ServiceMeshMemberRoll' };
const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };

/** The label by which the operator knows what it made for a control plane, with the namespace of that. */
export const OWNER = 'maistra.io/owner';
const ROOT_CONFIG_MAP = 'istio-ca-root-cert';
const SOME_TIME = '2024-01-01T00:00:00Z';

/** What the stand-in needs to know of a gateway in a control plane. */
interface GatewaySpec {
  readonly enabled?: boolean;
  readonly service?: {
    readonly type?: string;
    readonly ports?: readonly { readonly name: string; readonly port: number; readonly nodePort?: number }[];
    readonly metadata?: {
      readonly labels?: { readonly [label: string]: string };
      readonly annotations?: { readonly [key: string]: string };
    };
  };
}

/** What the stand-in needs to know of a control plane. */
interface ControlPlaneSpec {
  readonly gateways?: {
    readonly additionalIngress?: { readonly [name: string]: GatewaySpec };
    readonly additionalEgress?: { readonly [name: string]: GatewaySpec };
  };
  readonly security?: { readonly trust?: { readonly domain?: string } };
}

/**
 * Does for one cluster all that its controllers would do until nothing changes; a second run changes nothing.
 *
 * @param reportPeers writes the statuses of peers
 */
export async function runControllers(
  fleet: Fleet,
  cluster: ClusterName,
  reportPeers = reportAllConnected,
): Promise<void> {
  for (const controlPlane of await fleet.api(cluster).list(CONTROL_PLANE)) {
    const namespace = namespaceOf(controlPlane);
    const members = await reportMembers(fleet, cluster, namespace);
    await makeGateways(fleet, cluster, controlPlane);
    await publishFirstRoot(fleet, cluster, controlPlane, members);
    await reportReady(fleet, cluster, controlPlane);
  }
  await giveAddresses(fleet, cluster);
  await reportPeers(fleet, cluster);
}

async function reportAllConnected(fleet: Fleet, cluster: ClusterName): Promise<void> {
  for (const peer of await fleet.api(cluster).list(PEER)) await reportConnected(fleet, cluster, peer);
}

/** Publishes a text as the root certificate of a mesh: in its namespace, and in those of its members. */
export async function publishRoot(
  fleet: Fleet,
  cluster: ClusterName,
  namespace: string,
  pem: string,
  members: readonly string[] = [],
): Promise<void> {
  for (const place of [namespace, ...members]) {
    const metadata = { name: ROOT_CONFIG_MAP, namespace: place, labels: { 'istio.io/config': 'true' } };
    await fleet.api(cluster).apply({ ...CONFIG_MAP, metadata, data: { 'root-cert.pem': pem } });
  }
}

/** A new root certificate as istiod makes one for itself: its subject is the trust domain, and nothing else. */
export function newRoot(trustDomain: string, validity: { readonly notBefore?: Date; readonly notAfter?: Date } = {}) {
  return makeCertificate({ organization: trustDomain, ca: true, ...validity }).certificate;
}

/** Gives a Service of type LoadBalancer its addresses, as the cloud does; none takes what it has. */
export async function giveAddress(
  fleet: Fleet,
  cluster: ClusterName,
  service: { readonly namespace: string; readonly name: string },
  ingress: readonly ({ readonly hostname: string } | { readonly ip: string })[],
): Promise<void> {
  const status = { loadBalancer: { ingress } };
  await fleet.api(cluster).apply({ ...SERVICE, metadata: service, status }, 'status');
}

/** Makes Nodes, each with an internal address, and with an external one where it is given. */
export async function makeNodes(
  fleet: Fleet,
  cluster: ClusterName,
  nodes: readonly { readonly name: string; readonly internal: string; readonly external?: string }[],
): Promise<void> {
  for (const { name, internal, external } of nodes) {
    const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name } };
    const addresses = [
      { type: 'Hostname', address: name },
      { type: 'InternalIP', address: internal },
      ...(external === undefined ? [] : [{ type: 'ExternalIP', address: external }]),
    ];
    const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady', ...SINCE }];
    await fleet.api(cluster).apply(node);
    await fleet.api(cluster).apply({ ...node, status: { addresses, conditions } }, 'status');
  }
}

const SINCE = { lastTransitionTime: SOME_TIME };

function namespaceOf({ metadata }: StoredObject): string {
  return metadata.namespace ?? '';
}

async function makeGateways(fleet: Fleet, cluster: ClusterName, controlPlane: StoredObject): Promise<void> {
  const { gateways = {} } = controlPlane.spec as ControlPlaneSpec;
  const all = { ingress: gateways.additionalIngress ?? {}, egress: gateways.additionalEgress ?? {} };
  for (const [direction, byName] of Object.entries(all)) {
    for (const [name, { enabled, service }] of Object.entries(byName)) {
      // What does not say that it is enabled is not rendered (fact sheet 1.3).
      if (enabled !== true) continue;
      const labels = { app: name, istio: `${direction}gateway`, ...service?.metadata?.labels };
      const annotations = { ...service?.metadata?.annotations };
      const namespace = namespaceOf(controlPlane);
      const metadata = { name, namespace, labels: { ...labels, [OWNER]: namespace }, annotations };
      const spec = { type: service?.type ?? 'ClusterIP', selector: labels, ports: service?.ports ?? [] };
      await fleet.api(cluster).apply({ ...SERVICE, metadata, spec });
    }
  }
}

/** istiod keeps the root that it has; members that have joined since get it too. */
async function publishFirstRoot(
  fleet: Fleet,
  cluster: ClusterName,
  controlPlane: StoredObject,
  members: readonly string[],
): Promise<void> {
  const namespace = namespaceOf(controlPlane);
  const existing = await fleet.api(cluster).get(CONFIG_MAP, ROOT_CONFIG_MAP, namespace);
  const { security } = controlPlane.spec as ControlPlaneSpec;
  const data = existing?.data as { readonly [key: string]: string } | undefined;
  const pem = data?.['root-cert.pem'] ?? newRoot(security?.trust?.domain ?? 'cluster.local');
  await publishRoot(fleet, cluster, namespace, pem, members);
}

async function reportReady(fleet: Fleet, cluster: ClusterName, { metadata }: StoredObject): Promise<void> {
  const { name, namespace = '' } = metadata;
  const conditions = [
    { type: 'Installed', status: 'True', reason: 'InstallSuccessful', ...SINCE },
    { type: 'Reconciled', status: 'True', reason: 'InstallSuccessful', ...SINCE },
    { type: 'Ready', status: 'True', reason: 'ComponentsReady', message: 'All component deployments are Available' },
  ];
  const components = { pending: [], ready: ['istio-discovery', 'mesh-config'], unready: [] };
  const annotations = { readyComponentCount: '2/2' };
  const status = { observedGeneration: metadata.generation, conditions, readiness: { components }, annotations };
  await fleet.api(cluster).apply({ ...CONTROL_PLANE, metadata: { name, namespace }, status }, 'status');
}

/** The members that exist are configured, the others are pending (fact sheet 6.3). */
async function reportMembers(fleet: Fleet, cluster: ClusterName, namespace: string): Promise<readonly string[]> {
  const api = fleet.api(cluster);
  const roll = await api.get(MEMBER_ROLL, 'default', namespace);
  if (roll === undefined) return [];
  const { members = [] } = roll.spec as { readonly members?: readonly string[] };
  const namespaces = (await api.list({ apiVersion: 'v1', kind: 'Namespace' })).map(({ metadata }) => metadata.name);
  const configuredMembers = members.filter((member) => namespaces.includes(member));
  const pendingMembers = members.filter((member) => !namespaces.includes(member));
  const ready = { status: pendingMembers.length === 0 ? 'True' : 'False', reason: 'Configured' };
  const conditions = [{ type: 'Ready', ...ready, ...SINCE }];
  const status = { members, configuredMembers, pendingMembers, conditions };
  await api.apply({ ...MEMBER_ROLL, metadata: { name: 'default', namespace }, status }, 'status');
  return configuredMembers;
}

/** Each load balancer without an address gets the next of its cluster: a host name on AWS, an IP address elsewhere. */
async function giveAddresses(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const services = await fleet.api(cluster).list(SERVICE);
  const balanced = services.filter(({ spec }) => (spec as { readonly type?: string }).type === 'LoadBalancer');
  const waiting = balanced.filter((service) => addressesOf(service).length === 0);
  let given = balanced.length - waiting.length;
  for (const { metadata } of waiting) {
    const { name, namespace = '' } = metadata;
    given += 1;
    await giveAddress(fleet, cluster, { name, namespace }, [addressOf(cluster, given)]);
  }
}

function addressesOf({ status }: StoredObject): readonly object[] {
  const { loadBalancer } = status as { readonly loadBalancer?: { readonly ingress?: readonly object[] } };
  return loadBalancer?.ingress ?? [];
}

/** Names and addresses that are nobody's (RFC 2606 and 5737). */
function addressOf(cluster: ClusterName, number: number): { readonly hostname: string } | { readonly ip: string } {
  if (cluster === 'rosa') return { hostname: `balancer-${number}.elb.eu-west-1.amazonaws.test` };
  return { ip: `${cluster === 'aro' ? '198.51.100' : '203.0.113'}.${number}` };
}

/** Both directions of a peer are connected and have been synchronized (fact sheet 6.1). */
async function reportConnected(fleet: Fleet, cluster: ClusterName, { metadata }: StoredObject): Promise<void> {
  const { name, namespace = '' } = metadata;
  const times = { lastConnected: SOME_TIME, lastEvent: SOME_TIME, lastFullSync: SOME_TIME };
  const watch = { connected: true, ...times };
  const remotes = [{ source: '192.0.2.1', connected: true, ...times }];
  const status = { discoveryStatus: { active: [{ pod: `istiod-${namespace}-0`, watch, remotes }] } };
  await fleet.api(cluster).apply({ ...PEER, metadata: { name, namespace }, status }, 'status');
}
