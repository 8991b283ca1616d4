import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS, usedGateways } from './support/peer-gateways';

const USED = ['the peer uses the gateway'];
const MISSING = 'the {kind} gateway "{gateway}" has no port {number} for {use}';
const ADD = 'add a port with "name: {name}" and "port: {number}"';
const NO_ENDPOINTS =
  'imported services have no endpoints: calls to them get 503, although the status lists them as imported';
const NO_DISCOVERY = 'istiod cannot reach the other mesh, so nothing is imported';
const REDIRECTED =
  'the port {number} of the {kind} gateway "{gateway}" has the target port {targetPort} instead of {number}';
const NO_TARGET = 'remove the target port';
const NAME = 'write "name: {name}"';
const GUESSED = 'Istio selects the protocol of a port by its name, and may select the wrong one';
const REJECTED = 'the API server rejects the Service of the gateway, so the mesh has no such gateway';
const UNNAMED = 'a port of the {kind} gateway "{gateway}" has no name';
const DUPLICATE = 'duplicate port name "{found}" of the {kind} gateway "{gateway}"';
const FREE_NAME = 'write a name that no other port of the gateway has';
const OTHER = ['the other port with this name'];

const FINDINGS = {
  missingEgressData: { severity: 'error', message: MISSING, effect: NO_ENDPOINTS, fix: ADD, related: USED },
  missingEgressDiscovery: { severity: 'error', message: MISSING, effect: NO_DISCOVERY, fix: ADD, related: USED },
  missingIngressData: {
    severity: 'error',
    message: MISSING,
    effect: 'the other mesh connects and imports services, but its calls fail',
    fix: ADD,
    related: USED,
  },
  missingIngressDiscovery: {
    severity: 'error',
    message: MISSING,
    effect: 'the other mesh cannot connect, so it imports nothing',
    fix: ADD,
    related: USED,
  },
  otherIngressPort: {
    severity: 'warning',
    message: 'the ingress gateway "{gateway}" has the port {found} for {use} instead of {number}',
    effect:
      'traffic arrives, but istiod finds no endpoints of the port, and the other mesh has no identities to verify',
    fix: 'write "port: {number}"; use "nodePort" or a load balancer for another port outside of the cluster',
  },
  redirectedIngress: {
    severity: 'error',
    message: REDIRECTED,
    effect: 'the policies that admit only the other mesh do not apply to the target port, so any identity is admitted',
    fix: NO_TARGET,
  },
  redirectedEgressData: { severity: 'error', message: REDIRECTED, effect: NO_ENDPOINTS, fix: NO_TARGET },
  redirectedEgressDiscovery: { severity: 'error', message: REDIRECTED, effect: NO_DISCOVERY, fix: NO_TARGET },
  wrongName: {
    severity: 'warning',
    message: 'the port {number} of the {kind} gateway "{gateway}" has the name "{found}" instead of "{name}"',
    effect: GUESSED,
    fix: NAME,
  },
  onlyPortWithoutName: {
    severity: 'warning',
    message: 'the port {number} of the {kind} gateway "{gateway}" has no name; expected "{name}"',
    effect: GUESSED,
    fix: NAME,
  },
  missingName: { severity: 'error', message: UNNAMED, effect: REJECTED, fix: NAME },
  missingFreeName: { severity: 'error', message: UNNAMED, effect: REJECTED, fix: FREE_NAME },
  duplicateName: { severity: 'error', message: DUPLICATE, effect: REJECTED, fix: NAME, related: OTHER },
  duplicateFreeName: { severity: 'error', message: DUPLICATE, effect: REJECTED, fix: FREE_NAME, related: OTHER },
} as const;

const finding = findingMaker(FINDINGS);

/** A port that federation uses, with the name by which Istio selects its protocol. */
interface FederationPort {
  readonly number: number;
  readonly name: string;
  readonly use: string;
  readonly missing: keyof typeof FINDINGS & `missing${string}`;
  readonly redirected: keyof typeof FINDINGS & `redirected${string}`;
}

const SERVICE_TRAFFIC = { number: 15443, name: 'tls', use: 'service traffic' } as const;
const DISCOVERY = { number: 8188, use: 'discovery' } as const;

const PORTS = {
  ingress: [
    { ...SERVICE_TRAFFIC, missing: 'missingIngressData', redirected: 'redirectedIngress' },
    { ...DISCOVERY, name: 'https-discovery', missing: 'missingIngressDiscovery', redirected: 'redirectedIngress' },
  ],
  egress: [
    { ...SERVICE_TRAFFIC, missing: 'missingEgressData', redirected: 'redirectedEgressData' },
    {
      ...DISCOVERY,
      name: 'http-discovery',
      missing: 'missingEgressDiscovery',
      redirected: 'redirectedEgressDiscovery',
    },
  ],
} as const;

