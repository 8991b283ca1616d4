import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type Doc, dig, fields, list, type Mesh, type Pair, pairsOf, text, type World } from './world';

const ADDRESS_TOKEN = /^<ossm-fed:address:([^:<>]+):([^:<>]+)>$/;
const INCOMPLETE_KEY = 'root-cert.pem.incomplete';
const ROOT_TOKEN = /^<ossm-fed:root:([^:<>]+)>$/;
const HOST = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/i;

/** What the oracle must be told, as no manifest tells it. */
export interface Hints {
  /** Whether something in front of the gateways may have other ports. */
  readonly customPorts: boolean;
}

/** What must hold between the two sides of every pair; fact sheet 2.1. */
export function checkPeers(world: World, hints: Hints): readonly string[] {
  const pairs = pairsOf(world);
  const peers = world.meshes.flatMap((mesh) => mesh.peers.map(({ name }) => `${mesh.name} ${name}`));
  const paired = new Set(pairs.map(({ mesh, peer }) => `${mesh.name} ${peer.name}`));
  return [
    ...peers
      .filter((peer) => !paired.has(peer))
      .map((peer) => `${peer}: no mesh has this peer's trust domain and peers back`),
    ...pairs.flatMap((pair) =>
      checkPair(pair, hints).map((problem) => `${pair.mesh.name} ${pair.peer.name}: ${problem}`),
    ),
  ];
}

function checkPair(pair: Pair, hints: Hints): readonly string[] {
  const { mesh, peer, other, back } = pair;
  const security = fields(peer.spec.security);
  const client = `${other.trustDomain}/ns/${other.namespace}/sa/${back.egress}-service-account`;
  const claims: readonly (readonly [string, boolean])[] = [
    ['the peer is the mesh itself', other !== mesh],
    ['clientID', security.clientID === client],
    ['the trust domain cannot be federated', peer.trustDomain !== 'cluster.local'],
    ['the name is that of the own cluster', dig(mesh.spec, 'cluster', 'name') !== peer.name],
    ['the name is too long', peer.name.length <= 55],
    ['requestedNetworkView', isOwnNetwork(pair)],
    ['the certificates', checkCertificates(pair)],
  ];
  return [...claims.filter(([, holds]) => !holds).map(([what]) => what), ...checkRemote(pair, hints)];
}

function isOwnNetwork({ mesh, peer }: Pair): boolean {
  const view = dig(mesh.spec, 'gateways', 'additionalEgress', peer.egress, 'requestedNetworkView');
  return JSON.stringify(view) === JSON.stringify([`network-${peer.name}`]);
}

function checkCertificates({ mesh, peer, other }: Pair): boolean {
  const chain = dig(peer.spec, 'security', 'certificateChain');
  const name = dig(chain, 'name');
  const map = mesh.docs.find((doc) => isConfigMap(doc, mesh, name));
  const [[key, pem] = [], ...others] = Object.entries(dig(map?.body, 'data') ?? {});
  const isKnown = others.length === 0 && key === (isIncomplete(pem, peer) ? INCOMPLETE_KEY : 'root-cert.pem');
  const named = name === `${peer.name}-ca-root-cert` && name !== 'istio-ca-root-cert';
  return isKnown && named && dig(chain, 'kind') === 'ConfigMap' && typeof pem === 'string' && isRootOf(pem, other);
}

/** Whether a peer must not be accepted by istiod yet. */
function isIncomplete(pem: unknown, { spec }: Pair['peer']): boolean {
  return JSON.stringify([pem, dig(spec, 'remote', 'addresses')]).includes('"<ossm-fed:');
}

function isConfigMap({ kind, name, namespace }: Doc, mesh: Mesh, wanted: unknown): boolean {
  return kind === 'ConfigMap' && name === wanted && namespace === mesh.namespace;
}

function isRootOf(pem: string, mesh: Mesh): boolean {
  const token = ROOT_TOKEN.exec(pem);
  return token === null ? new X509Certificate(pem).ca : token[1] === mesh.name;
}

/** The addresses and ports that a mesh dials, against the ingress gateway of the other one. */
function checkRemote({ mesh, peer, other, back }: Pair, { customPorts }: Hints): readonly string[] {
  const service = dig(other.spec, 'gateways', 'additionalIngress', back.ingress, 'service');
  const addresses = list(dig(peer.spec, 'remote', 'addresses')).map(text);
  const kinds = new Set(addresses.map((address) => addressKind(address, other, back.ingress)));
  const isClusterIP = dig(service, 'type') === 'ClusterIP';
  const inside = isClusterIP && kinds.has('service');
  // A ClusterIP has no address of its own but its name, so a stated address is that of a proxy, which may have any ports.
  const isBehindProxy = isClusterIP && kinds.has('static');
  return [
    ...(addresses.length === 0 ? ['no addresses'] : []),
    ...(kinds.has('none') ? [`the addresses ${addresses}`] : []),
    ...(kinds.has('token') && addresses.length > 1 ? ['a token beside other addresses'] : []),
    ...(inside && mesh.cluster !== other.cluster ? ['a ClusterIP across clusters'] : []),
    ...(customPorts || isBehindProxy ? [] : checkPorts(fields(peer.spec.remote), fields(service), kinds.has('token'))),
  ];
}

function addressKind(address: string, other: Mesh, ingress: string): 'token' | 'service' | 'static' | 'none' {
  const token = ADDRESS_TOKEN.exec(address);
  if (token !== null) return token[1] === other.name && token[2] === ingress ? 'token' : 'none';
  if (address.startsWith(`${ingress}.${other.namespace}.svc.`)) return 'service';
  return isIP(address) !== 0 || HOST.test(address) ? 'static' : 'none';
}

/** The ports that are dialed must be those of the Service: node ports of a NodePort, its own otherwise. */
function checkPorts(
  remote: { readonly [key: string]: unknown },
  service: { readonly [key: string]: unknown },
  token: boolean,
): readonly string[] {
  const wanted = [
    ['servicePort', 15443],
    ['discoveryPort', 8188],
  ] as const;
  return wanted.flatMap(([key, number]) => {
    const port = list(service.ports).find((entry) => dig(entry, 'port') === number);
    const outside = service.type === 'NodePort' ? dig(port, 'nodePort') : number;
    // Node ports that are not fixed become known with the address.
    if (outside === undefined) return token && remote[key] === undefined ? [] : [`${key} of an unknown node port`];
    return (remote[key] ?? number) === outside ? [] : [`${key} is ${remote[key]}, not ${outside}`];
  });
}
