/** What was read of running clusters, live or from a dump: plain data, with the time of the reading. */

import { type Fields, isFields, valueAt } from '../values';
import { READ_AGAIN } from './report';

/** What was read of all clusters. */
export interface Observation {
  /** When it was read; everything is judged as of then. */
  readonly time: Date;
  /** The clusters by their names. */
  readonly clusters: { readonly [cluster: string]: ClusterReading };
}

/** What was read of one cluster. */
export interface ClusterReading {
  /** The objects of all kinds that were listed, as the API returned them, or their parts that status reads. */
  readonly objects: readonly Fields[];
  /** The kinds that could not be listed. */
  readonly unread: readonly UnreadKind[];
  /** Why nothing could be read, without a period at the end; undefined if the cluster was read. */
  readonly failure?: string;
  /**
   * What to do about the failure, without a period at the end.
   *
   * @default read the cluster again
   */
  readonly fix?: string;
  /**
   * Whether the cluster was left out, because only others were to be read.
   *
   * @default false
   */
  readonly isSkipped?: boolean;
}

/** The reading of a cluster that was left out. */
export const SKIPPED: ClusterReading = { objects: [], unread: [], isSkipped: true };

/** A kind that could not be listed. */
export interface UnreadKind {
  /** The kind, such as `Pod`. */
  readonly kind: string;
  /** The namespace; undefined for all. */
  readonly namespace?: string;
  /** Why, without a period at the end. */
  readonly reason: string;
  /**
   * Whether a permission is missing.
   *
   * @default false
   */
  readonly isForbidden?: boolean;
}

/** Objects to list in a cluster, and the parts of them that status reads. */
export interface ListedKind {
  /** The group and version, such as `v1`. */
  readonly apiVersion: string;
  /** The kind, such as `Pod`. */
  readonly kind: string;
  /** The resource name in paths of the API and in RBAC rules, such as `pods`. */
  readonly plural: string;
  /** The namespace; undefined for all namespaces and for kinds that are cluster-scoped. */
  readonly namespace?: string;
  /** The names of the objects; all if undefined. */
  readonly names?: readonly string[];
  /** The paths of the parts that status reads, apart from kind, name and namespace. */
  readonly parts: readonly (readonly string[])[];
}

/** The objects of a cluster, findable by kind, namespace and name. */
export class ClusterObjects {
  private readonly byKind = new Map<string, Fields[]>();
  private readonly unread: readonly UnreadKind[];
  /** Why nothing could be read; undefined if the cluster was read or skipped. */
  readonly failure: string | undefined;
  /** What to do about the failure. */
  readonly fix: string;
  /** Whether the cluster was left out, because only others were to be read. */
  readonly isSkipped: boolean;

  /**
   * @param name the name of the cluster
   * @param reading what was read; undefined if the observation has no such cluster
   */
  constructor(
    readonly name: string,
    reading: ClusterReading | undefined,
  ) {
    this.unread = reading?.unread ?? [];
    this.failure = reading === undefined ? 'the observation does not contain it' : reading.failure;
    this.fix = reading?.fix ?? READ_AGAIN;
    this.isSkipped = reading?.isSkipped ?? false;
    for (const object of reading?.objects ?? []) {
      const kind = textAt(object, ['kind']);
      const own = this.byKind.get(kind);
      if (own === undefined) this.byKind.set(kind, [object]);
      else own.push(object);
    }
  }

  /** The objects of a kind, of one namespace or of all, sorted by name. */
  list(kind: string, namespace?: string): readonly Fields[] {
    return (this.byKind.get(kind) ?? [])
      .filter((object) => namespace === undefined || namespaceOf(object) === namespace)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  /** One object; undefined if the cluster does not have it or it could not be read. */
  find(kind: string, namespace: string, name: string): Fields | undefined {
    return this.byKind.get(kind)?.find((object) => nameOf(object) === name && namespaceOf(object) === namespace);
  }

  /** Why a kind could not be listed in a namespace; undefined if it was listed. */
  reasonUnread(kind: string, namespace?: string): string | undefined {
    if (this.isSkipped) return 'the cluster is skipped';
    return this.failure ?? this.unreadKind(kind, namespace)?.reason;
  }

  /** The kind that could not be listed in a namespace of a cluster that was read; undefined if it was listed. */
  unreadKind(kind: string, namespace?: string): UnreadKind | undefined {
    return this.unread.find(
      (one) =>
        one.kind === kind && (one.namespace === undefined || namespace === undefined || one.namespace === namespace),
    );
  }
}

/** The name of an object; empty if it has none. */
export function nameOf(object: Fields): string {
  return textAt(object, ['metadata', 'name']);
}

/** The namespace of an object; empty if it has none. */
export function namespaceOf(object: Fields): string {
  return textAt(object, ['metadata', 'namespace']);
}

/** The text at a path of an object; empty if there is none. */
export function textAt(object: unknown, path: readonly (string | number)[]): string {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : '';
}

/** The maps in a list of an object; empty if the path has no list. */
export function mapsAt(object: unknown, path: readonly (string | number)[]): readonly Fields[] {
  const list = valueAt(object, path);
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** The texts in a list of an object; empty if the path has no list. */
export function textsAt(object: unknown, path: readonly (string | number)[]): readonly string[] {
  const list = valueAt(object, path);
  return Array.isArray(list) ? list.filter((value) => typeof value === 'string') : [];
}

/** The instant at a path of an object, in milliseconds; undefined if there is none or it is invalid. */
export function instantAt(object: unknown, path: readonly (string | number)[]): number | undefined {
  const value = valueAt(object, path);
  // YAML 1.1 parsers read an instant without quotes as a date.
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Where an object has the times at which its fields were written; of it only the times of {@link lastChangeOf} are kept. */
export const CHANGES = ['metadata', 'managedFields'];

/** When the specification or the data of an object changed last, in milliseconds; 0 if it does not say. */
export function lastChangeOf(object: Fields | undefined): number {
  const changes = mapsAt(object, CHANGES).filter(isChange);
  const times = [
    instantAt(object, ['metadata', 'creationTimestamp']),
    ...changes.map((one) => instantAt(one, ['time'])),
  ];
  return Math.max(0, ...times.map((time) => time ?? 0));
}

/** Whether an entry of managedFields is not of a status or of metadata alone; what was kept of one has only a time. */
function isChange({ fieldsV1 }: Fields): boolean {
  return !isFields(fieldsV1) || 'f:spec' in fieldsV1 || 'f:data' in fieldsV1;
}

/** An object with nothing but its kind, its name, its namespace and the parts that status reads. */
export function partsOfObject(object: Fields, { apiVersion, kind, parts }: ListedKind): Fields {
  const result: { [field: string]: unknown } = { apiVersion, kind };
  for (const path of [['metadata', 'name'], ['metadata', 'namespace'], ...parts]) {
    const value = path === CHANGES ? changesOf(object) : valueAt(object, path);
    if (value !== undefined) putAt(result, path, value);
  }
  return result;
}

function changesOf(object: Fields): readonly Fields[] | undefined {
  const changes = mapsAt(object, CHANGES).filter(isChange);
  return changes.length === 0 ? undefined : changes.map(({ time }) => ({ time }));
}

function putAt(target: { [field: string]: unknown }, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const child: { [field: string]: unknown } = isFields(inner) ? { ...inner } : {};
  putAt(child, rest, value);
  target[key] = child;
}
