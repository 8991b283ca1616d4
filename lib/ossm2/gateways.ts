import { makeToken } from '../facts/token';
import { checkAddresses, checkIP, checkNetworks } from '../federation/addresses';
import { mergeDeep } from '../federation/merge';
import type { Mesh, Peering } from '../federation/model';
import { serviceHost } from '../federation/names';
import { shareCluster } from '../federation/sites';
import type { IssueList, Path } from '../issues/issue';
import { cloudOf, loadBalancerAnnotations } from '../platforms';
import type { GatewayRuntimeProps, IngressProps, SharedEgressProps } from '../topology/model';
import { ownEntry } from '../values';
import type { Egress, Gateway, GatewayPort, Ingress, Remote } from './model';
import { egressLabels, GATEWAY_NAMES, gatewayName, ingressLabels, networkName } from './names';

/** The fixed port of a gateway for service traffic. Source: docs/federation.md, Ports. */
export const SERVICE_PORT = 15443;
/** The fixed port of a gateway for discovery. Source: docs/federation.md, Ports. */
export const DISCOVERY_PORT = 8188;

/** The side of one mesh of a pair: the name of its peer, and its two gateways for the peer. */
export interface Side {
  /** The mesh of this side. */
  readonly mesh: Mesh;
  /** The other mesh of the pair. */
  readonly peer: Mesh;
  /** The name of the peer in this mesh. */
  readonly peerName: string;
  /** The ingress gateway for the peer. */
  readonly ingress: Ingress;
  /** The egress gateway for the peer. */
  readonly egress: Egress;
  /** How the peer reaches the ingress. */
  readonly reach: Remote;
  /** Where in the topology the side is set up. */
  readonly path: Path;
  /** Where the addresses of the ingress are stated; undefined if they are not. */
  readonly addressPath?: Path;
  /** Where the names of the gateways are stated, or the prefix of default names; otherwise `path`. */
  readonly namePaths: { readonly ingress: Path; readonly egress: Path };
}

/** A level that states settings of a gateway, from the mesh down to the side of one pair. */
interface Level<Props = IngressProps> {
  readonly props: Props;
  readonly path: Path;
  /** Whether the settings are those of the mesh, for all of its gateways. */
  readonly isOfMesh: boolean;
}

/** The side of one mesh of a pair. */
export function resolveSide({ meshes, props: peering, path }: Peering, index: 0 | 1, issues: IssueList): Side {
  const mesh = meshes[index];
  const peer = meshes[index === 0 ? 1 : 0];
  const side = ownEntry(peering.sides, mesh.name);
  const sidePath = side === undefined ? path : [...path, 'sides', mesh.name];
  const peerName = side?.peerName ?? peer.name;
  const levels: readonly Level[] = [
    ...levelOf(mesh.props.ingress, mesh.path, 'ingress', true),
    ...levelOf(peering.ingress, path, 'ingress'),
    ...levelOf(side?.ingress, sidePath, 'ingress'),
  ];
  const egressLevels: readonly Level<SharedEgressProps>[] = [
    ...levelOf(mesh.props.egress, mesh.path, 'egress', true),
    ...levelOf(peering.egress, path, 'egress'),
    ...levelOf(side?.egress, sidePath, 'egress'),
  ];
  const props: IngressProps = merged(levels);
  const egressProps: SharedEgressProps = merged(egressLevels);
  const ingress = resolveIngress(mesh, peer, peerName, props);
  checkIngress(levels, ingress, issues);
  checkInternal(mesh, ingress, levels, issues);
  const egress = resolveEgress(peer, peerName, egressProps);
  // The addresses of a mesh are for other clusters; a mesh of the same cluster calls the Service by default.
  const neighbour = ingress.type === 'ClusterIP' && shareCluster(mesh, peer);
  const dialedLevels = neighbour ? levels.filter(({ isOfMesh }) => !isOfMesh) : levels;
  const dialed: IngressProps = neighbour ? merged(dialedLevels) : props;
  const prefixPath = peer.props.peerPrefix === undefined ? sidePath : [...peer.path, 'peerPrefix'];
  const namePaths = {
    ingress: statedAt(levels, 'name') ?? prefixPath,
    egress: statedAt(egressLevels, 'name') ?? prefixPath,
  };
  const own = { mesh, peer, peerName, ingress, egress, path: sidePath, namePaths };
  const reach = reachOf(own, dialed, statedAt(levels, 'type'), issues);
  if (neighbour && dialed.addresses === undefined) checkServicePorts(dialedLevels, issues);
  const addressPath = statedAt(dialedLevels, 'addresses') ?? statedAt(dialedLevels, 'loadBalancerIP');
  return { ...own, reach, ...(addressPath !== undefined && { addressPath }) };
}

