import type { ObservedGateway, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { NearestNames } from './support/nearest-name';
import { GATEWAY_NAME_PATHS, gatewayOf, nameOfGateway } from './support/peer-gateways';
import { quoted } from './support/words';

const FIELDS = { ingress: 'additionalIngress', egress: 'additionalEgress' } as const;
const OTHER = { ingress: 'egress', egress: 'ingress' } as const;

const NO_GATEWAY = 'the gateway does not exist, so the peers never connect, although the control plane is ready';
const NOT_RENDERED =
  'the operator creates only gateways with "enabled: true"; the gateway has no Deployment, and the peers never connect';
const USED = ['the peer uses the gateway'];
const GATEWAYS = ['the {kind} gateways of the control plane'];

const NO_NAME = 'missing name of the {kind} gateway';
const UNKNOWN = 'unknown {kind} gateway "{gateway}": it is not in spec.gateways.{field} of the control plane';
const WRONG_KIND = 'the {kind} gateway "{gateway}" is an {other} gateway of the control plane';
const WRITE = 'write "{meant}"';
const ADD = 'add the gateway to spec.gateways.{field} of the ServiceMeshControlPlane';
const ADD_NEW = 'add an {kind} gateway to spec.gateways.{field} of the ServiceMeshControlPlane, and write its name';
const ENABLE = 'write "enabled: true"';

const FINDINGS = {
  notEnabled: {
    severity: 'error',
    message: 'the {kind} gateway "{gateway}" has no "enabled: true"',
    effect: NOT_RENDERED,
    fix: ENABLE,
    related: USED,
  },
  otherEnabled: {
    severity: 'error',
    message: 'the {kind} gateway "{gateway}" has "enabled" set to {value} instead of true',
    effect: NOT_RENDERED,
    fix: ENABLE,
    related: USED,
  },
  otherNamespace: {
    severity: 'error',
    message:
      'the {kind} gateway "{gateway}" is in the namespace {found} instead of that of the control plane, "{namespace}"',
    effect: 'istiod looks up the gateway only in the namespace of the peer, and does not find it',
    fix: 'remove the namespace',
    related: USED,
  },
  missingName: { severity: 'error', message: NO_NAME, effect: NO_GATEWAY, fix: ADD_NEW, related: GATEWAYS },
  missingNameOfKnown: { severity: 'error', message: NO_NAME, effect: NO_GATEWAY, fix: WRITE, related: GATEWAYS },
  unknown: { severity: 'error', message: UNKNOWN, effect: NO_GATEWAY, fix: ADD, related: GATEWAYS },
  unknownBesideKnown: { severity: 'error', message: UNKNOWN, effect: NO_GATEWAY, fix: WRITE, related: GATEWAYS },
  wrongKind: { severity: 'error', message: WRONG_KIND, effect: NO_GATEWAY, fix: ADD_NEW, related: GATEWAYS },
  wrongKindBesideKnown: { severity: 'error', message: WRONG_KIND, effect: NO_GATEWAY, fix: WRITE, related: GATEWAYS },
} as const;

const finding = findingMaker(FINDINGS);

/** FED006: the operator creates the gateways of a peer. */
export const gateways: Rule = {
  id: 'FED006',
  generations: ['ossm2'],
  title:
    "both gateways of a peer are additional gateways of its control plane, enabled and in the control plane's namespace",
  cause:
    'The peer and the control plane each name the gateway, and the operator creates only a gateway with "enabled: true"; the default in the product documentation is wrong.',
  fix: 'Name a gateway of spec.gateways.additionalIngress and one of spec.gateways.additionalEgress of the same ServiceMeshControlPlane, both with "enabled: true" and without a namespace.',
  sources: [
    'maistra/istio-operator pkg/controller/versions/strategy_v2_5.go (rendering of additional gateways)',
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.gateways',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalEgress.east-mesh-egress.enabled'),
    ],
  },
  check: (fleet, report) => {
    const names = new NearestNames();
    for (const peer of fleet.peers) {
      // Outside of the control planes' namespaces it is FED003.
      if (peer.mesh === undefined) continue;
      for (const kind of ['ingress', 'egress'] as const) {
        const gateway = gatewayOf(peer, kind);
        const found =
          gateway === undefined
            ? missing(peer, peer.mesh, kind, names)
            : (disabled(gateway, peer) ?? elsewhere(gateway, peer));
        if (found !== undefined) report(found);
      }
    }
  },
};

/** A name of no gateway of its kind. */
function missing(peer: ObservedPeer, mesh: ObservedMesh, kind: ObservedGateway['kind'], names: NearestNames): Finding {
  const gateway = nameOfGateway(peer, kind);
  const field = FIELDS[kind];
  const related = [{ object: mesh.object, path: ['spec', 'gateways', field] }];
  const place = { object: peer.object, path: GATEWAY_NAME_PATHS[kind], related };
  const meant = meantGateway(gateway, [...mesh[kind].keys()], names);
  if (gateway === undefined) {
    if (meant === undefined) return finding('missingName', place, { kind, field });
    return finding('missingNameOfKnown', place, { kind, meant });
  }
  const slots = { kind, gateway, field, other: OTHER[kind] };
  const isOther = mesh[OTHER[kind]].has(gateway);
  if (meant === undefined) return finding(isOther ? 'wrongKind' : 'unknown', place, slots);
  return finding(isOther ? 'wrongKindBesideKnown' : 'unknownBesideKnown', place, { ...slots, meant });
}

/** The gateway that is most likely meant: one with a similar name, or the only one. */
function meantGateway(name: string | undefined, known: readonly string[], names: NearestNames): string | undefined {
  const near = name === undefined ? undefined : names.find(name, known);
  return near ?? (known.length === 1 ? known[0] : undefined);
}

function disabled(gateway: ObservedGateway, peer: ObservedPeer): Finding | undefined {
  const { name, enabled, kind } = gateway;
  if (enabled === true) return undefined;
  const place = placeOf(gateway, 'enabled', peer);
  if (enabled === undefined) return finding('notEnabled', place, { kind, gateway: name });
  return finding('otherEnabled', place, { kind, gateway: name, value: quoted(enabled) });
}

function elsewhere(gateway: ObservedGateway, peer: ObservedPeer): Finding | undefined {
  const { namespace } = gateway.mesh;
  const found = gateway.value.namespace ?? '';
  if (found === '' || namespace === '' || found === namespace) return undefined;
  const slots = { kind: gateway.kind, gateway: gateway.name, found: quoted(found), namespace };
  return finding('otherNamespace', placeOf(gateway, 'namespace', peer), slots);
}

function placeOf({ mesh, path, kind }: ObservedGateway, field: string, { object }: ObservedPeer) {
  return { object: mesh.object, path: [...path, field], related: [{ object, path: GATEWAY_NAME_PATHS[kind] }] };
}
