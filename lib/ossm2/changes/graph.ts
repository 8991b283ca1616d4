/** Which meshes and peers the manifests of clusters have, and which edges each of them belongs to. */

import type { ChangeContext, Edge, ObjectKey, PlacedObject } from '../../changes/model';
import { keyOf } from '../../changes/objects';
import { mapsAt, textAt } from '../../status/observation';
import { type Fields, groupBy, isFields, valueAt } from '../../values';
import { rootConfigMap } from '../names';

/** A mesh of the manifests. */
export interface GraphMesh {
  /** The name of its cluster. */
  readonly cluster: string;
  /** The control plane namespace. */
  readonly namespace: string;
  /** The name of the mesh: that of the topology if it is known, otherwise that of the control plane. */
  readonly name: string;
  /** The ServiceMeshControlPlane. */
  readonly object: Fields;
  /** The trust domain; `cluster.local` by default. */
  readonly trustDomain: string;
}

/** A ServiceMeshPeer of the manifests. */
export interface GraphPeer {
  /** The name of its cluster. */
  readonly cluster: string;
  /** Its namespace, which is that of the control plane. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** The ServiceMeshPeer. */
  readonly object: Fields;
  /** The name of the mesh that has it. */
  readonly mesh: string;
  /** The other mesh; undefined if the manifests do not have it. */
  readonly target?: GraphMesh;
  /** The name of the other mesh; that of the ServiceMeshPeer if it is not known. */
  readonly peer: string;
}

/** The meshes and peers of all clusters. */
export class MeshGraph {
  /** The meshes. */
  readonly meshes: readonly GraphMesh[];
  /** The peers. */
  readonly peers: readonly GraphPeer[];
  private readonly byPlace: ReadonlyMap<string, GraphMesh>;
  private readonly peersByPlace: ReadonlyMap<string, readonly GraphPeer[]>;
  private readonly peersByCluster: ReadonlyMap<string, readonly GraphPeer[]>;
  private readonly sets: ReadonlyMap<string, Fields>;
  private readonly suffixes = new Map<GraphPeer, readonly string[]>();

  constructor(objects: readonly PlacedObject[], meshName: MeshName = () => undefined) {
    const byKind = groupBy(objects, ({ object }) => textAt(object, ['kind']));
    const ofKind = (kind: string) => byKind.get(kind) ?? [];
    this.meshes = ofKind('ServiceMeshControlPlane').map((placed) => meshOf(placed, meshName));
    this.byPlace = new Map(this.meshes.map((mesh) => [placeOf(mesh), mesh]));
    const byIdentity = groupBy(this.meshes, ({ trustDomain, namespace }) => `${trustDomain} ${namespace}`);
    this.peers = ofKind('ServiceMeshPeer').map((placed) => {
      const { cluster, namespace = '', name } = keyOf(placed);
      const { object } = placed;
      const [, trustDomain, peerNamespace] = CLIENT_ID.exec(textAt(object, CLIENT_ID_PATH)) ?? [];
      const [target] = byIdentity.get(`${trustDomain} ${peerNamespace}`) ?? [];
      const mesh = this.meshIn({ cluster, namespace })?.name ?? meshName(cluster, namespace) ?? namespace;
      const peer = target?.name ?? name;
      return { cluster, namespace, name, object, mesh, peer, ...(target !== undefined && { target }) };
    });
    this.peersByPlace = groupBy(this.peers, placeOf);
    this.peersByCluster = groupBy(this.peers, ({ cluster }) => cluster);
    const sets = [...ofKind('ExportedServiceSet'), ...ofKind('ImportedServiceSet')];
    this.sets = new Map(sets.map((placed) => [setId(keyOf(placed)), placed.object]));
  }

  /** The mesh whose control plane is in a namespace. */
  meshIn(place: Place): GraphMesh | undefined {
    return this.byPlace.get(placeOf(place));
  }

  /** The peers of the mesh in a namespace. */
  peersIn(place: Place): readonly GraphPeer[] {
    return this.peersByPlace.get(placeOf(place)) ?? [];
  }

  /** All peers that a cluster has. */
  peersOn(cluster: string): readonly GraphPeer[] {
    return this.peersByCluster.get(cluster) ?? [];
  }

  /** The peer by which the other mesh has the mesh of a peer. */
  counterpart({ cluster, namespace, target }: GraphPeer): GraphPeer | undefined {
    if (target === undefined) return undefined;
    return this.peersIn(target).find(
      (other) => other.target && placeOf(other.target) === placeOf({ cluster, namespace }),
    );
  }

