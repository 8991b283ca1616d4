import { type ManifestObject, objectName } from '../../manifests/object';
import type { Fleet, ObservedCluster, ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { misplacedPeers } from './support/misplaced-peers';
import { NearestNames } from './support/nearest-name';

const KINDS = ['ExportedServiceSet', 'ImportedServiceSet'];
const NAME = ['metadata', 'name'];

const UNKNOWN = 'unknown {peer}: a set belongs to the peer with its name and namespace';
const IGNORED = 'istiod never reads the set, so nothing that it lists is exported or imported; no status reports it';

const FINDINGS = {
  unknownPeerBesideKnown: {
    severity: 'error',
    message: UNKNOWN,
    effect: IGNORED,
    fix: 'write "{meant}"',
    related: ['this peer has no {kind}'],
  },
  unknownPeer: { severity: 'error', message: UNKNOWN, effect: IGNORED, fix: 'write the name of the peer of the set' },
  idlePair: {
    severity: 'warning',
    message: 'neither side of the peer "{peer}" exports or imports anything',
    effect: 'the meshes connect and exchange nothing',
    fix: 'add an ExportedServiceSet on one side and an ImportedServiceSet on the other, or remove the two peers',
    related: ['the peer on the other side'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED002: sets belong to peers by their names. */
export const setOfAPeer: Rule = {
  id: 'FED002',
  generations: ['ossm2'],
  title: 'each set of exports or imports has the name and the namespace of a peer, and each pair of peers has a set',
  cause: 'Only its name connects a set with a peer, and the name was chosen freely or misspelled.',
  fix: "Give the set the name and the namespace of its ServiceMeshPeer, which is named after the other mesh and not after the set's own mesh.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ExportedServiceSet and ImportedServiceSet metadata.name',
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (sets of a peer)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      add(
        'east',
        `apiVersion: federation.maistra.io/v1
kind: ImportedServiceSet
metadata: { name: west-msh, namespace: east-mesh }
spec: { importRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: page } }] }`,
      ),
    ],
  },
  check: (fleet, report) => {
    const strays = new StraySets(fleet);
    for (const cluster of fleet.clusters) {
      for (const found of strays.in(cluster)) report(found);
    }
    for (const found of idlePairs(fleet, strays)) report(found);
  },
};

/** Finds the sets without a peer of their name. */
class StraySets {
  private readonly names = new NearestNames();
  private readonly peers: ReadonlyMap<string, readonly ObservedPeer[]>;
  /** The names of the peers, as a hub has many. */
  private readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly found = new Set<string>();
  private readonly misplaced: ReadonlySet<string>;

  constructor(fleet: Fleet) {
    this.peers = groupBy(
      fleet.peers.filter(({ object }) => object.group === 'federation.maistra.io'),
      ({ cluster, namespace }) => `${cluster.name} ${placeIn(cluster, namespace)}`,
    );
    this.known = new Map([...this.peers].map(([place, own]) => [place, new Set(own.map(({ name }) => name))]));
    this.misplaced = new Set(misplacedPeers(fleet).map(({ cluster, name }) => `${cluster.name} ${name}`));
  }

  /** Those of a cluster. */
  in(cluster: ObservedCluster): readonly Finding[] {
    return KINDS.flatMap((kind) => {
      const strays = groupBy(this.ofKind(cluster, kind), ({ namespace }) => placeIn(cluster, namespace));
      return [...strays].flatMap(([namespace, objects]) => {
        this.found.add(`${cluster.name} ${namespace}`);
        const free = this.peersIn(cluster, namespace)
          .filter((peer) => cluster.find(kind, peer.namespace, peer.name) === undefined)
          .map(({ object }) => object);
        return objects.map((object) => this.unknown(object, free));
      });
    });
  }

  /** Whether a namespace has any, so that its peers are not as idle as they look. */
  areBeside({ cluster, namespace }: ObservedPeer): boolean {
    return this.found.has(`${cluster.name} ${placeIn(cluster, namespace)}`);
  }

  private peersIn({ name }: ObservedCluster, namespace: string): readonly ObservedPeer[] {
    return this.peers.get(`${name} ${namespace}`) ?? [];
  }

  private ofKind(cluster: ObservedCluster, kind: string): readonly ManifestObject[] {
    const namespaces = new Set(cluster.meshes.map(({ namespace }) => namespace));
    return (cluster.byKind.get(kind) ?? []).filter(({ namespace, name }) => {
      const place = placeIn(cluster, namespace);
      const peers = this.known.get(`${cluster.name} ${place}`);
      // A peer of that name in a wrong namespace is FED003.
      if (this.misplaced.has(`${cluster.name} ${name}`)) return false;
      // Outside of the control planes' namespaces it is FED003; without control planes, only beside other peers.
      const isKnown = namespaces.size > 0 ? namespaces.has(place) : peers !== undefined;
      return isKnown && peers?.has(name) !== true;
    });
  }

  /** The set of an unknown peer, with the peer that is most likely meant: one of a similar name, or the only one. */
  private unknown(object: ManifestObject, free: readonly ManifestObject[]): Finding {
    const slots = { peer: objectName({ ...object, kind: 'ServiceMeshPeer' }), kind: object.kind };
    const near = this.names.find(
      object.name,
      free.map(({ name }) => name),
    );
    const meant = free.find(({ name }) => name === near || free.length === 1);
    if (meant === undefined) return finding('unknownPeer', { object, path: NAME }, slots);
    const place = { object, path: NAME, related: [{ object: meant, path: NAME }] };
    return finding('unknownPeerBesideKnown', place, { ...slots, meant: meant.name });
  }
}

/** The namespace of an object; for one without a namespace that of the only mesh of its cluster, or empty. */
function placeIn({ meshes }: ObservedCluster, namespace: string | undefined): string {
  return namespace ?? (meshes.length === 1 ? meshes[0]?.namespace : undefined) ?? '';
}

/** Pairs of peers that exchange nothing, each once. */
function idlePairs({ peers }: Fleet, strays: StraySets): readonly Finding[] {
  const seen = new Set<ObservedPeer>();
  return peers.flatMap((peer) => {
    const { object, name, counterpart } = peer;
    if (counterpart === undefined || seen.has(counterpart)) return [];
    seen.add(peer);
    const sets = [peer.exports, peer.imports, counterpart.exports, counterpart.imports];
    const isLikelyMeant = strays.areBeside(peer) || strays.areBeside(counterpart);
    if (isLikelyMeant || sets.some((one) => one !== undefined)) return [];
    return finding(
      'idlePair',
      { object, path: NAME, related: [{ object: counterpart.object, path: NAME }] },
      { peer: name },
    );
  });
}
