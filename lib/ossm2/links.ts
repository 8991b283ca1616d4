import type { Mesh, Peering } from '../federation/model';
import type { IssueList, Path } from '../issues/issue';
import { groupBy } from '../values';
import { resolveSide, type Side } from './gateways';
import type { Gateway } from './model';
import { fitsGatewayLabel, rootConfigMap } from './names';

/** The longest name of a peer that leaves room for what istiod joins to it; fact sheet 1.5. */
const PEER_NAME_LENGTH = 55;

/** The ConfigMap in which istiod writes the mesh's own root certificates, again and again; fact sheet 1.6. */
const OWN_ROOT = 'istio-ca-root-cert';

/** Both sides of every pair, findable by mesh and peer. */
export class Links {
  private readonly sides: ReadonlyMap<string, ReadonlyMap<string, Side>>;

  constructor(sides: readonly Side[]) {
    const byMesh = groupBy(sides, ({ mesh }) => mesh.name);
    this.sides = new Map([...byMesh].map(([name, own]) => [name, new Map(own.map((side) => [side.peer.name, side]))]));
  }

  /** A mesh's side towards a peer; undefined where the two do not peer. */
  find(mesh: string, peer: string): Side | undefined {
    return this.sides.get(mesh)?.get(peer);
  }

  /** All sides of a mesh, sorted by the peer's mesh name. */
  of(mesh: string): readonly Side[] {
    return [...(this.sides.get(mesh)?.values() ?? [])].sort((a, b) => (a.peer.name < b.peer.name ? -1 : 1));
  }
}

/** Resolves both sides of every peering. Notes names that are too long, taken or reserved, and node ports that clash. */
export function resolveLinks(peerings: readonly Peering[], issues: IssueList): Links {
  const sides = peerings.flatMap((pair) => [resolveSide(pair, 0, issues), resolveSide(pair, 1, issues)]);
  for (const side of sides) checkPeerName(side, issues);
  for (const own of groupBy(sides, ({ mesh }) => mesh.name).values()) {
    checkPeerNamesDiffer(own, issues);
    checkGatewayNames(own, issues);
  }
  for (const own of groupBy(sides, ({ mesh }) => mesh.cluster.name).values()) checkNodePorts(own, issues);
  return new Links(sides);
}

function checkPeerName({ mesh, peer, peerName, path }: Side, issues: IssueList): void {
  if (peerName.length > PEER_NAME_LENGTH) {
    const message = `the peer name "${peerName}" has ${peerName.length} characters; ${PEER_NAME_LENGTH} leave room for what is joined to it`;
    issues.add('TOP102', path, message, 'set a shorter "peerName" under "sides", or shorten the mesh name');
  }
  if (rootConfigMap(peerName) === OWN_ROOT) {
    const message = `the peer name "${peerName}" would keep the peer's root certificates in "${OWN_ROOT}", where the mesh keeps its own`;
    issues.add('TOP103', path, message, `set another "peerName" under "sides" of the mesh "${mesh.name}"`);
  }
  if (peerName === mesh.clusterName) {
    const message = `the mesh "${mesh.name}" knows its own cluster as "${mesh.clusterName}" and cannot call the peer "${peer.name}" the same`;
    issues.add('TOP103', [...mesh.path, 'clusterName'], message, `write "clusterName: ${mesh.clusterName}-cluster"`);
  }
}

function checkPeerNamesDiffer(sides: readonly Side[], issues: IssueList): void {
  for (const [name, [first, ...others]] of groupBy(sides, ({ peerName }) => peerName)) {
    for (const { mesh, path } of others) {
      const message = `the mesh "${mesh.name}" calls the peer "${first?.peer.name}" by the name "${name}" already`;
      issues.add('TOP103', [...path, 'peerName'], message, 'choose another "peerName"');
    }
  }
}

/** What stands in the control-plane namespace besides the gateways; fact sheet FED024. */
function reservedNames({ props, name }: Mesh): ReadonlySet<string> {
  return new Set([
    'istio-ingressgateway',
    'istio-egressgateway',
    'grafana',
    'jaeger-query',
    'kiali',
    'prometheus',
    `istiod-${props.controlPlane ?? name}`,
  ]);
}

function checkGatewayNames(sides: readonly Side[], issues: IssueList): void {
  const taken = new Map<string, string>();
  for (const side of sides) {
    for (const kind of ['ingress', 'egress'] as const) {
      checkGatewayName(side, kind, issues);
      const { name } = side[kind];
      const owner = taken.get(name);
      if (owner !== undefined) {
        const message = `the mesh "${side.mesh.name}" has a gateway "${name}" towards the peer "${owner}" already`;
        issues.add(
          'TOP103',
          gatewayPath(side, kind),
          message,
          'name one of the two, or give the peers different "peerPrefix"es',
        );
      }
      taken.set(name, side.peer.name);
    }
  }
}

function checkGatewayName(side: Side, kind: 'ingress' | 'egress', issues: IssueList): void {
  const { mesh, peer } = side;
  const { name }: Gateway = side[kind];
  const path = gatewayPath(side, kind);
  const shorten = `set "peerPrefix" of the mesh "${peer.name}", or the gateway's "name"`;
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    issues.add('TOP101', path, `the gateway name "${name}" does not start with a letter`, shorten);
  }
  if (!fitsGatewayLabel(name, mesh.namespace) || name.length > 63) {
    const length = name.length + 1 + mesh.namespace.length;
    const message = `the gateway name and its namespace, "${name}.${mesh.namespace}", have ${length} characters; a label holds 63`;
    issues.add('TOP102', path, message, shorten);
  }
  if (reservedNames(mesh).has(name)) {
    issues.add('TOP103', path, `the gateway name "${name}" is taken by the control plane itself`, shorten);
  }
}

function gatewayPath({ path }: Side, kind: 'ingress' | 'egress'): Path {
  return path.includes('sides') ? [...path, kind, 'name'] : path;
}

function checkNodePorts(sides: readonly Side[], issues: IssueList): void {
  const taken = new Map<number, string>();
  for (const { ingress, mesh, path } of sides) {
    for (const { nodePort } of ingress.ports) {
      if (nodePort === undefined) continue;
      const owner = taken.get(nodePort);
      const gateway = `"${ingress.name}" of the mesh "${mesh.name}"`;
      if (owner !== undefined) {
        const message = `the node port ${nodePort} of ${gateway} is taken by ${owner} on the same cluster`;
        issues.add('TOP127', [...path, 'ingress', 'nodePorts'], message, 'choose a port that is free on the cluster');
      }
      taken.set(nodePort, gateway);
    }
  }
}
