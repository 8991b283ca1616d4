import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { NORTH } from '../examples/north';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { misplacedPeers } from './support/misplaced-peers';
import { NearestNames } from './support/nearest-name';
import { meshLabel, namespaceLabel } from './support/words';

const PATH = ['spec', 'security', 'trustDomain'];
const MESH_PATH = ['spec', 'security', 'trust', 'domain'];

const NEVER_CONNECT =
  'the two meshes never connect: the side without a peer does not open its discovery port for the other side';
const UNKNOWN = 'unknown trust domain "{found}"';

const FINDINGS = {
  wrongTrustDomain: {
    severity: 'error',
    message: `${UNKNOWN}: {mesh}, which has a peer for this mesh, has "{expected}"`,
    effect: NEVER_CONNECT,
    fix: 'write "{expected}"',
    related: ['the trust domain of the other mesh'],
  },
  unknownTrustDomain: {
    severity: 'error',
    message: `${UNKNOWN}: no mesh of the {count} clusters has it`,
    effect: NEVER_CONNECT,
    fix: 'correct the trust domain, or lint the manifests of that mesh as well',
  },
  duplicatePeer: {
    severity: 'error',
    message: 'duplicate peer for the trust domain "{trustDomain}": the peer "{first}" has it too',
    effect:
      "the root certificates of the two peers overwrite each other, and the other mesh's requests match both peers",
    fix: 'remove one of the two peers, or write the trust domain of another mesh',
    related: ['the first peer with this trust domain'],
  },
  missingCounterpart: {
    severity: 'error',
    message: '{mesh} has no ServiceMeshPeer with the trust domain "{trustDomain}"',
    effect: NEVER_CONNECT,
    fix: 'add a ServiceMeshPeer with that trust domain in {namespace} of cluster "{cluster}"',
    related: ['the mesh without a peer for this one'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED001: two meshes federate by a pair of peers. */
export const counterpart: Rule = {
  id: 'FED001',
  generations: ['ossm2'],
  title: 'each peer has exactly one counterpart, in the mesh whose trust domain it has',
  cause:
    'Both meshes of a federation require a peer. The one on the other side does not exist, exists twice, or has another trust domain than the mesh.',
  fix: "Write one ServiceMeshPeer in each of the two meshes, each with the other mesh's trust domain.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, Joining a federated mesh',
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (trust domains and root certificates of peers)',
  ],
  findings: FINDINGS,
  example: {
    given: NORTH,
    fault: [set('east', 'ServiceMeshPeer west', 'spec.security.trustDomain', 'west-mesh.loca')],
  },
  check: (fleet, report) => {
    const back = peersByDomain(fleet);
    const meant = meantMeshes(fleet, back);
    const excused = excusedMeshes(meant, fleet);
    for (const peer of fleet.peers) {
      const found =
        checkTrustDomain(peer, fleet, meant.get(peer)) ??
        checkTwins(peer, back) ??
        (excused.has(pair(peer.remote, peer.mesh)) ? undefined : checkBack(peer, back));
      if (found !== undefined) report(found);
    }
  },
};

/** The peers of each mesh by their trust domains; by an empty text for those without one. */
type PeersByDomain = ReadonlyMap<ObservedMesh, ReadonlyMap<string, readonly ObservedPeer[]>>;

function peersByDomain({ meshes }: Fleet): PeersByDomain {
  return new Map(meshes.map((mesh) => [mesh, groupBy(mesh.peers, ({ trustDomain }) => trustDomain ?? '')]));
}

/** The meshes that are meant by peers with an unknown trust domain: by their client IDs, or by a peer that waits. */
function meantMeshes(fleet: Fleet, back: PeersByDomain): ReadonlyMap<ObservedPeer, ObservedMesh> {
  const waiting = waitingMeshes(fleet, back);
  const names = new NearestNames();
  const meant = new Map<ObservedPeer, ObservedMesh>();
  for (const peer of fleet.peers) {
    const { mesh, trustDomain, clientID = '' } = peer;
    const own = mesh && waiting.get(mesh);
    if (own === undefined || trustDomain === undefined || fleet.meshesByTrustDomain.has(trustDomain)) continue;
    const [domainOfClient = ''] = clientID.split('/');
    const found = own.get(domainOfClient) ?? own.get(names.find(trustDomain, [...own.keys()]) ?? '');
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
 * Pairs of a mesh and another one with which it is meant to peer, although its peer has a wrong trust domain, or is in a
 * wrong namespace, which is FED003. For such a pair, no missing counterpart is reported.
 */
function excusedMeshes(meant: ReadonlyMap<ObservedPeer, ObservedMesh>, fleet: Fleet): ReadonlySet<string> {
  const misplaced = misplacedPeers(fleet).flatMap(({ remote, cluster }) =>
    cluster.meshes.map((mesh) => pair(mesh, remote)),
  );
  return new Set([...[...meant].map(([peer, mesh]) => pair(peer.mesh, mesh)), ...misplaced]);
}

function pair(from: ObservedMesh | undefined, to: ObservedMesh | undefined): string {
  return [from, to].map((mesh) => `${mesh?.cluster.name}/${mesh?.namespace}/${mesh?.name}`).join(' ');
}

/** A trust domain that no mesh has. */
function checkTrustDomain(peer: ObservedPeer, fleet: Fleet, meant: ObservedMesh | undefined): Finding | undefined {
  const { object, trustDomain: found, mesh, cluster } = peer;
  if (found === undefined || fleet.meshesByTrustDomain.has(found)) return undefined;
  if (meant !== undefined) {
    const place = { object, path: PATH, related: [{ object: meant.object, path: MESH_PATH }] };
    return finding('wrongTrustDomain', place, { found, mesh: meshLabel(meant), expected: meant.trustDomain });
  }
  // The manifests of a single cluster do not have the other side, and a peer outside of any mesh is FED003.
  const isMisplaced = mesh === undefined && cluster.meshes.length > 0;
  if (fleet.clusters.length === 1 || isMisplaced) return undefined;
  return finding('unknownTrustDomain', { object, path: PATH }, { found, count: fleet.clusters.length });
}

/** Another peer of the same mesh with the same trust domain. */
function checkTwins({ object, mesh, trustDomain }: ObservedPeer, back: PeersByDomain): Finding | undefined {
  if (mesh === undefined || trustDomain === undefined) return undefined;
  const [first] = back.get(mesh)?.get(trustDomain) ?? [];
  if (first === undefined || first.object === object) return undefined;
  const place = { object, path: PATH, related: [{ object: first.object, path: PATH }] };
  return finding('duplicatePeer', place, { trustDomain, first: first.name });
}

/** A mesh that has no peer back. */
function checkBack({ object, mesh, remote }: ObservedPeer, back: PeersByDomain): Finding | undefined {
  if (mesh === undefined || remote === undefined) return undefined;
  const found = back.get(remote);
  // A peer without a trust domain, or with that of its own mesh, may be the counterpart; that is FED005.
  if ([mesh.trustDomain, '', remote.trustDomain].some((domain) => found?.has(domain))) return undefined;
  const place = { object, path: PATH, related: [{ object: remote.object, path: ['metadata', 'name'] }] };
  const { trustDomain } = mesh;
  const { cluster } = remote;
  return finding('missingCounterpart', place, {
    mesh: meshLabel(remote),
    trustDomain,
    namespace: namespaceLabel(remote),
    cluster: cluster.name,
  });
}
