import { textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';
import { subscriptionsOf } from './support/subscriptions';
import { quoted } from './support/words';

const MESSAGE =
  'the egress gateway "{gateway}" requests the network {views}, but the network of its peer is "{expected}"';
const FIX = 'write "{expected}"';
const RELATED = ["the peer's name determines the name of the network"];

const FINDINGS = {
  wrongNetwork: {
    severity: 'warning',
    message: MESSAGE,
    effect:
      'before the fix of OSSM-3599 (April 2023), and wherever several networks are configured, the gateway has no endpoints of the other mesh and calls fail',
    fix: FIX,
    related: RELATED,
  },
  wrongNetworkForOldOperator: {
    severity: 'error',
    message: MESSAGE,
    effect: 'the gateway has no endpoints of the other mesh: its services are imported, but calls to them fail',
    fix: FIX,
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED009: the network of a peer has one name. */
export const networkView: Rule = {
  id: 'FED009',
  generations: ['ossm2'],
  title: 'an egress gateway that requests networks requests that of its peer',
  cause:
    "The network's name follows from the name of the peer and cannot be chosen, although the product documentation has other names in its examples.",
  fix: 'Write network-<name of the ServiceMeshPeer> in requestedNetworkView, or remove the field.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (network of a peer)',
    'maistra/istio OSSM-3599 and OSSM-3644 (networks of federation, fixed in April 2023)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'ServiceMeshControlPlane west-mesh',
        'spec.gateways.additionalEgress.east-mesh-egress.requestedNetworkView',
        ['east-network'],
      ),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const found = checkView(peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkView(peer: ObservedPeer): Finding | undefined {
  const gateway = gatewayOf(peer, 'egress');
  const views = gateway?.value.requestedNetworkView;
  if (gateway === undefined || !Array.isArray(views) || views.length === 0) return undefined;
  const expected = `network-${peer.name}`;
  if (views.includes(expected)) return undefined;
  const place = {
    object: gateway.mesh.object,
    path: [...gateway.path, 'requestedNetworkView', 0],
    related: [{ object: peer.object, path: ['metadata', 'name'] }],
  };
  const slots = { gateway: gateway.name, views: views.map(quoted).join(', '), expected };
  return finding(hasOldOperator(peer.cluster) ? 'wrongNetworkForOldOperator' : 'wrongNetwork', place, slots);
}

/** Whether the operator of a cluster is pinned to one before 2.3.4, where a wrong network hides all endpoints. */
function hasOldOperator(cluster: ObservedCluster): boolean {
  return subscriptionsOf(cluster).some(({ package: name, object, pinnedMinor }) => {
    if (name !== 'servicemeshoperator' || pinnedMinor === undefined) return false;
    const [, patch] = /\.v2\.3\.(\d{1,6})/.exec(textAt(object.value, ['spec', 'startingCSV']) ?? '') ?? [];
    return pinnedMinor < 3 || Number(patch) < 4;
  });
}
