import type { Mesh, Peering } from '../federation/model';
import type { IssueList } from '../issues/issue';
import { groupBy } from '../values';
import { checkEndpoints } from './endpoints';
import { resolveSide, type Side } from './gateways';
import type { Gateway } from './model';
import { fitsGatewayLabel, rootConfigMap } from './names';

/** The maximum length of a peer name, which is part of longer names. Source: docs/federation.md, Name limits. */
const PEER_NAME_LENGTH = 55;

/**
 * The ConfigMap to which istiod writes the mesh's own root certificates. Source: docs/federation.md, Root certificates.
 */
const OWN_ROOT = 'istio-ca-root-cert';

/** Both sides of every pair, findable by mesh and peer. */
export class Links {
  private readonly sides: ReadonlyMap<string, ReadonlyMap<string, Side>>;

  /** @param byMesh the sides by the name of their mesh */
  constructor(byMesh: ReadonlyMap<string, readonly Side[]>) {
    this.sides = new Map([...byMesh].map(([name, own]) => [name, new Map(own.map((side) => [side.peer.name, side]))]));
  }

  /** The side of a mesh for a peer; undefined if the two do not peer. */
  find(mesh: string, peer: string): Side | undefined {
    return this.sides.get(mesh)?.get(peer);
  }

  /** All sides of a mesh, sorted by the peer's mesh name. */
  of(mesh: string): readonly Side[] {
    return [...(this.sides.get(mesh)?.values() ?? [])].sort((a, b) => (a.peer.name < b.peer.name ? -1 : 1));
  }
}

/** Resolves both sides of every peering. Reports long, duplicate and reserved names, and duplicate node ports and addresses. */
export function resolveLinks(peerings: readonly Peering[], issues: IssueList): Links {
  const sides = peerings.flatMap((pair) => [resolveSide(pair, 0, issues), resolveSide(pair, 1, issues)]);
  for (const side of sides) checkPeerName(side, issues);
  const byMesh = groupBy(sides, ({ mesh }) => mesh.name);
  for (const own of byMesh.values()) {
    checkPeerNamesDiffer(own, issues);
    checkGatewayNames(own, issues);
  }
  for (const own of groupBy(sides, ({ mesh }) => mesh.cluster.name).values()) checkNodePorts(own, issues);
  checkEndpoints(sides, issues);
  return new Links(byMesh);
}

function checkPeerName({ mesh, peer, peerName, path }: Side, issues: IssueList): void {
  if (peerName.length > PEER_NAME_LENGTH) {
    const message = `the peer name "${peerName}" has ${peerName.length} characters, the maximum is ${PEER_NAME_LENGTH}`;
    issues.add('TOP102', path, message, 'set a shorter "peerName" under "sides", or shorten the mesh name');
  }
  if (rootConfigMap(peerName) === OWN_ROOT) {
    const message = `reserved peer name "${peerName}": its root certificates would be in "${OWN_ROOT}", which istiod overwrites`;
    issues.add('TOP103', path, message, `set another "peerName" under "sides" of the mesh "${mesh.name}"`);
  }
  if (peerName === mesh.clusterName) {
    const message = `reserved name "${mesh.clusterName}" of the peer "${peer.name}", it is the "clusterName" of the mesh "${mesh.name}"`;
    issues.add('TOP103', [...mesh.path, 'clusterName'], message, `write "clusterName: ${mesh.clusterName}-cluster"`);
  }
}

function checkPeerNamesDiffer(sides: readonly Side[], issues: IssueList): void {
  for (const [name, [first, ...others]] of groupBy(sides, ({ peerName }) => peerName)) {
    for (const { mesh, path } of others) {
      const message = `duplicate peer name "${name}" in the mesh "${mesh.name}", already used for the peer "${first?.peer.name}"`;
      issues.add('TOP103', [...path, 'peerName'], message, 'set another "peerName"');
    }
  }
}

/** The Services of the control plane itself in its namespace (lint rule FED024). */
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

/** Checks the names of all gateways of a mesh. */
function checkGatewayNames(sides: readonly Side[], issues: IssueList): void {
  const taken = new Map<string, string>();
  const reserved = sides[0] === undefined ? new Set<string>() : reservedNames(sides[0].mesh);
  for (const side of sides) {
    for (const kind of ['ingress', 'egress'] as const) {
      checkGatewayName(side, kind, reserved, issues);
      const { name } = side[kind];
      const owner = taken.get(name);
      if (owner !== undefined) {
        const message = `duplicate gateway "${name}" in the mesh "${side.mesh.name}", already used for the peer "${owner}"`;
        issues.add(
          'TOP103',
          side.namePaths[kind],
          message,
          'set "name" of one of the two, a pattern with "{peer}" for the names of all, or another "peerPrefix" of one of the peers',
        );
      }
      taken.set(name, side.peer.name);
    }
  }
}

function checkGatewayName(
  side: Side,
  kind: 'ingress' | 'egress',
  reserved: ReadonlySet<string>,
  issues: IssueList,
): void {
  const { mesh, peer } = side;
  const { name }: Gateway = side[kind];
  const path = side.namePaths[kind];
  const shorten = `set "peerPrefix" of the mesh "${peer.name}", or "name" of the gateway`;
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    issues.add('TOP101', path, `invalid gateway name "${name}", must start with a letter`, shorten);
  }
  if (!fitsGatewayLabel(name, mesh.namespace) || name.length > 63) {
    const length = name.length + 1 + mesh.namespace.length;
    const message = `the label "${name}.${mesh.namespace}" of gateway name and namespace has ${length} characters, the maximum is 63`;
    issues.add('TOP102', path, message, shorten);
  }
  if (reserved.has(name)) {
    issues.add('TOP103', path, `reserved gateway name "${name}", used by the control plane itself`, shorten);
  }
}

function checkNodePorts(sides: readonly Side[], issues: IssueList): void {
  const taken = new Map<number, string>();
  for (const { ingress, mesh, path } of sides) {
    for (const { nodePort } of ingress.ports) {
      if (nodePort === undefined) continue;
      const owner = taken.get(nodePort);
      const gateway = `"${ingress.name}" of the mesh "${mesh.name}"`;
      if (owner !== undefined) {
        const message = `duplicate node port ${nodePort} of ${gateway}, already used by ${owner} in the same cluster`;
        issues.add('TOP127', [...path, 'ingress', 'nodePorts'], message, 'use a port that is free in the cluster');
      }
      taken.set(nodePort, gateway);
    }
  }
}
