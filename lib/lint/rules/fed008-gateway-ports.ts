import type { Path } from '../../issues/issue';
import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS, usedGateways } from './support/peer-gateways';

/** A port that federation listens on, with the name that tells Istio its protocol. */
interface FederationPort {
  readonly number: number;
  readonly name: string;
  readonly use: string;
}

const PORTS: { readonly [kind in ObservedGateway['kind']]: readonly FederationPort[] } = {
  ingress: [
    { number: 15443, name: 'tls', use: 'service traffic' },
    { number: 8188, name: 'https-discovery', use: 'discovery' },
  ],
  egress: [
    { number: 15443, name: 'tls', use: 'service traffic' },
    { number: 8188, name: 'http-discovery', use: 'discovery' },
  ],
};

/** FED008: the ports of federation are fixed. */
export const gatewayPorts: Rule = {
  id: 'FED008',
  severity: 'error',
  title: 'both gateways of a peer have the ports 15443 and 8188, which lead to the same ports of their pods',
  cause:
    'Ports that are stated replace the default ones, which are those of web traffic; the two of federation were left out, or given other numbers.',
  effect: 'the gateway takes no traffic of federation on the port that is missing',
  fix: 'Write the ports 15443 ("tls") and 8188 ("https-discovery" on the ingress gateway, "http-discovery" on the egress gateway), without target ports.',
  source: 'fact sheet 3.1',
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
        const finding = checkPort(gateway, port, peer);
        if (finding !== undefined) report(finding);
      }
      for (const finding of checkNames(gateway)) report(finding);
    }
  },
};

function checkPort(gateway: ObservedGateway, port: FederationPort, peer: ObservedPeer): Finding | undefined {
  const found = gateway.ports.find((one) => one.port === port.number);
  if (found === undefined) return missing(gateway, port, peer);
  if (found.targetPort !== undefined && found.targetPort !== port.number) return redirected(gateway, port, found);
  return misnamed(gateway, port, found);
}

function missing(gateway: ObservedGateway, { number, name, use }: FederationPort, peer: ObservedPeer): Finding {
  const { mesh, kind } = gateway;
  const led = kind === 'ingress' ? gateway.ports.find((one) => one.targetPort === number) : undefined;
  if (led !== undefined) {
    return {
      object: mesh.object,
      path: [...led.path, 'port'],
      severity: 'warning',
      message: `the ingress gateway "${gateway.name}" has the port ${led.port} for ${use} instead of ${number}`,
      effect:
        'traffic arrives, but istiod finds no endpoints behind the port, and the other mesh has no identities to check',
      fix: `write "port: ${number}"; another number can be had outside of the cluster, with "nodePort" or on a load balancer`,
    };
  }
  return {
    object: mesh.object,
    path: [...gateway.path, 'service', 'ports'],
    message: `the ${kind} gateway "${gateway.name}" has no port ${number}, for ${use}`,
    effect: missingEffect(kind, number),
    fix: `add { name: ${name}, port: ${number} }`,
    related: [{ object: peer.object, path: GATEWAY_NAME_PATHS[kind], text: 'the peer uses the gateway' }],
  };
}

function missingEffect(kind: ObservedGateway['kind'], number: number): string {
  if (number === 8188) {
    return kind === 'egress'
      ? 'istiod cannot reach the other mesh, so nothing is imported'
      : 'the other mesh cannot connect, so it imports nothing';
  }
  return kind === 'egress'
    ? 'imported services have no endpoints: calls get 503, though the status says that they are imported'
    : 'the other mesh connects and imports, but its calls fail';
}

function redirected(
  { mesh, kind, name }: ObservedGateway,
  { number }: FederationPort,
  { path, targetPort }: ObservedPort,
): Finding {
  const isData = number === 15443;
  return {
    object: mesh.object,
    path: [...path, 'targetPort'],
    message: `the port ${number} of the ${kind} gateway "${name}" leads to the port ${JSON.stringify(targetPort)} of its pods instead of ${number}`,
    effect:
      kind === 'ingress'
        ? 'the policies that admit only the other mesh are for the port that is not used, so any identity is admitted'
        : isData
          ? 'imported services have no endpoints: calls get 503, though the status says that they are imported'
          : 'istiod cannot reach the other mesh, so nothing is imported',
    fix: 'remove the target port',
  };
}

function misnamed(
  gateway: ObservedGateway,
  { number, name }: FederationPort,
  found: ObservedPort,
): Finding | undefined {
  // A port without a name among several is what the API server refuses; checkNames is about it.
  if (found.name === name || (found.name === undefined && gateway.ports.length > 1)) return undefined;
  return {
    object: gateway.mesh.object,
    path: [...found.path, 'name'],
    severity: 'warning',
    message: `the port ${number} of the ${gateway.kind} gateway "${gateway.name}" is called ${found.name === undefined ? 'nothing' : `"${found.name}"`} instead of "${name}"`,
    effect: 'Istio takes the protocol of a port from its name, and may take another one than the traffic has',
    fix: `write "name: ${name}"`,
  };
}

/** Names that the API server refuses: missing ones among several, and one for two ports. */
function checkNames({ mesh, kind, name, ports }: ObservedGateway): readonly Finding[] {
  const first = new Map<string, Path>();
  return ports.flatMap((port) => {
    const path = [...port.path, 'name'];
    const effect = 'the API server refuses the Service of the gateway, so there is none';
    if (port.name === undefined) {
      if (ports.length === 1) return [];
      const fix = `write ${nameFor(kind, port.port)}`;
      return [
        { object: mesh.object, path, message: `a port of the ${kind} gateway "${name}" has no name`, effect, fix },
      ];
    }
    const before = first.get(port.name);
    if (before === undefined) {
      first.set(port.name, path);
      return [];
    }
    return [
      {
        object: mesh.object,
        path,
        message: `two ports of the ${kind} gateway "${name}" are called "${port.name}"`,
        effect,
        fix: `write ${nameFor(kind, port.port)}`,
        related: [{ object: mesh.object, path: before, text: 'the first port of this name' }],
      },
    ];
  });
}

function nameFor(kind: ObservedGateway['kind'], port: number | undefined): string {
  const known = PORTS[kind].find(({ number }) => number === port);
  return known === undefined ? 'a name that no other port has' : `"name: ${known.name}"`;
}
