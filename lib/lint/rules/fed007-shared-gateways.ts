import { group } from '../../observed/clusters';
import type { ObservedGateway, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { NORTH } from '../examples/north';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS } from './support/peer-gateways';

/** FED007: each peer has gateways of its own. */
export const sharedGateways: Rule = {
  id: 'FED007',
  severity: 'error',
  title: 'no two peers share a gateway',
  cause: 'One gateway looks enough for all peers, or the peer was copied from another one.',
  effect:
    'each peer has a policy on the ingress gateway that denies all clients but its own, so the two lock each other out',
  fix: 'Add a gateway to the ServiceMeshControlPlane for each peer, and name it in the peer.',
  source: 'fact sheet 2.3 and 2.6',
  example: {
    given: NORTH,
    fault: [set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.ingress.name', 'east-mesh-ingress')],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      for (const finding of [...shared(mesh, 'ingress'), ...shared(mesh, 'egress')]) report(finding);
    }
  },
};

function shared({ peers }: ObservedMesh, kind: ObservedGateway['kind']): readonly Finding[] {
  const byName = group(peers, (peer) => nameOf(peer, kind) ?? '');
  byName.delete('');
  return [...byName].flatMap(([name, [first, ...others]]) =>
    first === undefined ? [] : others.map((peer) => finding(peer, first, name, kind)),
  );
}

function nameOf({ ingressName, egressName }: ObservedPeer, kind: ObservedGateway['kind']): string | undefined {
  return kind === 'ingress' ? ingressName : egressName;
}

function finding({ object }: ObservedPeer, first: ObservedPeer, name: string, kind: ObservedGateway['kind']): Finding {
  const path = GATEWAY_NAME_PATHS[kind];
  return {
    object,
    path,
    ...(kind === 'egress' && {
      severity: 'warning' as const,
      effect: 'services of the same name from both peers get mixed up at the gateway, which is to serve one peer',
    }),
    message: `the ${kind} gateway "${name}" is that of the peer "${first.name}" already`,
    fix: `add ${kind === 'egress' ? 'an egress' : 'an ingress'} gateway for this peer to the ServiceMeshControlPlane, and write its name`,
    related: [{ object: first.object, path, text: 'the first peer that uses the gateway' }],
  };
}
