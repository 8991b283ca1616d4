import { checkAddresses, checkIP, checkNetworks } from '../federation/addresses';
import { mergeDeep } from '../federation/merge';
import type { Mesh, Peering } from '../federation/model';
import { serviceHost } from '../federation/names';
import { shareCluster } from '../federation/sites';
import { makeToken } from '../federation/tokens';
import type { IssueList, Path } from '../issues/issue';
import type { EgressProps, GatewayRuntimeProps, IngressProps, Platform } from '../topology/model';
import type { Egress, Gateway, GatewayPort, Ingress, Remote } from './model';
import { egressLabels, egressName, ingressLabels, ingressName, networkName } from './names';

/** The port for service traffic that the mesh fixes; fact sheet 3.1. */
export const SERVICE_PORT = 15443;
/** The port for discovery that the mesh fixes; fact sheet 3.1. */
export const DISCOVERY_PORT = 8188;

/** One mesh's side of a pair: what it calls its peer, and its two gateways towards it. */
export interface Side {
  readonly mesh: Mesh;
  readonly peer: Mesh;
  /** What the mesh calls the peer. */
  readonly peerName: string;
  readonly ingress: Ingress;
  readonly egress: Egress;
  /** How the peer reaches the ingress. */
  readonly reach: Remote;
  /** Where in the topology the side is set up. */
  readonly path: Path;
}

/** A level at which an ingress may be set up, from the mesh down to the side of one pair. */
interface Level {
  readonly props: IngressProps | undefined;
  readonly path: Path;
}

/** The side of one mesh of a pair. */
export function resolveSide({ meshes, props: peering, path }: Peering, index: 0 | 1, issues: IssueList): Side {
  const mesh = meshes[index];
  const peer = meshes[index === 0 ? 1 : 0];
  const side = peering.sides?.[mesh.name];
  const sidePath = side === undefined ? path : [...path, 'sides', mesh.name];
  const peerName = side?.peerName ?? peer.name;
  const levels: readonly Level[] = [
    { props: mesh.props.ingress, path: [...mesh.path, 'ingress'] },
    { props: peering.ingress, path: [...path, 'ingress'] },
    { props: side?.ingress, path: [...sidePath, 'ingress'] },
  ];
  const props = mergeDeep({}, ...levels.map((level) => level.props)) as IngressProps;
  const egressProps = mergeDeep({}, mesh.props.egress, peering.egress, side?.egress) as EgressProps;
  const ingress = resolveIngress(mesh, peer, peerName, props);
  checkIngress(levels, ingress, issues);
  const internalPath = levels.findLast((level) => level.props?.internal !== undefined)?.path ?? [];
  checkInternal(mesh, ingress, props, [...internalPath, 'internal'], issues);
  const egress = resolveEgress(peer, peerName, egressProps);
  // The addresses of a mesh are for other clusters; a neighbour calls the Service unless the peering says otherwise.
  const neighbour = ingress.type === 'ClusterIP' && shareCluster(mesh, peer);
  const dialed = neighbour ? (mergeDeep({}, peering.ingress, side?.ingress) as IngressProps) : props;
  const reach = reachOf(mesh, peer, ingress, dialed, sidePath, issues);
  if (neighbour && dialed.addresses === undefined) checkServicePorts(levels.slice(1), issues);
  return { mesh, peer, peerName, ingress, egress, reach, path: sidePath };
}

function resolveIngress(mesh: Mesh, peer: Mesh, peerName: string, props: IngressProps): Ingress {
  const type = props.type ?? defaultType(mesh, peer);
  const loadBalancer = type === 'LoadBalancer';
  const platform = mesh.cluster.props.platform ?? 'other';
  return {
    name: props.name ?? ingressName(peer.peerPrefix),
    type,
    ports: [
      port('tls', SERVICE_PORT, type === 'ClusterIP' ? undefined : props.nodePorts?.service),
      port('https-discovery', DISCOVERY_PORT, type === 'ClusterIP' ? undefined : props.nodePorts?.discovery),
    ],
    labels: ingressLabels(peerName),
    annotations: { ...(loadBalancer && platformAnnotations(platform, props.internal ?? false)), ...props.annotations },
    sourceRanges: loadBalancer ? (props.sourceRanges ?? []) : [],
    ...(loadBalancer && props.loadBalancerIP !== undefined && { loadBalancerIP: props.loadBalancerIP }),
    ...pods(props.runtime),
  };
}

function resolveEgress(peer: Mesh, peerName: string, props: EgressProps): Egress {
  return {
    name: props.name ?? egressName(peer.peerPrefix),
    ports: [port('tls', SERVICE_PORT), port('http-discovery', DISCOVERY_PORT)],
    labels: egressLabels(peerName),
    network: networkName(peerName),
    ...pods(props.runtime),
  };
}

function port(name: string, number: number, nodePort?: number): GatewayPort {
  return { name, port: number, ...(nodePort !== undefined && { nodePort }) };
}

function pods(runtime: GatewayRuntimeProps | undefined): Pick<Gateway, 'replicas' | 'requests' | 'limits'> {
  return { ...runtime };
}

/** The type of an ingress Service that needs no word; fact sheet 3.3. */
function defaultType(mesh: Mesh, peer: Mesh): Ingress['type'] {
  if (shareCluster(mesh, peer)) return 'ClusterIP';
  return mesh.cluster.props.platform === 'baremetal' ? 'NodePort' : 'LoadBalancer';
}

