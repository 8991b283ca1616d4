import { listNames } from '../../issues/suggest';
import { textAt } from '../../observed/fields';
import type { Fleet, ObservedCluster, ObservedGateway, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';
import { subscriptionsOf } from './support/subscriptions';
import { quoted } from './support/words';

const MESSAGE = 'the egress gateway "{gateway}" requests the network {views}, but {expected}';
const FIX = 'write {networks}';
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
    for (const [gateway, peers] of peersByEgress(fleet)) {
      const found = checkView(gateway, peers);
      if (found !== undefined) report(found);
    }
  },
};

/** The egress gateways that peers use, each with its peers; FED007 reports one that several peers share. */
function peersByEgress({ peers }: Fleet): ReadonlyMap<ObservedGateway, readonly ObservedPeer[]> {
  const users = new Map<ObservedGateway, ObservedPeer[]>();
  for (const peer of peers) {
    const gateway = gatewayOf(peer, 'egress');
    if (gateway === undefined) continue;
    const known = users.get(gateway);
    if (known === undefined) users.set(gateway, [peer]);
    else known.push(peer);
  }
  return users;
}

function networkOf({ name }: ObservedPeer): string {
  return `network-${name}`;
}

function checkView(gateway: ObservedGateway, peers: readonly ObservedPeer[]): Finding | undefined {
  const views = gateway.value.requestedNetworkView;
  if (!Array.isArray(views) || views.length === 0) return undefined;
  const missing = peers.filter((peer) => !views.includes(networkOf(peer)));
  if (missing.length === 0) return undefined;
  const list = [...gateway.path, 'requestedNetworkView'];
  const isShared = peers.length > 1;
  const all = listNames(peers.map(networkOf));
  const place = {
    object: gateway.mesh.object,
    path: isShared ? list : [...list, 0],
    related: missing.map(({ object }) => ({ object, path: ['metadata', 'name'] })),
  };
  const slots = {
    gateway: gateway.name,
    views: views.map(quoted).join(', '),
    expected: isShared ? `the networks of its peers are ${all}` : `the network of its peer is ${all}`,
    networks: isShared ? `[${all}]` : all,
  };
  return finding(hasOldOperator(gateway.mesh.cluster) ? 'wrongNetworkForOldOperator' : 'wrongNetwork', place, slots);
}

/** Whether the operator of a cluster is pinned to one before 2.3.4, where a wrong network hides all endpoints. */
function hasOldOperator(cluster: ObservedCluster): boolean {
  return subscriptionsOf(cluster).some(({ package: name, object, pinnedMinor }) => {
    if (name !== 'servicemeshoperator' || pinnedMinor === undefined) return false;
    const [, patch] = /\.v2\.3\.(\d{1,6})/.exec(textAt(object.value, ['spec', 'startingCSV']) ?? '') ?? [];
    return pinnedMinor < 3 || Number(patch) < 4;
  });
}
