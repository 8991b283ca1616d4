import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { ADDRESS_FINDINGS, addressFinding } from './support/address-findings';
import { addressProblem } from './support/address-problem';
import { checkNodePorts } from './support/gateway-node-ports';
import { ADDRESSES, checkReach, checkRouteHosts } from './support/gateway-reach';
import { readToken, TokenPlaces, type UnfilledToken } from './support/tokens';
import { quoted } from './support/words';

/** FED010: peers have the addresses and ports of the other mesh's ingress gateway. */
export const addresses: Rule = {
  id: 'FED010',
  generations: ['ossm2'],
  title: "each peer has addresses and ports that lead to the other mesh's ingress gateway",
  cause:
    'The address exists only after the load balancer is created, so a placeholder is written first; or it was copied as a URL, or with ports that the gateway does not have.',
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
    const tokens = new TokenPlaces();
    for (const peer of fleet.peers) {
      const findings = [
        ...checkAddresses(peer, tokens),
        ...checkReach(peer),
        ...checkRouteHosts(peer),
        ...checkNodePorts(peer),
      ];
      for (const finding of findings) report(finding);
    }
    for (const token of tokens.all()) report(unfilled(token));
  },
};

function checkAddresses({ object, addresses: found }: ObservedPeer, tokens: TokenPlaces): readonly Finding[] {
  if (found.length === 0) return [addressFinding('noAddress', { object, path: ADDRESSES }, {})];
  return found.flatMap((address, i) => {
    const place = { object, path: [...ADDRESSES, i] };
    const token = readToken(address);
    if (token !== undefined) {
      tokens.add(token.token, place);
      return [];
    }
    if (address === '') return [addressFinding('emptyAddress', place, {})];
    if (typeof address !== 'string') return [addressFinding('notText', place, { value: quoted(address) })];
    return addressProblem(address, place) ?? [];
  });
}

function unfilled({ token, place, others }: UnfilledToken): Finding {
  if (others === 0) return addressFinding('unfilledToken', place, { token });
  return addressFinding('unfilledTokenInSeveralPlaces', place, { token, others });
}
