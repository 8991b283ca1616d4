import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../observed/model';
import type { Finding, RelatedSubject } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { addressProblem, serviceAddress } from './support/address';
import { gatewayOf } from './support/peer-gateways';
import { readToken, TokenPlaces } from './support/tokens';
import { meshLabel, quoted } from './support/words';

const ADDRESSES = ['spec', 'remote', 'addresses'] as const;

/** The ports of an ingress gateway's pods, and the fields by which peers state how to get there. */
const PORTS = [
  { field: 'servicePort', number: 15443, use: 'service traffic' },
  { field: 'discoveryPort', number: 8188, use: 'discovery' },
] as const;

/** The node ports of a cluster that does not choose others. */
const NODE_PORTS = { least: 30_000, most: 32_767 };

/** FED010: peers know where to dial. */
export const addresses: Rule = {
  id: 'FED010',
  severity: 'error',
  title: "each peer has addresses and ports at which the other mesh's ingress gateway is reached",
  cause:
    'The address exists only when the load balancer does, so a placeholder is written first; or it was copied as a URL, or with ports that the gateway does not have.',
  effect: 'the mesh never reaches the other one: its discovery does not connect, and nothing is imported',
  fix: 'Write the IP addresses or DNS names alone, and in servicePort and discoveryPort what leads to the ports 15443 and 8188 of the gateway; node ports have to be stated in the ServiceMeshControlPlane to be known.',
  source: 'fact sheet 3.1, 3.3 and 8 (F2)',
  example: {
    fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['east-mesh-ingress-url'])],
  },
  check: (fleet, report) => {
    const tokens = new TokenPlaces();
    for (const peer of fleet.peers) {
      const findings = [...checkAddresses(peer, tokens), ...checkReach(peer), ...checkNodePorts(peer)];
      for (const finding of findings) report(finding);
    }
    const effect = 'the token is no name that resolves, so the mesh never reaches the other one';
    for (const finding of tokens.findings(effect)) report(finding);
  },
};

function checkAddresses({ object, addresses: found }: ObservedPeer, tokens: TokenPlaces): readonly Finding[] {
  if (found.length === 0) {
    const fix = "write the IP addresses or DNS names of the other mesh's ingress gateway";
    return [{ object, path: ADDRESSES, message: 'the peer has no address', fix }];
  }
  return found.flatMap((address, i) => {
    const path = [...ADDRESSES, i];
    const token = readToken(address);
    if (token !== undefined) {
      tokens.add(token.token, { object, path });
      return [];
    }
    const problem =
      typeof address === 'string' && address !== ''
        ? addressProblem(address)
        : {
            message: `the address is ${address === '' ? 'empty' : quoted(address)}`,
            fix: "write the IP address or the DNS name of the other mesh's ingress gateway",
          };
    if (problem === undefined) return [];
    const { message, fix, mayWork } = problem;
    return [{ object, path, message, fix, ...(mayWork && { severity: 'warning' as const }) }];
  });
}

/** Compares addresses and ports with the gateway that they lead to, if the manifests have it. */
function checkReach(peer: ObservedPeer): readonly Finding[] {
  const { counterpart, remote } = peer;
  const gateway = counterpart && gatewayOf(counterpart, 'ingress');
  if (gateway === undefined || remote === undefined) return [];
  const isNear = remote.cluster === peer.cluster;
  const byAddress = peer.addresses.flatMap(
    (address, i) => (typeof address === 'string' && checkServiceName(peer, gateway, address, i, isNear)) || [],
  );
  return [...byAddress, ...(isNear ? [] : checkType(peer, gateway)), ...checkPorts(peer, gateway)];
}

/** An address that is the name of a Service holds in its own cluster alone. */
function checkServiceName(
  peer: ObservedPeer,
  gateway: ObservedGateway,
  text: string,
  i: number,
  isNear: boolean,
): Finding | undefined {
  const address = serviceAddress(text);
  const { mesh, name } = gateway;
  const path = [...ADDRESSES, i];
  if (address === undefined) return isNear ? notAServiceName(peer, gateway, text, i) : undefined;
  if (!isNear) {
    return {
      object: peer.object,
      path,
      message: `the address "${text}" is a name within a cluster, while ${meshLabel(mesh)} is elsewhere`,
      fix: "write the address of the gateway's load balancer or of its nodes",
      related: [gatewayPlace(gateway)],
    };
  }
  if (address.name === name && address.namespace === mesh.namespace) return undefined;
  return {
    object: peer.object,
    path,
    message: `the address "${text}" is not that of the ingress gateway "${name}" in the namespace "${mesh.namespace}"`,
    fix: `write "${name}.${mesh.namespace}.${address.suffix}"`,
    related: [gatewayPlace(gateway)],
  };
}

/** Within a cluster, a gateway without an outside address is reached by the name of its Service alone. */
function notAServiceName(peer: ObservedPeer, gateway: ObservedGateway, text: string, i: number): Finding | undefined {
  const isName = text.includes('.') && addressProblem(text) === undefined && /[a-z]/i.test(text) && !text.includes(':');
  if (gateway.type !== 'ClusterIP' || !isName || readToken(text) !== undefined) return undefined;
  return {
    object: peer.object,
    path: [...ADDRESSES, i],
    message: `the address "${text}" is not the name of a Service, while the ingress gateway "${gateway.name}" has no other address`,
    fix: `write "${gateway.name}.${gateway.mesh.namespace}.svc.cluster.local"`,
    // A proxy of somebody else may stand in front.
    severity: 'warning',
    related: [gatewayPlace(gateway)],
  };
}

