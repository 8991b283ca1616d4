import type { Mesh, Peering } from '../federation/model';
import type { IssueList, Path } from '../issues/issue';
import { groupBy, ownEntry } from '../values';
import { LABEL_LENGTH, remoteNetwork } from './names';

/** One mesh of a pair, as the place of its settings for the other one. */
export interface PeerSide {
  /** The mesh of this side. */
  readonly mesh: Mesh;
  /** The other mesh. */
  readonly peer: Mesh;
  /** The name of the other mesh in this one. */
  readonly peerName: string;
  /** The peering. */
  readonly peering: Peering;
  /** Where in the topology the side is set up. */
  readonly path: Path;
}

/** The sides of all peerings, findable by mesh and peer. */
export class PeerNames {
  private readonly sides: ReadonlyMap<string, PeerSide>;
  private readonly byMesh: ReadonlyMap<string, readonly PeerSide[]>;

  constructor(sides: readonly PeerSide[]) {
    this.sides = new Map(sides.map((side) => [`${side.mesh.name} ${side.peer.name}`, side]));
    this.byMesh = groupBy(sides, ({ mesh }) => mesh.name);
  }

  /** The sides of a mesh, sorted by the peer's mesh name. */
  of(mesh: string): readonly PeerSide[] {
    return [...(this.byMesh.get(mesh) ?? [])].sort((a, b) => (a.peer.name < b.peer.name ? -1 : 1));
  }

  /** The side of a mesh for a peer; undefined if the two do not peer. */
  find(mesh: string, peer: string): PeerSide | undefined {
    return this.sides.get(`${mesh} ${peer}`);
  }

  /** The name of a peer in a mesh. */
  nameOf(mesh: string, peer: string): string {
    return this.find(mesh, peer)?.peerName ?? peer;
  }
}

/** Resolves both sides of every peering. Reports long and duplicate names of peers. */
export function resolvePeers(
  peerings: readonly Peering[],
  network: (mesh: Mesh) => string,
  issues: IssueList,
): PeerNames {
  const sides = peerings.flatMap((peering) => [sideOf(peering, 0), sideOf(peering, 1)]);
  for (const side of sides) checkNetwork(side, network(side.mesh), issues);
  for (const own of groupBy(sides, ({ mesh }) => mesh.name).values()) checkDistinct(own, issues);
  return new PeerNames(sides);
}

function sideOf(peering: Peering, index: 0 | 1): PeerSide {
  const [mesh, peer] = [peering.meshes[index], peering.meshes[index === 0 ? 1 : 0]];
  const side = ownEntry(peering.props.sides, mesh.name);
  const path = side === undefined ? peering.path : [...peering.path, 'sides', mesh.name];
  return { mesh, peer, peerName: side?.peerName ?? peer.name, peering, path };
}

function checkNetwork({ mesh, peerName, path }: PeerSide, own: string, issues: IssueList): void {
  const network = remoteNetwork(peerName);
  if (network.length > LABEL_LENGTH) {
    const message = `the network "${network}" has ${network.length} characters, the maximum is ${LABEL_LENGTH}`;
    issues.add('TOP102', path, message, 'set a shorter "peerName" under "sides", or shorten the mesh name');
  }
  if (network === own) {
    const message = `reserved peer name "${peerName}": its network would be "${network}", that of the mesh "${mesh.name}" itself`;
    issues.add('TOP103', path, message, 'set another "peerName" under "sides", or another "istio.network" of the mesh');
  }
}

function checkDistinct(sides: readonly PeerSide[], issues: IssueList): void {
  for (const [name, [first, ...others]] of groupBy(sides, ({ peerName }) => peerName)) {
    for (const { mesh, path } of others) {
      const message = `duplicate peer name "${name}" in the mesh "${mesh.name}", already used for the peer "${first?.peer.name}"`;
      issues.add('TOP103', [...path, 'peerName'], message, 'set another "peerName"');
    }
  }
}
