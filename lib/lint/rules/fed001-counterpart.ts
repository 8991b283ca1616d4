import { group } from '../../observed/clusters';
import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { NORTH } from '../examples/north';
import type { Rule } from '../rule';
import { misplacedPeers } from './support/misplaced-peers';
import { NearestNames } from './support/nearest-name';
import { meshLabel } from './support/words';

const PATH = ['spec', 'security', 'trustDomain'];

/** FED001: federation takes a pair. */
export const counterpart: Rule = {
  id: 'FED001',
  severity: 'error',
  title: 'each peer has exactly one counterpart, in the mesh whose trust domain it names',
  cause:
    'A federation is stated twice, once on either side. One side was never written, was written twice, or names another trust domain than the mesh has.',
  effect: 'the two meshes never connect: the side without a peer opens no discovery port for the other',
  fix: "Write one ServiceMeshPeer in each of the two meshes, each with the other mesh's trust domain.",
  source: 'fact sheet 0, 2.1 and 2.2',
  example: {
    given: NORTH,
    fault: [set('east', 'ServiceMeshPeer west', 'spec.security.trustDomain', 'west-mesh.loca')],
  },
  check: (fleet, report) => {
    const back = peersByDomain(fleet);
    const meant = meantMeshes(fleet, back);
    const excused = excusedMeshes(meant, fleet);
    for (const peer of fleet.peers) {
      const finding =
        checkTrustDomain(peer, fleet, meant.get(peer)) ??
        checkTwins(peer, back) ??
        (excused.has(pair(peer.remote, peer.mesh)) ? undefined : checkBack(peer, back));
      if (finding !== undefined) report(finding);
    }
  },
};

/** The peers of each mesh by the trust domain that they name; empty for those that name none. */
type PeersByDomain = ReadonlyMap<ObservedMesh, ReadonlyMap<string, readonly ObservedPeer[]>>;

function peersByDomain({ meshes }: Fleet): PeersByDomain {
  return new Map(meshes.map((mesh) => [mesh, group(mesh.peers, ({ trustDomain }) => trustDomain ?? '')]));
}

/** The meshes that peers with an unknown trust domain mean: by their client IDs, or by a peer that waits for them. */
function meantMeshes(fleet: Fleet, back: PeersByDomain): ReadonlyMap<ObservedPeer, ObservedMesh> {
  const waiting = waitingMeshes(fleet, back);
  const names = new NearestNames();
  const meant = new Map<ObservedPeer, ObservedMesh>();
  for (const peer of fleet.peers) {
    const { mesh, trustDomain, clientID = '' } = peer;
    if (mesh === undefined || trustDomain === undefined || fleet.meshesByTrustDomain.has(trustDomain)) continue;
    const own = waiting.get(mesh) ?? new Map<string, ObservedMesh>();
    const near = names.find(trustDomain, [...own.keys()]) ?? '';
    const found = own.get(clientID.split('/')[0] ?? '') ?? own.get(near);
    if (found !== undefined) meant.set(peer, found);
  }
  return meant;
}

/** For each mesh the meshes, by trust domain, that have a peer for it while it has none for them. */
function waitingMeshes({ peers }: Fleet, back: PeersByDomain): ReadonlyMap<ObservedMesh, Map<string, ObservedMesh>> {
  const waiting = new Map<ObservedMesh, Map<string, ObservedMesh>>();
  for (const { mesh, remote } of peers) {
    if (mesh === undefined || remote === undefined || back.get(remote)?.has(mesh.trustDomain)) continue;
    const own = waiting.get(remote) ?? new Map<string, ObservedMesh>();
    own.set(mesh.trustDomain, mesh);
    waiting.set(remote, own);
  }
  return waiting;
}

/**
 * Pairs of a mesh and another one that it means to peer with, so that the other one is not told that it lacks a
 * counterpart: with a wrong trust domain, or in a wrong namespace, which is FED003.
 */
function excusedMeshes(meant: ReadonlyMap<ObservedPeer, ObservedMesh>, fleet: Fleet): ReadonlySet<string> {
  const misplaced = [...misplacedPeers(fleet).values()].flatMap((peers) =>
    peers.flatMap(({ remote, cluster }) => cluster.meshes.map((mesh) => pair(mesh, remote))),
  );
  return new Set([...[...meant].map(([peer, mesh]) => pair(peer.mesh, mesh)), ...misplaced]);
}

function pair(from: ObservedMesh | undefined, to: ObservedMesh | undefined): string {
  return [from, to].map((mesh) => `${mesh?.cluster.name}/${mesh?.namespace}/${mesh?.name}`).join(' ');
}

/** A trust domain that no mesh has. */
function checkTrustDomain(peer: ObservedPeer, fleet: Fleet, meant: ObservedMesh | undefined): Finding | undefined {
  const { object, trustDomain, mesh, cluster } = peer;
  if (trustDomain === undefined || fleet.meshesByTrustDomain.has(trustDomain)) return undefined;
  if (meant !== undefined) {
    return {
      object,
      path: PATH,
      message: `no mesh has the trust domain "${trustDomain}"; ${meshLabel(meant)}, which has a peer for this one, has "${meant.trustDomain}"`,
      fix: `write "${meant.trustDomain}"`,
      related: [
        {
          object: meant.object,
          path: ['spec', 'security', 'trust', 'domain'],
          text: 'the trust domain is stated here',
        },
      ],
    };
  }
  // The other side of a single cluster is not there to be seen, and a peer outside of any mesh is FED003.
  const isMisplaced = mesh === undefined && cluster.meshes.length > 0;
  if (fleet.clusters.length === 1 || isMisplaced) return undefined;
  return {
    object,
    path: PATH,
    message: `none of the ${fleet.clusters.length} clusters has a mesh with the trust domain "${trustDomain}"`,
    fix: 'correct it, or lint the manifests of that mesh as well',
  };
}

/** Another peer of the same mesh with the same trust domain. */
function checkTwins({ object, mesh, trustDomain }: ObservedPeer, back: PeersByDomain): Finding | undefined {
  const [first, ...others] = (mesh && trustDomain && back.get(mesh)?.get(trustDomain)) || [];
  if (first === undefined || others.length === 0 || first.object === object) return undefined;
  return {
    object,
    path: PATH,
    message: `"${first.name}" is a peer with the trust domain "${trustDomain}" already`,
    effect: 'the root certificates of the two overwrite each other, and the other mesh can tell neither from the other',
    fix: 'remove one of the two peers, or give this one the trust domain of another mesh',
    related: [{ object: first.object, path: PATH, text: 'the first peer with this trust domain' }],
  };
}

/** A mesh that has no peer back. */
function checkBack({ object, mesh, remote }: ObservedPeer, back: PeersByDomain): Finding | undefined {
  if (mesh === undefined || remote === undefined) return undefined;
  const found = back.get(remote);
  // A peer that names no trust domain, or that of its own mesh, may be the one; FED005 is about it.
  if (found?.has(mesh.trustDomain) || found?.has('') || found?.has(remote.trustDomain)) return undefined;
  return {
    object,
    path: PATH,
    message: `${meshLabel(remote)} has no ServiceMeshPeer with the trust domain "${mesh.trustDomain}"`,
    fix: `add a ServiceMeshPeer with that trust domain in the namespace "${remote.namespace}" of cluster "${remote.cluster.name}"`,
    related: [{ object: remote.object, path: ['metadata', 'name'], text: 'the mesh that lacks the peer' }],
  };
}
