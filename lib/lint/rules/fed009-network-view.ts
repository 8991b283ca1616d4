import { textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';
import { subscriptionsOf } from './support/subscriptions';
import { quoted } from './support/words';

/** FED009: the network of a peer has one name. */
export const networkView: Rule = {
  id: 'FED009',
  severity: 'warning',
  title: 'an egress gateway that asks for networks asks for that of its peer',
  cause: "The network's name follows from the peer's and is not free, though the product documentation shows others.",
  effect:
    'before OSSM 2 had its fixes of April 2023, and wherever several networks are set up, the gateway sees no endpoints and calls fail',
  fix: 'Write network-<name of the ServiceMeshPeer> in requestedNetworkView, or leave the field out.',
  source: 'fact sheet 3.5',
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
      const finding = checkView(peer);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkView(peer: ObservedPeer): Finding | undefined {
  const gateway = gatewayOf(peer, 'egress');
  const views = gateway?.value.requestedNetworkView;
  if (gateway === undefined || !Array.isArray(views) || views.length === 0) return undefined;
  const expected = `network-${peer.name}`;
  if (views.includes(expected)) return undefined;
  const isOld = hasOldOperator(peer.cluster);
  return {
    object: gateway.mesh.object,
    path: [...gateway.path, 'requestedNetworkView', 0],
    message: `the egress gateway "${gateway.name}" asks for ${views.map(quoted).join(', ')}, while the network of its peer is "${expected}"`,
    ...(isOld && {
      severity: 'error' as const,
      effect: 'the gateway sees no endpoints of the other mesh: its services are imported, and calls to them fail',
    }),
    fix: `write "${expected}"`,
    related: [
      { object: peer.object, path: ['metadata', 'name'], text: 'the peer, by whose name the network is called' },
    ],
  };
}

/** Whether a cluster is held at an operator from before 2.3.4, where a wrong network hides all endpoints. */
function hasOldOperator(cluster: ObservedCluster): boolean {
  return subscriptionsOf(cluster).some(({ package: name, object, pinnedMinor }) => {
    if (name !== 'servicemeshoperator' || pinnedMinor === undefined) return false;
    const [, patch] = /\.v2\.\d+\.(\d{1,6})/.exec(textAt(object.value, ['spec', 'startingCSV']) ?? '') ?? [];
    return pinnedMinor < 3 || (pinnedMinor === 3 && Number(patch ?? 4) < 4);
  });
}