/** What makes a load balancer on layer 4, with a private address if `internal`; fact sheet 3.7. */
function platformAnnotations(platform: Platform, internal: boolean): { readonly [key: string]: string } {
  switch (platform) {
    case 'aws':
      return {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        ...(internal && { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }),
      };
    case 'azure':
      return internal ? { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } : {};
    case 'gcp':
      return internal ? { 'networking.gke.io/load-balancer-type': 'Internal' } : {};
    default:
      return {};
  }
}

/** How a peer reaches an ingress: by what the topology says, by the Service's name, or by what is still to be fetched. */
function reachOf(mesh: Mesh, peer: Mesh, ingress: Ingress, props: IngressProps, path: Path, issues: IssueList): Remote {
  const { type, name } = ingress;
  const ports = dialedPorts(type, props);
  const known = props.addresses ?? (ingress.loadBalancerIP === undefined ? undefined : [ingress.loadBalancerIP]);
  if (known !== undefined) {
    if (ports.servicePort === undefined || ports.discoveryPort === undefined) noteUnknownPorts(name, path, issues);
    return { addresses: known, ...ports };
  }
  if (type === 'ClusterIP' && shareCluster(mesh, peer)) {
    return { addresses: [serviceHost(name, mesh.namespace, mesh.cluster.domain)], ...ports };
  }
  if (type === 'ClusterIP') {
    const message = `the ingress "${name}" is a ClusterIP, which the peer "${peer.name}" on another cluster cannot reach`;
    issues.add(
      'TOP125',
      [...path, 'ingress'],
      message,
      'choose another type, or write "addresses" of what leads to it',
    );
  }
  return { addresses: [makeToken({ kind: 'address', mesh: mesh.name, gateway: name })], ...ports };
}

/** A Service that is called by its name has no ports but its own. */
function checkServicePorts(levels: readonly Level[], issues: IssueList): void {
  const stated = levels.findLast(({ props }) => props?.ports !== undefined);
  const { service = SERVICE_PORT, discovery = DISCOVERY_PORT } = stated?.props?.ports ?? {};
  if (stated === undefined || (service === SERVICE_PORT && discovery === DISCOVERY_PORT)) return;
  const message = `the peer calls the Service by its name, and that has the ports ${SERVICE_PORT} and ${DISCOVERY_PORT}`;
  const fix = 'remove "ports", or write "addresses" of what stands in front of the gateway';
  issues.add('TOP125', [...stated.path, 'ports'], message, fix);
}

function noteUnknownPorts(ingress: string, path: Path, issues: IssueList): void {
  const message = `the addresses of the NodePort ingress "${ingress}" are known, but its node ports are not`;
  issues.add('TOP125', [...path, 'ingress'], message, 'write "nodePorts", or "ports" where something else listens');
}

/** The ports that a peer dials; those of a NodePort without fixed node ports are not known. */
function dialedPorts(type: Ingress['type'], { ports, nodePorts }: IngressProps): Omit<Remote, 'addresses'> {
  const fixed = type === 'NodePort' ? nodePorts : { service: SERVICE_PORT, discovery: DISCOVERY_PORT };
  const servicePort = ports?.service ?? fixed?.service;
  const discoveryPort = ports?.discovery ?? fixed?.discovery;
  return { ...(servicePort !== undefined && { servicePort }), ...(discoveryPort !== undefined && { discoveryPort }) };
}

/** Notes settings that the type of the Service has no use for, and values that are not what they should be. */
function checkIngress(levels: readonly Level[], ingress: Ingress, issues: IssueList): void {
  for (const [i, { props, path }] of levels.entries()) {
    if (props === undefined) continue;
    if (props.addresses !== undefined) checkAddresses(props.addresses, [...path, 'addresses'], issues);
    checkNetworks(props.sourceRanges ?? [], [...path, 'sourceRanges'], issues);
    if (props.loadBalancerIP !== undefined) checkIP(props.loadBalancerIP, [...path, 'loadBalancerIP'], issues);
    // A mesh's settings hold for all its gateways; one that a single gateway has no use for is no mistake.
    if (i > 0 || props.type !== undefined)
      checkFit(props, path, i > 0 ? ingress.type : (props.type ?? ingress.type), issues);
  }
}

/** A private load balancer is asked for by an annotation that differs by platform. */
function checkInternal(mesh: Mesh, { type }: Ingress, props: IngressProps, path: Path, issues: IssueList): void {
  const platform = mesh.cluster.props.platform ?? 'other';
  if (!props.internal || type !== 'LoadBalancer' || props.annotations !== undefined) return;
  if (platform !== 'other' && platform !== 'baremetal') return;
  const message = `how to ask for an internal load balancer on the platform "${platform}" is not known`;
  issues.add('TOP125', path, message, 'write the "annotations" that ask for it');
}

function checkFit(props: IngressProps, path: Path, type: Ingress['type'], issues: IssueList): void {
  const misfits: readonly (keyof IngressProps)[] = [
    ...(type === 'LoadBalancer' ? [] : (['sourceRanges', 'loadBalancerIP'] as const)),
    ...(type === 'LoadBalancer' || props.internal !== true ? [] : (['internal'] as const)),
    ...(type === 'ClusterIP' ? (['nodePorts'] as const) : []),
  ];
  for (const key of misfits) {
    if (props[key] === undefined) continue;
    const message = `"${key}" means nothing to a Service of type ${type}`;
    issues.add(
      'TOP125',
      [...path, key],
      message,
      key === 'nodePorts' ? 'write "type: NodePort"' : 'write "type: LoadBalancer"',
    );
  }
}
