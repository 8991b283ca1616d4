import { listNames } from '../../issues/suggest';
import { textAt, valueAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';

/** The versions in which istiod still reads the router mode. */
const READS_ROUTER_MODE = new Set(['v1.0', 'v1.1', 'v2.0', 'v2.1', 'v2.2']);

/** The labels that tell a reader which peer a gateway is for. */
const LABELS = { ingress: 'federation.maistra.io/ingress-for', egress: 'federation.maistra.io/egress-for' } as const;

/**
 * FED041: the gateways have no settings that do nothing or mislead. A `certificateChain` that equals the default is
 * left alone, as to write it out is good practice.
 */
export const superfluousSettings: Rule = {
  id: 'FED041',
  severity: 'info',
  title: 'federation gateways have no router mode, no Route and labels that name their peer',
  cause: 'The manifests were copied from documentation of older versions, or from another gateway.',
  effect: 'nothing breaks; who reads the manifests is led astray',
  fix: 'Leave routerMode out, set routeConfig.enabled to false, and give the labels the name of the peer.',
  source: 'fact sheet 3.4, 3.6, 1.3 and 9 (D33, D34)',
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
      for (const finding of [...routerModes(mesh), ...routes(mesh), ...labels(mesh)]) report(finding);
    }
  },
};

function routerModes(mesh: ObservedMesh): readonly Finding[] {
  if (READS_ROUTER_MODE.has(mesh.version ?? '')) return [];
  const found = [...mesh.ingress.values(), ...mesh.egress.values()].filter(
    ({ value }) => textAt(value, ['routerMode']) !== undefined,
  );
  return perPlane(found, ['routerMode'], (names) => ({
    message: `routerMode is set on ${names}, and istiod does not read it since v2.3`,
    effect: 'none: the setting is ignored',
    fix: 'remove it',
  }));
}

function routes(mesh: ObservedMesh): readonly Finding[] {
  const used = new Set(mesh.peers.flatMap((peer) => gatewayOf(peer, 'ingress') ?? []));
  const found = [...used].filter(({ value }) => valueAt(value, ['routeConfig', 'enabled']) !== false);
  return perPlane(found, ['routeConfig', 'enabled'], (names) => ({
    message: `routeConfig.enabled is not false on ${names}`,
    effect: 'the operator makes a Route to port 8080 for each of them, a port that a federation gateway does not have',
    fix: 'write routeConfig: { enabled: false }',
  }));
}

/** One finding for a setting of a control plane, whatever number of gateways has it. */
function perPlane(
  gateways: readonly ObservedGateway[],
  field: readonly string[],
  words: (names: string) => Pick<Finding, 'message' | 'effect' | 'fix'>,
): readonly Finding[] {
  const [first] = gateways;
  if (first === undefined) return [];
  const names = `the gateway${gateways.length > 1 ? 's' : ''} ${listNames(gateways.map(({ name }) => name))}`;
  return [{ object: first.mesh.object, path: [...first.path, ...field], ...words(names) }];
}

function labels(mesh: ObservedMesh): readonly Finding[] {
  const peersOf = new Map<ObservedGateway, Set<string>>();
  for (const peer of mesh.peers) {
    for (const gateway of [gatewayOf(peer, 'ingress'), gatewayOf(peer, 'egress')]) {
      if (gateway !== undefined) peersOf.set(gateway, (peersOf.get(gateway) ?? new Set()).add(peer.name));
    }
  }
  return [...peersOf].flatMap(([gateway, peers]) => label(gateway, peers));
}

function label({ mesh, kind, name, path, value }: ObservedGateway, peers: ReadonlySet<string>): readonly Finding[] {
  const place = ['service', 'metadata', 'labels', LABELS[kind]];
  const found = textAt(value, place);
  const [expected] = peers;
  if (found === undefined || expected === undefined || peers.has(found)) return [];
  return [
    {
      object: mesh.object,
      path: [...path, ...place],
      message: `the label says that the gateway "${name}" is for "${found}", and the peer "${expected}" uses it`,
      fix: `write "${expected}"; not on a gateway that runs already, as its Deployment cannot take another label`,
    },
  ];
}