const NO_LEVEL: readonly never[] = [];

/** A level; none where it states nothing, as is true of nearly all levels of a large federation. */
function levelOf<Props>(
  props: Props | undefined,
  path: Path,
  kind: 'ingress' | 'egress',
  isOfMesh = false,
): readonly Level<Props>[] {
  return props === undefined ? NO_LEVEL : [{ props, path: [...path, kind], isOfMesh }];
}

/** The settings of all levels; most sides have at most one, which is not copied. */
function merged<Props extends object>(levels: readonly Level<Props>[]): Props {
  const [first, ...others] = levels.map(({ props }) => props);
  return (others.length === 0 ? (first ?? {}) : mergeDeep(first, ...others)) as Props;
}

/** Where a setting of a gateway is stated, on the level that counts; undefined if it is not. */
function statedAt<Props extends SharedEgressProps>(
  levels: readonly Level<Props>[],
  key: keyof Props & string,
): Path | undefined {
  const stated = levels.findLast(({ props }) => props[key] !== undefined);
  return stated && [...stated.path, key];
}

function resolveIngress(mesh: Mesh, peer: Mesh, peerName: string, props: IngressProps): Ingress {
  const type = props.type ?? defaultType(mesh, peer);
  const loadBalancer = type === 'LoadBalancer';
  const platform = mesh.cluster.props.platform ?? 'other';
  return {
    name: gatewayName(props.name ?? GATEWAY_NAMES.ingress, peerName, peer.peerPrefix),
    type,
    ports: ingressPorts(type === 'ClusterIP' ? undefined : props.nodePorts),
    labels: ingressLabels(peerName),
    annotations: {
      ...(loadBalancer && loadBalancerAnnotations(platform, props.internal ?? false)),
      ...props.annotations,
    },
    sourceRanges: loadBalancer ? (props.sourceRanges ?? []) : [],
    ...(loadBalancer && props.loadBalancerIP !== undefined && { loadBalancerIP: props.loadBalancerIP }),
    ...pods(props.runtime),
  };
}

function resolveEgress(peer: Mesh, peerName: string, props: SharedEgressProps): Egress {
  return {
    name: gatewayName(props.name ?? GATEWAY_NAMES.egress, peerName, peer.peerPrefix),
    ports: EGRESS_PORTS,
    labels: egressLabels(peerName),
    network: networkName(peerName),
    ...pods(props.runtime),
  };
}

/** The ports of nearly all gateways, in memory once. */
const INGRESS_PORTS = [port('tls', SERVICE_PORT), port('https-discovery', DISCOVERY_PORT)];
const EGRESS_PORTS = [port('tls', SERVICE_PORT), port('http-discovery', DISCOVERY_PORT)];

function ingressPorts(nodePorts: IngressProps['nodePorts']): readonly GatewayPort[] {
  if (nodePorts === undefined) return INGRESS_PORTS;
  const { service, discovery } = nodePorts;
  return [port('tls', SERVICE_PORT, service), port('https-discovery', DISCOVERY_PORT, discovery)];
}

function port(name: string, number: number, nodePort?: number): GatewayPort {
  return { name, port: number, ...(nodePort !== undefined && { nodePort }) };
}

function pods(runtime: GatewayRuntimeProps | undefined): Pick<Gateway, 'replicas' | 'requests' | 'limits'> {
  return { ...runtime };
}

/** The default type of an ingress Service. Source: docs/federation.md, Addresses. */
function defaultType(mesh: Mesh, peer: Mesh): Ingress['type'] {
  if (shareCluster(mesh, peer)) return 'ClusterIP';
  return mesh.cluster.props.platform === 'baremetal' ? 'NodePort' : 'LoadBalancer';
}

