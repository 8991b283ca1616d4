import { isAddress } from '../../facts/address/dialable';
import type { GatewayAddress } from '../../facts/address/locked-address';
import type { Answer } from '../../kube/failure';
import { addressText, statedOrReal } from '../../status/address';
import { absence } from '../../status/clusters';
import { mapsAt, textsAt } from '../../status/observation';
import { finding, type StatusFinding } from '../../status/report';
import { type Fields, valueAt } from '../../values';
import { ingressSource } from '../facts';
import { DISCOVERY_PORT, SERVICE_PORT } from '../gateways';
import type { Gateway } from '../model';
import { ownPeer, type PeerDirection } from './edges';

/** Compares the addresses that a mesh has of its peer with those of the real ingress gateway, and checks both gateways. */
export function addressFindings(direction: PeerDirection): readonly StatusFinding[] {
  const object = ownPeer(direction);
  const { mesh, peer, other, opposite, cluster, otherCluster } = direction;
  return [
    ...(object === undefined ? [] : storedFindings(direction, object)),
    ...gatewayFindings(direction, 'egress', mesh.namespace, peer.egress, cluster),
    ...gatewayFindings(direction, 'ingress', other.namespace, opposite.ingress, otherCluster),
  ];
}

function storedFindings(direction: PeerDirection, object: Fields): readonly StatusFinding[] {
  const { mesh, other, cluster } = direction;
  const stored = textsAt(object, ['spec', 'remote', 'addresses']);
  const fix = `run "ossm-fed fetch", then "ossm-fed synth" or "ossm-fed inject", and apply "${cluster.name}/40-federation"`;
  if (stored.length === 0 || !stored.every(isAddress)) {
    const cause = `"${mesh.name}" has a placeholder as address of "${other.name}", so its imports have no endpoints after the next start of istiod`;
    return [finding('degraded', 'STA050', cause, fix)];
  }
  const expected = expectedAddress(direction);
  if (expected === undefined) return [];
  if ('failure' in expected) {
    const { kind, detail } = expected.failure;
    const cause = `the ingress gateway of "${other.name}" cannot be compared: ${detail}`;
    const health = kind === 'pending' ? 'progressing' : 'degraded';
    return [finding(health, 'STA052', cause, `check its Service in cluster "${other.cluster}"`)];
  }
  const found = addressText({ addresses: stored, ports: portsOf(object) });
  const wanted = addressText(expected.value);
  if (found === wanted) return [];
  const cause = `"${mesh.name}" has ${found} as address of "${other.name}", whose ingress gateway is at ${wanted}`;
  return [finding('degraded', 'STA051', cause, fix)];
}

function portsOf(object: Fields): GatewayAddress['ports'] {
  const port = (field: string, usual: number) => {
    const value = valueAt(object, ['spec', 'remote', field]);
    return typeof value === 'number' ? value : usual;
  };
  return { discovery: port('discoveryPort', DISCOVERY_PORT), service: port('servicePort', SERVICE_PORT) };
}

/** What the topology states as the address of the peer, or else what its cluster has; undefined if it was not read. */
function expectedAddress({ peer, other, opposite, otherCluster }: PeerDirection): Answer<GatewayAddress> | undefined {
  const { addresses, servicePort = SERVICE_PORT, discoveryPort = DISCOVERY_PORT } = peer.remote;
  const stated = { addresses, ports: { discovery: discoveryPort, service: servicePort } };
  return statedOrReal(stated, ingressSource(other.namespace, opposite.ingress), otherCluster);
}

/** Whether the Service of a gateway exists and has the ports of federation. */
function gatewayFindings(
  { mesh, other }: PeerDirection,
  kind: 'ingress' | 'egress',
  namespace: string,
  { name, ports }: Gateway,
  cluster: PeerDirection['cluster'],
): readonly StatusFinding[] {
  const service = cluster.find('Service', namespace, name);
  if (service === undefined) return [absence(cluster, { kind: 'Service', namespace, name, stage: '20-mesh' })];
  const open = new Set(mapsAt(service, ['spec', 'ports']).map(({ port }) => port));
  return ports
    .filter(({ port }) => !open.has(port))
    .map(({ port }) => {
      const owner = kind === 'egress' ? mesh : other;
      const effect = port === SERVICE_PORT ? 'requests are answered with 503' : 'the peer cannot be watched';
      const cause = `the Service of the ${kind} gateway "${name}" of "${owner.name}" lacks port ${port}, so ${effect}`;
      return finding('degraded', 'STA053', cause, `apply "${cluster.name}/20-mesh"`);
    });
}