/** FED008: the ports of federation are fixed. */
export const gatewayPorts: Rule = {
  id: 'FED008',
  generations: ['ossm2'],
  title: 'both gateways of a peer have the ports 15443 and 8188, and these lead to the same ports of their pods',
  cause:
    'Ports in the ServiceMeshControlPlane replace the default ones, which are for web traffic; the two ports of federation were left out, or have other numbers.',
  fix: 'Write the ports 15443 ("tls") and 8188 ("https-discovery" on the ingress gateway, "http-discovery" on the egress gateway), without target ports.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshControlPlane spec.gateways',
    'maistra/istio pkg/servicemesh/federation/discovery/discovery.go (gateways for discovery)',
    'maistra/istio pilot/pkg/serviceregistry/federation/controller.go (endpoints of the egress gateway)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'ServiceMeshControlPlane west-mesh',
        'spec.gateways.additionalEgress.east-mesh-egress.service.ports',
        [{ name: 'http-discovery', port: 8188 }],
      ),
    ],
  },
  check: (fleet, report) => {
    for (const [gateway, peer] of usedGateways(fleet)) {
      for (const port of PORTS[gateway.kind]) {
        const found = checkPort(gateway, port, peer);
        if (found !== undefined) report(found);
      }
      for (const found of checkNames(gateway)) report(found);
    }
  },
};

function checkPort(gateway: ObservedGateway, expected: FederationPort, peer: ObservedPeer): Finding | undefined {
  const { number, redirected } = expected;
  const found = gateway.ports.find(({ port }) => port === number);
  if (found === undefined) return missing(gateway, expected, peer);
  const { path, targetPort = number } = found;
  if (targetPort === number) return checkName(gateway, expected, found);
  const place = { object: gateway.mesh.object, path: [...path, 'targetPort'] };
  const slots = { number, kind: gateway.kind, gateway: gateway.name, targetPort: JSON.stringify(targetPort) };
  return finding(redirected, place, slots);
}

function missing(gateway: ObservedGateway, expected: FederationPort, peer: ObservedPeer): Finding {
  const { mesh, kind, name, path, ports } = gateway;
  const slots = { ...expected, kind, gateway: name };
  const other = ports.find(({ targetPort }) => targetPort === expected.number);
  if (kind === 'ingress' && other?.port !== undefined) {
    return finding(
      'otherIngressPort',
      { object: mesh.object, path: [...other.path, 'port'] },
      { ...slots, found: other.port },
    );
  }
  const related = [{ object: peer.object, path: GATEWAY_NAME_PATHS[kind] }];
  return finding(expected.missing, { object: mesh.object, path: [...path, 'service', 'ports'], related }, slots);
}

function checkName(
  { mesh, kind, name: gateway, ports }: ObservedGateway,
  { number, name }: FederationPort,
  found: ObservedPort,
): Finding | undefined {
  if (found.name === name) return undefined;
  const place = { object: mesh.object, path: [...found.path, 'name'] };
  const slots = { number, kind, gateway, name };
  if (found.name !== undefined) return finding('wrongName', place, { ...slots, found: found.name });
  // A port without a name among several is what the API server rejects; checkNames is about it.
  return ports.length > 1 ? undefined : finding('onlyPortWithoutName', place, slots);
}

/** Names that the API server rejects: a missing one among several, and one for two ports. */
function checkNames(gateway: ObservedGateway): readonly Finding[] {
  const { ports } = gateway;
  const first = new Map<string, ObservedPort>();
  return ports.flatMap((port) => {
    if (port.name === undefined) return ports.length > 1 ? withoutName(gateway, port) : [];
    const before = first.get(port.name);
    first.set(port.name, before ?? port);
    return before === undefined ? [] : duplicate(gateway, port.name, before, port);
  });
}

function withoutName({ mesh, kind, name: gateway }: ObservedGateway, { path, port }: ObservedPort): Finding {
  const place = { object: mesh.object, path: [...path, 'name'] };
  const name = nameFor(kind, port);
  if (name === undefined) return finding('missingFreeName', place, { kind, gateway });
  return finding('missingName', place, { kind, gateway, name });
}

/** Two ports with one name; the second one is wrong unless it is the port of federation with that name. */
function duplicate(
  { mesh, kind, name: gateway }: ObservedGateway,
  found: string,
  before: ObservedPort,
  port: ObservedPort,
): Finding {
  const [wrong, right] = nameFor(kind, port.port) === found ? [before, port] : [port, before];
  const related = [{ object: mesh.object, path: [...right.path, 'name'] }];
  const place = { object: mesh.object, path: [...wrong.path, 'name'], related };
  const name = nameFor(kind, wrong.port);
  if (name === undefined || name === found) return finding('duplicateFreeName', place, { kind, gateway, found });
  return finding('duplicateName', place, { kind, gateway, found, name });
}

/** The name that a port of federation has; undefined for other ports. */
function nameFor(kind: ObservedGateway['kind'], port: number | undefined): string | undefined {
  return PORTS[kind].find(({ number }) => number === port)?.name;
}
