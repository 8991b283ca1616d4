import { type Answer, type ClusterFailure, type Failure, isClusterWide } from '../kube/failure';
import type { ApiResource, ClusterReader, Connect, LabeledKind } from '../kube/reader';
import type { ClusterReading, UnreadKind } from '../status/observation';
import { type Fields, groupBy, isFields, ownEntry } from '../values';
import { clusterFailureWords } from './failure-words';
import { type ClusterIdentities, IdentityCheck } from './identity';
import { type InsecureCluster, inParallel } from './rounds';

/** An object to read, by its name. */
export interface NamedObject {
  /** The group and version, such as `v1`. */
  readonly apiVersion: string;
  /** The kind, such as `ConfigMap`. */
  readonly kind: string;
  /** The namespace; undefined for kinds that are cluster-scoped, and for the namespace `default`. */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
}

/** Objects to read from one cluster. */
export interface WantedObjects {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The objects to read by name. */
  readonly objects: readonly NamedObject[];
  /** The kinds of which all objects with their labels are listed, each in a namespace. */
  readonly lists: readonly LabeledKind[];
}

/** What was read of one cluster. */
export interface ObjectsReading extends ClusterReading {
  /** The kinds that could not be listed; objects of them that were read by name are known. */
  readonly unlisted: readonly UnreadKind[];
}

/** What was read of clusters. */
export interface ReadClusters {
  /** The objects of each cluster by its name. */
  readonly readings: ReadonlyMap<string, ObjectsReading>;
  /** The clusters that were read without a verified TLS connection. */
  readonly insecure: readonly InsecureCluster[];
  /** The clusters whose identity the user may not read, sorted. */
  readonly unidentified: readonly string[];
}

/** How many clusters are read at a time, and how many objects of one cluster. */
const MAX_CLUSTERS = 16;
const MAX_REQUESTS = 4;

/**
 * Reads objects of clusters; what does not exist is left out, and what cannot be read is part of the result.
 *
 * @param identities the identities in the lock; nothing is read of another cluster than the recorded one
 */
export async function readObjects(
  clusters: readonly WantedObjects[],
  connect: Connect,
  identities: ClusterIdentities = {},
): Promise<ReadClusters> {
  const check = new IdentityCheck(identities);
  const readings = new Map<string, ObjectsReading>();
  const insecure: InsecureCluster[] = [];
  await inParallel(clusters, MAX_CLUSTERS, async (wanted) => {
    const reader = connect(wanted.context);
    const { cluster, context } = wanted;
    if (reader.insecure !== undefined) insecure.push({ cluster, context, reason: reader.insecure });
    try {
      readings.set(
        cluster,
        await new ObjectReading(reader, ownEntry(identities, cluster) === undefined ? undefined : check).read(wanted),
      );
    } finally {
      reader.close();
    }
  });
  return {
    readings,
    insecure: insecure.sort((a, b) => (a.cluster < b.cluster ? -1 : 1)),
    unidentified: [...check.unidentified].sort(),
  };
}

/** The reading of one cluster. */
class ObjectReading {
  private readonly found: Fields[] = [];
  private readonly names = new Set<string>();
  private readonly unread = new Map<string, UnreadKind>();
  private readonly unlisted = new Map<string, UnreadKind>();
  private readonly resources = new Map<string, Promise<Answer<readonly ApiResource[]>>>();
  private broken: ClusterFailure | undefined;

  constructor(
    private readonly reader: ClusterReader,
    private readonly check: IdentityCheck | undefined,
  ) {}

  async read({ cluster, context, objects, lists }: WantedObjects): Promise<ObjectsReading> {
    await this.checkIdentity(cluster);
    // Each cluster has the core group, so without an identity it shows whether a Kubernetes API answers at all.
    if (!this.check?.found.has(cluster)) await this.readResources('v1');
    const versions = [...groupBy([...objects, ...lists], ({ apiVersion }) => apiVersion).keys()];
    const listed = new Set(lists.map(placeOf));
    await this.readAll([
      ...versions.filter((version) => !this.resources.has(version)).map((version) => () => this.readResources(version)),
      ...objects.filter((object) => !listed.has(placeOf(object))).map((object) => () => this.readObject(object)),
      ...lists.map((list) => () => this.readList(list)),
    ]);
    // Most objects were found by their labels.
    const left = objects.filter((object) => listed.has(placeOf(object)) && !this.names.has(nameOf(object)));
    await this.readAll(left.map((object) => () => this.readObject(object)));
    if (this.broken !== undefined) {
      const { reason, fix } = clusterFailureWords({ cluster, context, failure: this.broken });
      return { objects: [], unread: [], unlisted: [], failure: reason, fix };
    }
    return { objects: this.found, unread: [...this.unread.values()], unlisted: [...this.unlisted.values()] };
  }