  /** The services that the rules of a set of a peer name, each as `namespace/name`. */
  servicesOf(peer: GraphPeer, kind: 'ExportedServiceSet' | 'ImportedServiceSet'): readonly string[] {
    const rules = kind === 'ExportedServiceSet' ? 'exportRules' : 'importRules';
    return mapsAt(this.sets.get(setId({ ...peer, kind })), ['spec', rules]).map(serviceOf);
  }

  /** What the hosts of imports from a peer end in. */
  importSuffixes(peer: GraphPeer): readonly string[] {
    const known = this.suffixes.get(peer);
    if (known !== undefined) return known;
    const set = this.sets.get(setId({ ...peer, kind: 'ImportedServiceSet' }));
    const holders = [valueAt(set, ['spec']), ...mapsAt(set, ['spec', 'importRules'])];
    const stated = holders.map((holder) => textAt(holder, ['domainSuffix'])).filter((suffix) => suffix !== '');
    const suffixes = [`svc.${peer.name}-imports.local`, ...stated].map((suffix) => `.${suffix}`);
    this.suffixes.set(peer, suffixes);
    return suffixes;
  }
}

function meshOf(placed: PlacedObject, meshName: MeshName): GraphMesh {
  const { cluster, namespace = '', name } = keyOf(placed);
  const { object } = placed;
  const trustDomain = textAt(object, TRUST_DOMAIN) || 'cluster.local';
  return { cluster, namespace, name: meshName(cluster, namespace) ?? name, object, trustDomain };
}

function setId({ kind, cluster, namespace = '', name }: Omit<ObjectKey, 'apiVersion'>): string {
  return `${kind} ${cluster} ${namespace} ${name}`;
}

type MeshName = NonNullable<ChangeContext['meshName']>;

/** A namespace of a cluster. */
interface Place {
  readonly cluster: string;
  readonly namespace?: string;
}

const TRUST_DOMAIN = ['spec', 'security', 'trust', 'domain'];
const CLIENT_ID_PATH = ['spec', 'security', 'clientID'];

/** A client ID: trust domain and namespace of the peer. */
const CLIENT_ID = /^(.+)\/ns\/([^/]+)\/sa\/[^/]+$/;

function placeOf({ cluster, namespace = '' }: Place): string {
  return `${cluster} ${namespace}`;
}

/** The service that a rule of a set names, as `namespace/name`; `*` for a part that matches any. */
export function serviceOf(rule: unknown): string {
  const selector = isFields(rule) ? (rule.nameSelector ?? rule.labelSelector) : undefined;
  const part = (key: string) => textAt(selector, [key]) || '*';
  return `${part('namespace')}/${part('name')}`;
}

/** What the mesh of a peer imports from the other one. */
export function outgoing({ mesh, peer }: GraphPeer): Edge {
  return { mesh, peer };
}

/** What the other mesh imports from the mesh of a peer. */
export function incoming({ mesh, peer }: GraphPeer): Edge {
  return { mesh: peer, peer: mesh };
}

/** The ConfigMap with the root certificates of a peer; the default name is derived from that of the peer. */
export function rootConfigMapOf({ object, name }: GraphPeer): string {
  const stated = valueAt(object, ['spec', 'security', 'certificateChain', 'name']);
  return typeof stated === 'string' ? stated : rootConfigMap(name);
}

/** What is known of both sides of a change. */
export interface GraphPair {
  /** The meshes and peers before, as far as they are known. */
  readonly before: MeshGraph;
  /** The meshes and peers after. */
  readonly after: MeshGraph;
}

/** The peer of an object with the name and the namespace of a ServiceMeshPeer, or of one itself: as it is after, or was. */
export function peerOf(
  { cluster, namespace = '', name }: Pick<ObjectKey, 'cluster' | 'namespace' | 'name'>,
  { before, after }: GraphPair,
): GraphPeer | undefined {
  return peersOf({ cluster, namespace }, { before, after }).find((peer) => peer.name === name);
}

/** The peers of the mesh in a namespace: as they are after, then those that only were before. */
export function peersOf(place: Place, { before, after }: GraphPair): readonly GraphPeer[] {
  const now = after.peersIn(place);
  const names = new Set(now.map(({ name }) => name));
  return [...now, ...before.peersIn(place).filter(({ name }) => !names.has(name))];
}

/** The services that are shared over edges of a peer, in one direction or in both. */
export function sharedOver(peer: GraphPeer, edges: readonly Edge[], { before, after }: GraphPair): readonly string[] {
  const imports = edges.some(({ mesh }) => mesh === peer.mesh);
  const exports = edges.some(({ mesh }) => mesh !== peer.mesh);
  return [before, after].flatMap((graph) => [
    ...(exports ? graph.servicesOf(peer, 'ExportedServiceSet') : []),
    ...(imports ? graph.servicesOf(peer, 'ImportedServiceSet') : []),
  ]);
}
