import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { FindingPlace } from '../findings';
import type { Rule } from '../rule';
import { ADDRESS_FINDINGS, addressFinding } from './support/address-findings';
import { addressProblem } from './support/address-problem';
import { ROOT_KEY } from './support/certificates';
import { FREEZES_MESH } from './support/frozen-mesh';
import { checkNodePorts } from './support/gateway-node-ports';
import { ADDRESSES, checkReach, checkRouteHosts } from './support/gateway-reach';
import { isAccepted } from './support/root-config-maps';
import { readToken, TokenPlaces, tokenFindings } from './support/tokens';
import { quoted } from './support/words';

/** FED010: peers have the addresses and ports of the other mesh's ingress gateway. */
export const addresses: Rule = {
  id: 'FED010',
  generations: ['ossm2'],
  title: "each peer has addresses and ports that lead to the other mesh's ingress gateway",
  cause: `The address exists only after the load balancer is created, so a placeholder is written first; or it was copied as a URL, or with ports that the gateway does not have. ${FREEZES_MESH}`,
  fix: 'Write only IP addresses or DNS names as addresses, and in servicePort and discoveryPort the ports that lead to the ports 15443 and 8188 of the gateway. For a gateway of type NodePort, write the node ports in the ServiceMeshControlPlane too.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.remote',
    'maistra/istio pilot/pkg/serviceregistry/federation/controller.go (addresses of a peer)',
    'maistra/istio pkg/servicemesh/federation/common/const.go (default ports)',
  ],
  findings: ADDRESS_FINDINGS,
  example: {
    fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['east-mesh-ingress-url'])],
  },
  check: (fleet, report) => {
    const tokens = { ofAccepted: new TokenPlaces(), ofOthers: new TokenPlaces() };
    for (const peer of fleet.peers) {
      const findings = [
        ...checkAddresses(peer, tokens),
        ...checkReach(peer),
        ...checkRouteHosts(peer),
        ...checkNodePorts(peer),
      ];
      for (const finding of findings) report(finding);
    }
    const found = tokenFindings(addressFinding, [
      [tokens.ofAccepted, 'tokenOfAcceptedPeer', 'tokenOfAcceptedPeers'],
      [tokens.ofOthers, 'unfilledToken', 'unfilledTokenInSeveralPlaces'],
    ]);
    for (const finding of found) report(finding);
  },
};

/** The tokens among the addresses of peers that istiod accepts, and of other peers. */
interface AddressTokens {
  readonly ofAccepted: TokenPlaces;
  readonly ofOthers: TokenPlaces;
}

function checkAddresses(peer: ObservedPeer, tokens: AddressTokens): readonly Finding[] {
  const { object, addresses: found } = peer;
  if (found.length === 0) return [addressFinding('noAddress', { object, path: ADDRESSES }, {})];
  return found.flatMap((address, i) => {
    const place = { object, path: [...ADDRESSES, i] };
    const token = readToken(address);
    if (token !== undefined) {
      noteToken(token.token, place, peer, tokens);
      return [];
    }
    if (address === '') return [addressFinding('emptyAddress', place, {})];
    if (typeof address !== 'string') return [addressFinding('notText', place, { value: quoted(address) })];
    return addressProblem(address, place) ?? [];
  });
}

function noteToken(token: string, place: FindingPlace, peer: ObservedPeer, tokens: AddressTokens): void {
  const { rootConfigMap } = peer;
  if (rootConfigMap === undefined || !isAccepted(peer)) tokens.ofOthers.add(token, place);
  else tokens.ofAccepted.add(token, { ...place, related: [{ object: rootConfigMap, path: ['data', ROOT_KEY] }] });
}
