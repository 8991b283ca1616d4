import type { ObservedGateway, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import type { Rule } from '../rule';
import { NearestNames } from './support/nearest-name';
import { GATEWAY_NAME_PATHS, gatewayOf } from './support/peer-gateways';
import { quoted } from './support/words';

const FIELDS = { ingress: 'additionalIngress', egress: 'additionalEgress' } as const;
const OTHER = { ingress: 'egress', egress: 'ingress' } as const;
const ARTICLES = { ingress: 'an ingress gateway', egress: 'an egress gateway' } as const;

/** FED006: the gateways of a peer are rendered. */
export const gateways: Rule = {
  id: 'FED006',
  severity: 'error',
  title:
    "both gateways of a peer are additional gateways of its control plane, enabled and in the control plane's namespace",
  cause:
    'The peer and the control plane each name the gateway, and the operator renders only what says that it is enabled; the product documentation is wrong on that default.',
  effect: 'there is no such gateway, so the peers never connect; the control plane is ready all the same',
  fix: 'Name a gateway of spec.gateways.additionalIngress and one of additionalEgress of the same ServiceMeshControlPlane, both with "enabled: true" and without a namespace.',
  source: 'fact sheet 1.3, 1.5 and 3.8',
  example: {
    fault: [
      remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalEgress.east-mesh-egress.enabled'),
    ],
  },
  check: (fleet, report) => {
    const names = new NearestNames();
    for (const peer of fleet.peers) {
      // Outside of the control planes' namespaces FED003 speaks.
      if (peer.mesh === undefined) continue;
      for (const kind of ['ingress', 'egress'] as const) {
        const gateway = gatewayOf(peer, kind);
        const finding =
          gateway === undefined
            ? missing(peer, peer.mesh, kind, names)
            : (disabled(gateway, peer) ?? elsewhere(gateway, peer));
        if (finding !== undefined) report(finding);
      }
    }
  },
};

/** A name that is none of the gateways of its kind. */
function missing(peer: ObservedPeer, mesh: ObservedMesh, kind: ObservedGateway['kind'], names: NearestNames): Finding {
  const name = kind === 'ingress' ? peer.ingressName : peer.egressName;
  const field = `spec.gateways.${FIELDS[kind]}`;
  const known = [...mesh[kind].keys()];
  const near = name === undefined ? undefined : names.find(name, known);
  const only = known.length === 1 ? known[0] : undefined;
  const meant = near ?? only;
  const swapped = name !== undefined && mesh[OTHER[kind]].has(name);
  const found = swapped ? `${ARTICLES[OTHER[kind]]} of the control plane` : `not in ${field} of the control plane`;
  return {
    object: peer.object,
    path: GATEWAY_NAME_PATHS[kind],
    message: name === undefined ? `the peer names no ${kind} gateway` : `the ${kind} gateway "${name}" is ${found}`,
    fix: meant === undefined ? `add the gateway to ${field} of the ServiceMeshControlPlane` : `write "${meant}"`,
    related: [{ object: mesh.object, path: ['spec', 'gateways', FIELDS[kind]], text: `the ${kind} gateways` }],
  };
}

function disabled(gateway: ObservedGateway, peer: ObservedPeer): Finding | undefined {
  const { mesh, name, enabled, path, kind } = gateway;
  if (enabled === true) return undefined;
  return {
    object: mesh.object,
    path: [...path, 'enabled'],
    message:
      enabled === undefined
        ? `the ${kind} gateway "${name}" does not say that it is enabled`
        : `the ${kind} gateway "${name}" has ${quoted(enabled)} for "enabled"`,
    effect:
      'the operator renders only gateways with "enabled: true"; there is no Deployment, and the peers never connect',
    fix: 'write "enabled: true"',
    related: [usedBy(peer, kind)],
  };
}

function elsewhere({ mesh, name, value, path, kind }: ObservedGateway, peer: ObservedPeer): Finding | undefined {
  const { namespace } = value;
  if (namespace === undefined || namespace === null || namespace === '' || namespace === mesh.namespace)
    return undefined;
  return {
    object: mesh.object,
    path: [...path, 'namespace'],
    message: `the ${kind} gateway "${name}" is in the namespace ${quoted(namespace)} instead of the control plane's, "${mesh.namespace}"`,
    effect: "istiod looks for the gateway in the peer's namespace alone and does not find it",
    fix: 'remove the namespace',
    related: [usedBy(peer, kind)],
  };
}

function usedBy({ object }: ObservedPeer, kind: ObservedGateway['kind']) {
  return { object, path: GATEWAY_NAME_PATHS[kind], text: 'the peer uses the gateway' };
}
