import { isDeepStrictEqual } from 'node:util';
import { makeToken } from '../facts/token';
import { checkAddresses, checkIP, checkNetworks } from '../federation/addresses';
import { mergeDeep } from '../federation/merge';
import type { Mesh } from '../federation/model';
import { serviceHost } from '../federation/names';
import { shareCluster } from '../federation/sites';
import type { IssueList, Path } from '../issues/issue';
import { loadBalancerAnnotations } from '../platforms';
import type { IngressProps } from '../topology/model';
import type { EastWestGateway, GatewaySettings, RemoteGateway } from './model';
import { EAST_WEST_PORT, gatewayService, remoteGateway, remoteNetwork } from './names';
import type { PeerNames, PeerSide } from './peers';
import { GATEWAY_SETTINGS_MINOR, istioVersion, minorOf } from './versions';

/** The gateway of a mesh, and how each peer reaches it. */
export interface GatewaySite {
  /** The mesh. */
  readonly mesh: Mesh;
  /** The gateway without the hosts that it exposes. */
  readonly gateway: Omit<EastWestGateway, 'hosts'>;
  /** The settings of the gateway, as far as they are stated. */
  readonly props: IngressProps;
}

/** Settings that a gateway has once, whatever peer they are stated for. */
const SHARED_KEYS = [
  'type',
  'internal',
  'sourceRanges',
  'annotations',
  'loadBalancerIP',
  'nodePorts',
  'runtime',
] as const;

/**
 * The gateway of a mesh for all peers, with the settings of `ingress` in the mesh and in its peerings. Reports settings of peers
 * that differ.
 *
 * @param isAlone whether the mesh is the only one of its cluster
 */
export function gatewayOf(mesh: Mesh, peers: PeerNames, isAlone: boolean, issues: IssueList): GatewaySite {
  const sides = peers.of(mesh.name);
  const perPeer = sides.map((side) => ({ side, props: peeringProps(side) }));
  checkLevels(mesh, perPeer, issues);
  const props = mergeDeep({}, mesh.props.ingress, ...perPeer.map((one) => sharedProps(one.props))) as IngressProps;
  const isLocal = sides.length > 0 && sides.every(({ peer }) => shareCluster(mesh, peer));
  const type = props.type ?? defaultType(mesh, isLocal);
  const platform = mesh.cluster.props.platform ?? 'other';
  const { namespace = isAlone ? 'istio-ingress' : `istio-ingress-${mesh.name}`, name = 'eastwestgateway' } =
    mesh.props.istio?.eastWest ?? {};
  const settings = settingsOf(mesh, props, issues);
  const gateway = {
    name,
    namespace,
    type,
    annotations: {
      ...(type === 'LoadBalancer' && loadBalancerAnnotations(platform, props.internal ?? false)),
      ...props.annotations,
    },
    ...(settings !== undefined && { settings }),
  };
  return { mesh, gateway, props };
}

/** The gateway of a peer as a mesh that calls it sees it. */
export function remoteOf(side: PeerSide, site: GatewaySite, peers: PeerNames, issues: IssueList): RemoteGateway {
  const back = peers.find(site.mesh.name, side.mesh.name);
  const own = back === undefined ? {} : peeringProps(back);
  const name = side.peerName;
  return {
    name: remoteGateway(name),
    mesh: site.mesh.name,
    network: remoteNetwork(name),
    addresses: addressesOf(side, site, own, back?.path ?? side.path, issues),
    port: own.ports?.service ?? site.props.ports?.service ?? fixedPort(site),
  };
}

function addressesOf(
  side: PeerSide,
  site: GatewaySite,
  own: IngressProps,
  path: Path,
  issues: IssueList,
): readonly string[] {
  const { mesh, gateway, props } = site;
  const isNeighbor = shareCluster(mesh, side.mesh);
  // The addresses of a mesh are for other clusters; a mesh of the same cluster calls the Service by default.
  const stated =
    own.addresses ?? (isNeighbor && gateway.type === 'ClusterIP' ? undefined : mesh.props.ingress?.addresses);
  if (stated !== undefined) return stated;
  if (props.loadBalancerIP !== undefined) return [props.loadBalancerIP];
  const service = gatewayService(gateway.name);
  if (isNeighbor) return [serviceHost(service, gateway.namespace, mesh.cluster.domain)];
  if (gateway.type === 'ClusterIP') {
    const message = `the gateway "${gateway.name}" of the mesh "${mesh.name}", of type ClusterIP, is not reachable for the peer "${side.mesh.name}" in another cluster`;
    issues.add(
      'TOP125',
      path,
      message,
      'set another "type" of "ingress", or add the "addresses" of a proxy in front of it',
    );
  }
  return [makeToken({ kind: 'address', mesh: mesh.name, name: gateway.name })];
}