/** How a peer reaches an ingress: by addresses of the topology, by the name of the Service, or by a token for fetch. */
function reachOf(
  side: Omit<Side, 'reach'>,
  props: IngressProps,
  typePath: Path | undefined,
  issues: IssueList,
): Remote {
  const { mesh, peer, ingress, path } = side;
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
    const message = `the ingress gateway "${name}" of type ClusterIP is not reachable for the peer "${peer.name}" in another cluster`;
    issues.add(
      'TOP125',
      typePath ?? [...path, 'ingress'],
      message,
      'set another "type", or add the "addresses" of a proxy in front of it',
    );
  }
  return { addresses: [makeToken({ kind: 'address', mesh: mesh.name, name })], ...ports };
}

/** A Service that is called by its name has only its own ports. */
function checkServicePorts(levels: readonly Level[], issues: IssueList): void {
  const stated = levels.findLast(({ props }) => props.ports !== undefined);
  const { service = SERVICE_PORT, discovery = DISCOVERY_PORT } = stated?.props.ports ?? {};
  if (stated === undefined || (service === SERVICE_PORT && discovery === DISCOVERY_PORT)) return;
  const message = `unsupported ports: the peer calls the Service by its name, with the ports ${SERVICE_PORT} and ${DISCOVERY_PORT}`;
  const fix = 'remove "ports", or add the "addresses" of a proxy in front of the gateway';
  issues.add('TOP125', [...stated.path, 'ports'], message, fix);
}

function noteUnknownPorts(ingress: string, path: Path, issues: IssueList): void {
  const message = `missing node ports of the ingress gateway "${ingress}", required by its "addresses"`;
  issues.add(
    'TOP125',
    [...path, 'ingress'],
    message,
    'add "nodePorts", or the "ports" of a proxy in front of the gateway',
  );
}

/** The ports that a peer connects to; unknown for a NodePort without fixed node ports. */
function dialedPorts(type: Ingress['type'], { ports, nodePorts }: IngressProps): Omit<Remote, 'addresses'> {
  const fixed = type === 'NodePort' ? nodePorts : { service: SERVICE_PORT, discovery: DISCOVERY_PORT };
  const servicePort = ports?.service ?? fixed?.service;
  const discoveryPort = ports?.discovery ?? fixed?.discovery;
  return { ...(servicePort !== undefined && { servicePort }), ...(discoveryPort !== undefined && { discoveryPort }) };
}

/** Reports invalid values, and settings that the type of the Service does not support. */
function checkIngress(levels: readonly Level[], ingress: Ingress, issues: IssueList): void {
  for (const { props, path, isOfMesh } of levels) {
    if (props.addresses !== undefined) checkAddresses(props.addresses, [...path, 'addresses'], issues);
    checkNetworks(props.sourceRanges ?? [], [...path, 'sourceRanges'], issues);
    if (props.loadBalancerIP !== undefined) checkIP(props.loadBalancerIP, [...path, 'loadBalancerIP'], issues);
    // Settings of a mesh apply to all its gateways, so some may be unused by a single gateway.
    if (!isOfMesh) checkFit(props, path, ingress.type, issues);
    else if (props.type !== undefined) checkFit(props, path, props.type, issues);
  }
}

/** A load balancer is made private by an annotation that differs by platform. */
function checkInternal(mesh: Mesh, { type }: Ingress, levels: readonly Level[], issues: IssueList): void {
  const platform = mesh.cluster.props.platform ?? 'other';
  const stated = levels.findLast(({ props }) => props.internal !== undefined);
  if (!stated?.props.internal || type !== 'LoadBalancer') return;
  if (levels.some(({ props }) => props.annotations !== undefined)) return;
  if (cloudOf(platform) !== undefined) return;
  const message = `"internal" is not supported on the platform "${platform}"`;
  const fix = 'add the "annotations" that make the load balancer internal';
  issues.add('TOP125', [...stated.path, 'internal'], message, fix);
}

function checkFit(props: IngressProps, path: Path, type: Ingress['type'], issues: IssueList): void {
  const misfits: readonly (keyof IngressProps)[] = [
    ...(type === 'LoadBalancer' ? [] : (['sourceRanges', 'loadBalancerIP'] as const)),
    ...(type === 'LoadBalancer' || props.internal !== true ? [] : (['internal'] as const)),
    ...(type === 'ClusterIP' ? (['nodePorts'] as const) : []),
  ];
  for (const key of misfits) {
    if (props[key] === undefined) continue;
    const message = `"${key}" is not supported for a Service of type ${type}`;
    issues.add(
      'TOP125',
      [...path, key],
      message,
      key === 'nodePorts' ? 'write "type: NodePort"' : 'write "type: LoadBalancer"',
    );
  }
}