  private readAll(requests: readonly (() => Promise<void>)[]): Promise<void> {
    return inParallel(requests, MAX_REQUESTS, (request) => request());
  }

  private async checkIdentity(cluster: string): Promise<void> {
    if (this.broken !== undefined) return;
    const refused = await this.check?.refuse(cluster, this.reader);
    if (refused !== undefined && isClusterWide(refused)) this.broken = refused;
  }

  private async readResources(apiVersion: string): Promise<void> {
    if (this.broken !== undefined) return;
    const resources = this.reader.resources(apiVersion);
    this.resources.set(apiVersion, resources);
    const answer = await resources;
    if ('failure' in answer && isClusterWide(answer.failure)) this.broken ??= answer.failure;
  }

  private async readObject(object: NamedObject): Promise<void> {
    const resource = await this.resourceOf(object, this.unread);
    if (resource === undefined || this.broken !== undefined) return;
    const { name, namespace = 'default' } = object;
    const { isNamespaced, ...kind } = resource;
    const answer = await this.reader.object({ ...kind, ...(isNamespaced && { namespace }), name });
    if ('value' in answer) this.add(answer.value, object);
    else if (answer.failure.kind !== 'missing') this.fail(object, answer.failure, this.unread);
  }

  private async readList(list: LabeledKind): Promise<void> {
    if ((await this.resourceOf(list, this.unlisted)) === undefined || this.broken !== undefined) return;
    const answer = await this.reader.list(list);
    if ('failure' in answer) return this.fail(list, answer.failure, this.unlisted);
    for (const item of answer.value) this.add(item, list);
  }

  /**
   * The kind of an object; undefined where the cluster does not have it, so that it has no such object either, or where
   * that is not known.
   *
   * @param unknown gets the kind if it is not known
   */
  private async resourceOf(
    object: Omit<NamedObject, 'name'>,
    unknown: Map<string, UnreadKind>,
  ): Promise<ApiResource | undefined> {
    const answer = await this.resources.get(object.apiVersion);
    if (answer === undefined || 'value' in answer) return answer?.value.find(({ kind }) => kind === object.kind);
    this.fail(object, answer.failure, unknown);
    return undefined;
  }

  /** Adds an object under the namespace by which it was requested; items of lists lack their kinds. */
  private add(value: unknown, { apiVersion, kind, namespace }: Omit<NamedObject, 'name'>): void {
    if (!isFields(value) || !isFields(value.metadata)) return;
    const { namespace: _, ...metadata } = value.metadata;
    const own = namespace === undefined ? metadata : { ...metadata, namespace };
    this.found.push({ ...value, apiVersion, kind, metadata: own });
    this.names.add(
      nameOf({ apiVersion, kind, ...(namespace !== undefined && { namespace }), name: String(metadata.name) }),
    );
  }

  private fail(
    { kind, namespace }: Pick<UnreadKind, 'kind' | 'namespace'>,
    failure: Failure,
    unknown: Map<string, UnreadKind>,
  ): void {
    if (isClusterWide(failure)) this.broken ??= failure;
    const isForbidden = failure.kind === 'forbidden';
    const reason = isForbidden ? 'forbidden (403)' : failure.detail;
    const unread = { kind, reason, isForbidden, ...(namespace !== undefined && { namespace }) };
    unknown.set(`${kind} ${namespace}`, unread);
  }
}

/** What is listed together: a kind in a namespace. */
function placeOf({ apiVersion, kind, namespace }: Omit<NamedObject, 'name'>): string {
  return JSON.stringify([apiVersion, kind, namespace]);
}

function nameOf(object: NamedObject): string {
  return JSON.stringify([placeOf(object), object.name]);
}
