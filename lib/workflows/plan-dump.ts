/** The objects of a dump that a plan compares with what synth would write: of many of them a dump has only parts. */

import type { PlacedObject } from '../changes/model';
import { keyOf } from '../changes/objects';
import { GENERATED } from '../charts/metadata';
import type { PlacedIssue } from '../issues/place';
import { listNames } from '../issues/suggest';
import type { ClusterReading, ListedKind, Observation } from '../status/observation';
import { permissionFix } from '../status/report';
import { type Fields, isFields, ownEntry, valueAt } from '../values';
import { placed } from './changes';
import type { Loaded } from './load';
import { type LiveComparison, unknownClusters, unreadIssues } from './plan-live';

/** An object as it can be compared with a dump. */
interface DumpPair {
  readonly before?: PlacedObject;
  /** The part that the dump can tell about; undefined if it has none. */
  readonly after?: PlacedObject;
  /** Whether the dump lacks fields, or may lack the object. */
  readonly isIncomplete: boolean;
}

/** Compares with a dump what it holds. */
export function compareDump(loaded: Loaded, after: readonly PlacedObject[], { clusters }: Observation): LiveComparison {
  const names = [...new Set(after.map(({ cluster }) => cluster))];
  const readings = Object.fromEntries(names.map((name) => [name, readingOf(clusters, name)]));
  const held = names.flatMap((name) => placed(name, readings[name]?.objects ?? []));
  const index = new Map(held.map((object) => [idOf(object), object]));
  const lists = listedKinds(loaded);
  const isAbsent = (object: PlacedObject) =>
    isListed(object, readings[object.cluster] ?? MISSING, lists.get(object.cluster) ?? []);
  const pairs = after
    .filter(({ cluster }) => readings[cluster]?.failure === undefined)
    .map((object) => ({ object, ...pairOf(object, index.get(idOf(object)), isAbsent) }));
  const written = new Set(after.map(idOf));
  const leftover = held.filter((object) => isGenerated(object) && !written.has(idOf(object)));
  const incomplete = pairs.filter(({ isIncomplete }) => isIncomplete).map(({ object }) => keyOf(object).kind);
  return {
    before: [...pairs.flatMap(({ before }) => before ?? []), ...leftover],
    after: pairs.flatMap((pair) => pair.after ?? []),
    issues: [...unreadIssues(readings, permissionFix), ...incompleteWarnings(new Set(incomplete))],
    unknown: unknownClusters(readings),
  };
}

/** What a dump has of a cluster. */
function readingOf(clusters: Observation['clusters'], name: string): ClusterReading {
  const reading = ownEntry(clusters, name);
  return reading === undefined || reading.isSkipped ? MISSING : reading;
}

const MISSING: ClusterReading = { objects: [], unread: [], failure: 'the dump does not contain it' };

/** What identifies an object in a dump, which may lack the API versions of its objects. */
function idOf(object: PlacedObject): string {
  const { cluster, kind, namespace = '', name } = keyOf(object);
  return JSON.stringify([cluster, kind, namespace, name]);
}

function pairOf(
  after: PlacedObject,
  found: PlacedObject | undefined,
  isAbsent: (object: PlacedObject) => boolean,
): DumpPair {
  if (found === undefined) return isAbsent(after) ? { after, isIncomplete: false } : { isIncomplete: true };
  const { apiVersion, kind, metadata, ...content } = after.object;
  const held = Object.entries(content).filter(([field]) => Object.hasOwn(found.object, field));
  const isIncomplete = held.length < Object.keys(content).length;
  const known = Object.entries(isFields(metadata) ? metadata : {}).filter(
    ([key]) => valueAt(found.object, ['metadata', key]) !== undefined,
  );
  const part: Fields = { apiVersion, kind, metadata: Object.fromEntries(known), ...Object.fromEntries(held) };
  const before = { ...found, object: { ...found.object, apiVersion } };
  return { before, after: { ...after, object: part }, isIncomplete };
}

function isGenerated({ object }: PlacedObject): boolean {
  return Object.entries(GENERATED).every(([label, value]) => valueAt(object, ['metadata', 'labels', label]) === value);
}

/** What `gather` lists in each cluster. */
function listedKinds({ clusters = [], generations }: Loaded): ReadonlyMap<string, readonly ListedKind[]> {
  const statusOf = (generation: string) => generations.find(({ name }) => name === generation)?.status;
  return new Map(
    clusters.map(({ cluster, parts }) => [
      cluster.name,
      parts.flatMap(({ generation, plan }) => statusOf(generation)?.lists(plan) ?? []),
    ]),
  );
}

/** Whether the dump would have an object if the cluster had it. */
function isListed(object: PlacedObject, { unread }: ClusterReading, lists: readonly ListedKind[]): boolean {
  const { kind, namespace, name } = keyOf(object);
  const isMeant = (one: { readonly kind: string; readonly namespace?: string }) =>
    one.kind === kind && (one.namespace === undefined || one.namespace === namespace);
  if (unread.some(isMeant)) return false;
  return lists.some((list) => isMeant(list) && (list.names?.includes(name) ?? true));
}

function incompleteWarnings(kinds: ReadonlySet<string>): readonly PlacedIssue[] {
  if (kinds.size === 0) return [];
  const message = `the dump does not have all fields of these kinds, so they are not compared as a whole: ${listNames([...kinds].sort())}`;
  const fix = 'compare with the clusters, or with a git revision ("--from-git")';
  return [{ code: 'PLN003', level: 'warning', path: '', message, fix }];
}
