import { listNames } from '../../issues/suggest';
import { textAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding, Subject } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';

/** The versions in which istiod reads the router mode. */
const READS_ROUTER_MODE = /^v(1\.\d+|2\.[0-2])$/;

/** The labels that name the peer of a gateway. */
const LABELS = { ingress: 'federation.maistra.io/ingress-for', egress: 'federation.maistra.io/egress-for' } as const;

/** The largest number of other gateways that a finding shows. */
const MAX_RELATED = 5;

const OTHERS = ['another of the gateways'];

const FINDINGS = {
  unusedRouterMode: {
    severity: 'info',
    message: 'routerMode is set on {gateways}: istiod does not read it since v2.3',
    effect: 'the setting is ignored',
    fix: 'remove it',
    related: OTHERS,
  },
  unusedRoute: {
    severity: 'info',
    message: 'routeConfig.enabled is not false on {gateways}',
    effect: 'the operator creates a Route to port 8080 of each gateway, which federation gateways do not have',
    fix: 'write routeConfig.enabled: false',
    related: OTHERS,
  },
  labelOfOtherPeer: {
    severity: 'info',
    message: 'the label {label} of the gateway "{gateway}" is "{found}", and the peer "{expected}" uses the gateway',
    effect: 'nothing breaks: the label misleads readers of the manifests',
    fix: 'write "{expected}", unless the gateway is already running: the labels of its Deployment are immutable',
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED041: gateways have no settings that are ignored or misleading. A `certificateChain` that equals the default is not
 * reported, as writing it out is good practice.
 */
export const superfluousSettings: Rule = {
  id: 'FED041',
  generations: ['ossm2'],
  title: 'federation gateways have no router mode, no Route and labels that name their peer',
  cause: 'The manifests were copied from documentation of an older version, or from another gateway.',
  fix: 'Remove routerMode, set routeConfig.enabled to false, and set the labels to the name of the peer.',
  sources: [
    'OpenShift Service Mesh release notes, OSSM-2338 (router mode)',
    'maistra/istio-operator resources/helm/v2.5/gateways/istio-ingress/templates (Route, labels)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'ServiceMeshControlPlane west-mesh',
        'spec.gateways.additionalEgress.east-mesh-egress.routerMode',
        'sni-dnat',
      ),
    ],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      for (const found of [...routerModes(mesh), ...routes(mesh), ...labels(mesh)]) report(found);
    }
  },
};

function routerModes({ version = '', ingress, egress }: ObservedMesh): readonly Finding[] {
  if (READS_ROUTER_MODE.test(version)) return [];
  const found = [...ingress.values(), ...egress.values()].filter(
    ({ value }) => textAt(value, ['routerMode']) !== undefined,
  );
  return perPlane('unusedRouterMode', found, ['routerMode']);
}

function routes({ peers }: ObservedMesh): readonly Finding[] {
  const used = new Set(peers.flatMap((peer) => gatewayOf(peer, 'ingress') ?? []));
  const path = ['routeConfig', 'enabled'];
  return perPlane(
    'unusedRoute',
    [...used].filter(({ value }) => valueAt(value, path) !== false),
    path,
  );
}

/** One finding for a setting of a control plane, however many gateways have it. */
function perPlane(
  name: 'unusedRouterMode' | 'unusedRoute',
  gateways: readonly ObservedGateway[],
  field: readonly string[],
): readonly Finding[] {
  const [first, ...others] = gateways.map((gateway) => settingOf(gateway, field));
  if (first === undefined) return [];
  const names = `the gateway${others.length > 0 ? 's' : ''} ${listNames(gateways.map((one) => one.name))}`;
  return [finding(name, { ...first, related: others.slice(0, MAX_RELATED) }, { gateways: names })];
}

/** The place of a setting; one that is missing is to be added to the gateway. */
function settingOf({ mesh: { object }, path, value }: ObservedGateway, field: readonly string[]): Subject {
  const isSet = valueAt(value, field) !== undefined;
  return isSet ? { object, path: [...path, ...field] } : { object, path, atKey: true };
}

function labels({ peers }: ObservedMesh): readonly Finding[] {
  const peersOf = new Map<ObservedGateway, Set<string>>();
  for (const peer of peers) {
    for (const gateway of [gatewayOf(peer, 'ingress'), gatewayOf(peer, 'egress')]) {
      if (gateway !== undefined) peersOf.set(gateway, (peersOf.get(gateway) ?? new Set()).add(peer.name));
    }
  }
  return [...peersOf].flatMap(([gateway, names]) => checkLabel(gateway, names));
}

function checkLabel(
  { mesh, kind, name, path, value }: ObservedGateway,
  peers: ReadonlySet<string>,
): readonly Finding[] {
  const label = LABELS[kind];
  const place = ['service', 'metadata', 'labels', label];
  const found = textAt(value, place);
  const [expected = ''] = peers;
  // The product documentation labels a gateway with its own name.
  if (found === undefined || found === name || peers.has(found)) return [];
  const slots = { label, gateway: name, found, expected };
  return [finding('labelOfOtherPeer', { object: mesh.object, path: [...path, ...place] }, slots)];
}
