import type { ManifestObject } from '../../manifests/object';
import { group } from '../../observed/clusters';
import type { Fleet, ObservedCluster, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import type { Rule } from '../rule';
import { misplacedPeers } from './support/misplaced-peers';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';

const KINDS = ['ExportedServiceSet', 'ImportedServiceSet'];

/** FED002: sets belong to peers by their name. */
export const setOfAPeer: Rule = {
  id: 'FED002',
  severity: 'error',
  title: 'each set of exports or imports has the name and the namespace of a peer, and each pair of peers has a set',
  cause: 'A set belongs to a peer by nothing but its name, which was chosen freely or misspelt.',
  effect: 'istiod never reads the set, so what it lists is not exported or imported; no status says so',
  fix: "Give the set the name and the namespace of the ServiceMeshPeer that it is for, which is the other mesh's name here and not one's own.",
  source: 'fact sheet 1.7, 1.8 and 8 (F5)',
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
      for (const finding of strays.in(cluster)) report(finding);
    }
    for (const finding of idlePairs(fleet, strays)) report(finding);
  },
};

/** Finds the sets without a peer of their name. */
class StraySets {
  private readonly names = new NearestNames();
  private readonly peers = new ObjectsByNamespace('federation.maistra.io', 'ServiceMeshPeer');
  private readonly found = new Set<string>();
  private readonly misplaced: ReadonlySet<string>;

  constructor(fleet: Fleet) {
    const peers = [...misplacedPeers(fleet).values()].flat();
    this.misplaced = new Set(peers.map(({ cluster, name }) => `${cluster.name} ${name}`));
  }

  /** Those of a cluster. */
  in(cluster: ObservedCluster): readonly Finding[] {
    return KINDS.flatMap((kind) => {
      const strays = group(this.ofKind(cluster, kind), ({ namespace }) => namespace ?? '');
      return [...strays].flatMap(([namespace, objects]) => {
        this.found.add(`${cluster.name} ${namespace}`);
        const free = this.peers
          .in(cluster, namespace)
          .filter((peer) => cluster.find(kind, peer.namespace, peer.name) === undefined)
          .map(({ name }) => name);
        return objects.map((object) => this.finding(cluster, object, free));
      });
    });
  }

  /** Whether a namespace has any, so that its peers are not as idle as they look. */
  areBeside({ cluster, namespace = '' }: ObservedPeer): boolean {
    return this.found.has(`${cluster.name} ${namespace}`);
  }

  private ofKind(cluster: ObservedCluster, kind: string): readonly ManifestObject[] {
    const namespaces = new Set(cluster.meshes.map(({ namespace }) => namespace));
    return (cluster.byKind.get(kind) ?? []).filter(({ namespace, name }) => {
      const place = namespace ?? '';
      // The peer may be there, in another namespace; that is FED003.
      if (this.misplaced.has(`${cluster.name} ${name}`)) return false;
      // Outside of the control planes' namespaces FED003 speaks; without control planes, only beside other peers.
      const isKnown = namespaces.size > 0 ? namespaces.has(place) : this.peers.in(cluster, place).length > 0;
      return isKnown && cluster.find('ServiceMeshPeer', namespace, name) === undefined;
    });
  }

  private finding(cluster: ObservedCluster, object: ManifestObject, free: readonly string[]): Finding {
    const { kind, name, namespace } = object;
    const meant = this.names.find(name, free) ?? (free.length === 1 ? free[0] : undefined);
    const peer = meant === undefined ? undefined : cluster.find('ServiceMeshPeer', namespace, meant);
    return {
      object,
      path: ['metadata', 'name'],
      message: `the namespace "${namespace ?? ''}" has no ServiceMeshPeer "${name}"`,
      fix: meant === undefined ? 'write the name of the peer that the set is for' : `write "${meant}"`,
      ...(peer && { related: [{ object: peer, path: ['metadata', 'name'], text: `a peer without an ${kind}` }] }),
    };
  }
}

/** Pairs of peers that exchange nothing, each once. */
function* idlePairs({ peers }: Fleet, strays: StraySets): Iterable<Finding> {
  const seen = new Set<ObservedPeer>();
  for (const peer of peers) {
    const { object, name, counterpart } = peer;
    if (counterpart === undefined || seen.has(counterpart)) continue;
    seen.add(peer);
    const sets = [peer.exports, peer.imports, counterpart.exports, counterpart.imports];
    const isLikelyMeant = strays.areBeside(peer) || strays.areBeside(counterpart);
    if (isLikelyMeant || sets.some((one) => one !== undefined)) continue;
    yield {
      object,
      severity: 'warning',
      path: ['metadata', 'name'],
      message: `neither side of the peer "${name}" exports or imports anything`,
      effect: 'the meshes connect and exchange nothing',
      fix: 'add an ExportedServiceSet on one side and an ImportedServiceSet on the other, or remove the two peers',
      related: [{ object: counterpart.object, path: ['metadata', 'name'], text: 'the other side' }],
    };
  }
}
