import { ipVersion } from '../../local-address';
import type { Fleet, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { serviceAddress } from './support/address';
import { isDNSName } from './support/address-problem';
import { ADDRESSES, INGRESS_PORTS } from './support/gateway-reach';
import { gatewayOf } from './support/peer-gateways';
import { meshLabel } from './support/words';

const ONE_OF_TWO = 'the address leads to one of the two gateways: the other one is never reached';

const FINDINGS = {
  ownMesh: {
    severity: 'error',
    message: 'the address "{endpoint}" is that of {mesh} itself: the other mesh connects to this mesh there',
    effect: 'the mesh connects to its own gateway, or the other mesh to its own one, and the two never federate',
    fix: "write the address of the other mesh's ingress gateway, in the one of the two peers where it is wrong",
    related: ["the other mesh's peer for this mesh"],
  },
  twoGateways: {
    severity: 'error',
    message: 'the address "{endpoint}" is stated for two ingress gateways: "{gateway}" and "{other}" of {mesh}',
    effect: ONE_OF_TWO,
    fix: 'write the address of each gateway, or different ports where a proxy is in front of both',
    related: ['the peer for the other gateway'],
  },
  // The networks of two clusters can have the same private addresses, so this is a warning.
  twoMeshes: {
    severity: 'warning',
    message: 'the address "{endpoint}" is stated for two meshes: {mesh} and {other}',
    effect: ONE_OF_TWO,
    fix: 'write the address of each mesh, or different ports where a proxy is in front of both',
    related: ['the peer for the other mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED051: an address and a port lead to one ingress gateway. */
export const sharedEndpoints: Rule = {
  id: 'FED051',
  generations: ['ossm2'],
  title: 'each address and port leads to one ingress gateway, and no peer has those of its own mesh',
  cause: 'The address was copied from another peer, or from the manifests of the other mesh.',
  fix: "Write the address of the other mesh's ingress gateway in each peer. Gateways behind one address need different ports.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.remote.addresses',
    'maistra/istio pilot/pkg/serviceregistry/federation/controller.go (addresses of a peer)',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['west.mesh.example.org'])] },
  check: (fleet, report) => {
    for (const found of checkFleet(fleet)) report(found);
  },
};

/** Reports each peer once, at its first address that an earlier peer states for another gateway. */
function checkFleet({ peers }: Fleet): readonly Finding[] {
  const first = new Map<string, ObservedPeer>();
  return peers.flatMap((peer) => {
    const [found] = endpointsOf(peer).flatMap(({ endpoint, index }) => {
      const before = first.get(endpoint);
      if (before === undefined) first.set(endpoint, peer);
      return before === undefined ? [] : (conflict(peer, before, endpoint, index) ?? []);
    });
    return found ?? [];
  });
}

/** The addresses with ports of a peer whose gateway is known. Names of Services, which FED010 checks, are left out. */
function endpointsOf(peer: ObservedPeer): readonly { readonly endpoint: string; readonly index: number }[] {
  if (peer.remote === undefined || peer.counterpart === undefined) return [];
  return peer.addresses.flatMap((address, index) => {
    if (typeof address !== 'string' || serviceAddress(address) !== undefined) return [];
    const place = { object: peer.object, path: [...ADDRESSES, index] };
    if (ipVersion(address) === 0 && !isDNSName(address, place)) return [];
    const host = address.toLowerCase().replace(/\.$/, '');
    return INGRESS_PORTS.map(({ field }) => ({ endpoint: `${host}:${peer[field]}`, index }));
  });
}

function conflict(peer: ObservedPeer, before: ObservedPeer, endpoint: string, index: number): Finding | undefined {
  const { object, mesh, remote, counterpart } = peer;
  if (mesh === undefined || remote === undefined || before.remote === undefined) return undefined;
  const related = [{ object: before.object, path: ADDRESSES }];
  const place = { object, path: [...ADDRESSES, index], related };
  if (before === counterpart) return finding('ownMesh', place, { endpoint, mesh: meshLabel(mesh) });
  if (before.remote !== remote) {
    return finding('twoMeshes', place, { endpoint, mesh: meshLabel(remote), other: meshLabel(before.remote) });
  }
  const [gateway, other] = [peer, before].map((one) => one.counterpart && gatewayOf(one.counterpart, 'ingress'));
  if (gateway === undefined || other === undefined || gateway === other) return undefined;
  const slots = { endpoint, gateway: gateway.name, other: other.name, mesh: meshLabel(remote) };
  return finding('twoGateways', place, slots);
}