function fixedPort({ gateway, props }: GatewaySite): number {
  return (gateway.type === 'NodePort' ? props.nodePorts?.service : undefined) ?? EAST_WEST_PORT;
}

/** What a peering and a side of it state of the gateway. */
function peeringProps({ mesh, peering }: PeerSide): IngressProps {
  return mergeDeep({}, peering.props.ingress, peering.props.sides?.[mesh.name]?.ingress) as IngressProps;
}

function sharedProps(props: IngressProps): IngressProps {
  return Object.fromEntries(SHARED_KEYS.flatMap((key) => (props[key] === undefined ? [] : [[key, props[key]]])));
}

function defaultType({ cluster }: Mesh, isLocal: boolean): EastWestGateway['type'] {
  if (isLocal) return 'ClusterIP';
  return cluster.props.platform === 'baremetal' ? 'NodePort' : 'LoadBalancer';
}

/** What only a ConfigMap can set. Reports it where the version of Istio does not read one. */
function settingsOf(mesh: Mesh, props: IngressProps, issues: IssueList): GatewaySettings | undefined {
  const { nodePorts, sourceRanges, loadBalancerIP, runtime } = props;
  const settings: GatewaySettings = {
    ...(nodePorts !== undefined && { nodePort: nodePorts.service }),
    ...(sourceRanges !== undefined && sourceRanges.length > 0 && { sourceRanges }),
    ...(loadBalancerIP !== undefined && { loadBalancerIP }),
    ...runtime,
  };
  if (Object.keys(settings).length === 0) return undefined;
  if (minorOf(istioVersion(mesh)) >= GATEWAY_SETTINGS_MINOR) return settings;
  const names = Object.keys({ nodePorts, sourceRanges, loadBalancerIP, runtime }).filter(
    (key) => props[key as keyof IngressProps] !== undefined,
  );
  const message = `unsupported by Istio before 1.${GATEWAY_SETTINGS_MINOR}: ${names.map((name) => `"${name}"`).join(', ')} of the gateway of the mesh "${mesh.name}"`;
  issues.add('TOP204', [...mesh.path, 'version'], message, 'write "v3.1" or later, or remove them');
  return undefined;
}

/** The settings that a side states. */
interface StatedSide {
  readonly side: PeerSide;
  readonly props: IngressProps;
}

function checkLevels(mesh: Mesh, perPeer: readonly StatedSide[], issues: IssueList): void {
  const levels = [
    { props: mesh.props.ingress ?? {}, path: [...mesh.path, 'ingress'] },
    ...perPeer.map(({ side, props }) => ({ props, path: [...side.path, 'ingress'] })),
  ];
  for (const { props, path } of levels) checkValues(props, path, issues);
  for (const key of SHARED_KEYS) {
    const [first, ...others] = perPeer.filter(({ props }) => props[key] !== undefined);
    for (const { side, props } of others) {
      if (first === undefined || isDeepStrictEqual(props[key], first.props[key])) continue;
      const message = `"${key}" of the gateway of the mesh "${mesh.name}" differs from that for the peer "${first.side.peer.name}"; OpenShift Service Mesh 3 has one gateway for all peers`;
      issues.add(
        'TOP205',
        [...side.path, 'ingress', key],
        message,
        `write the same value, or "${key}" in "meshes.${mesh.name}.ingress"`,
      );
    }
  }
}

function checkValues(props: IngressProps, path: Path, issues: IssueList): void {
  if (props.addresses !== undefined) checkAddresses(props.addresses, [...path, 'addresses'], issues);
  checkNetworks(props.sourceRanges ?? [], [...path, 'sourceRanges'], issues);
  if (props.loadBalancerIP !== undefined) checkIP(props.loadBalancerIP, [...path, 'loadBalancerIP'], issues);
}