/** A gateway that nobody outside of its cluster can reach. */
function checkType(peer: ObservedPeer, gateway: ObservedGateway): readonly Finding[] {
  const reaches = (address: unknown) => typeof address === 'string' && address.endsWith('.svc.clusterset.local');
  const isTold = peer.addresses.some((address) => typeof address === 'string' && serviceAddress(address) !== undefined);
  if (gateway.type !== 'ClusterIP' || isTold || peer.addresses.some(reaches)) return [];
  return [
    {
      object: gateway.mesh.object,
      path: [...gateway.path, 'service', 'type'],
      message: `the ingress gateway "${gateway.name}" is of type ClusterIP, while its peer ${quoted(peer.mesh?.name ?? peer.name)} is in the cluster "${peer.cluster.name}"`,
      effect:
        'the gateway has no address outside of its cluster; unless something in front leads to it, the other mesh cannot reach it',
      fix: 'write "type: LoadBalancer", or NodePort with node ports',
      // A proxy of somebody else may stand in front; then the addresses are its own.
      severity: 'warning',
      related: [{ object: peer.object, path: ADDRESSES, text: 'the other mesh dials these addresses' }],
    },
  ];
}

function checkPorts(peer: ObservedPeer, gateway: ObservedGateway): readonly Finding[] {
  const isByNodes = gateway.type === 'NodePort' && !isByServiceName(peer);
  // Whether peers and node ports agree is FED044.
  if (isByNodes || !['ClusterIP', 'LoadBalancer', 'NodePort'].includes(gateway.type)) return [];
  return PORTS.flatMap(({ field, number, use }) => {
    const port = gateway.ports.find((one) => (one.targetPort ?? one.port) === number);
    if (port?.port === undefined || isReached(peer[field], port, gateway.type)) return [];
    return [
      {
        object: peer.object,
        path: ['spec', 'remote', field],
        message: `the port for ${use} is ${peer[field]}, while the ingress gateway "${gateway.name}" of ${meshLabel(gateway.mesh)} has ${port.port}`,
        effect: field === 'servicePort' ? 'services are imported, but calls to them fail' : undefined,
        fix: `write "${field}: ${port.port}", unless something in front of the gateway has other ports`,
        related: [{ object: gateway.mesh.object, path: [...port.path, 'port'], text: 'the port of the gateway' }],
        // What stands in front of a gateway has ports of its own; nothing stands in front of a Service's name.
        ...(!isByServiceName(peer) && { severity: 'warning' as const }),
      },
    ].map(({ effect, ...finding }) => ({ ...finding, ...(effect !== undefined && { effect }) }));
  });
}

function isReached(found: number, { port, nodePort }: ObservedPort, type: string): boolean {
  // A load balancer has node ports as well, and nodes have addresses.
  return found === port || (type === 'LoadBalancer' && found === nodePort);
}

function isByServiceName({ addresses: found }: ObservedPeer): boolean {
  return found.some((address) => typeof address === 'string' && serviceAddress(address) !== undefined);
}

/** Node ports of the mesh's own gateway, which its peer has to know. */
function checkNodePorts(peer: ObservedPeer): readonly Finding[] {
  const gateway = gatewayOf(peer, 'ingress');
  const { counterpart } = peer;
  if (gateway?.type !== 'NodePort' || (counterpart !== undefined && isByServiceName(counterpart))) return [];
  // Ports that are not fixed are fetched with the address that a token stands for.
  if (counterpart?.addresses.some((address) => readToken(address) !== undefined)) return [];
  return PORTS.flatMap(({ number, use, field }) => {
    const port = gateway.ports.find((one) => (one.targetPort ?? one.port) === number);
    const finding = port && checkNodePort(gateway, port, use);
    const dialed = port?.nodePort === undefined ? counterpart?.[field] : undefined;
    if (finding === undefined || dialed === undefined || dialed === number) return finding ?? [];
    return [{ ...finding, ...asDialed(dialed) }];
  });
}

/** A peer that states a port knows the one that the cluster picked, or dials something in front of the nodes. */
function asDialed(port: number): Pick<Finding, 'severity' | 'effect'> {
  if (!isNodePort(port)) return { severity: 'warning' };
  const effect = `the other mesh dials ${port}, which changes when the Service of the gateway is made anew`;
  return { severity: 'info', effect };
}

function isNodePort(port: number): boolean {
  return port >= NODE_PORTS.least && port <= NODE_PORTS.most;
}

function checkNodePort(
  { mesh, name }: ObservedGateway,
  { path, nodePort }: ObservedPort,
  use: string,
): Finding | undefined {
  const { least, most } = NODE_PORTS;
  if (nodePort !== undefined && isNodePort(nodePort)) return undefined;
  const range = `${least} to ${most}`;
  return {
    object: mesh.object,
    path: [...path, 'nodePort'],
    message:
      nodePort === undefined
        ? `the ingress gateway "${name}" is of type NodePort and states no node port for ${use}`
        : `the node port ${nodePort} of the ingress gateway "${name}" is not in the range of ${range}`,
    effect:
      nodePort === undefined
        ? 'the cluster picks one at random, which the other mesh cannot know before'
        : 'the API server refuses the Service of the gateway, so there is none',
    fix: `write "nodePort:" with a free port of ${range}, and the same in the other mesh's peer`,
  };
}

function gatewayPlace({ mesh, path, name }: ObservedGateway): RelatedSubject {
  return { object: mesh.object, path, text: `the ingress gateway "${name}" that is to be reached` };
}
