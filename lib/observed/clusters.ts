import type { ManifestObject } from '../manifests/object';
import { cloudOf, guessPlatform } from '../platforms';
import { groupBy } from '../values';
import { distinctObjects } from './duplicates';
import type { KnownPlatform, ObservedCluster, ObservedMesh } from './model';

/** The configured platforms by the name of the cluster. */
export type PlatformsByCluster = ReadonlyMap<string, KnownPlatform['platform']>;

/**
 * Indexes the objects of each cluster; the result is sorted by name.
 *
 * @param meshesOf finds the meshes of a cluster whose objects are indexed
 */
export function indexClusters(
  objects: readonly ManifestObject[],
  platforms: PlatformsByCluster,
  meshesOf: (cluster: ObservedCluster) => readonly ObservedMesh[],
): readonly ObservedCluster[] {
  const byCluster = groupBy(objects, ({ cluster }) => cluster);
  return [...byCluster]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => cluster(name, own, platforms, meshesOf));
}

function cluster(
  name: string,
  all: readonly ManifestObject[],
  platforms: PlatformsByCluster,
  meshesOf: (cluster: ObservedCluster) => readonly ObservedMesh[],
): ObservedCluster {
  const { objects, duplicates } = distinctObjects(all);
  const byKind = groupBy(objects, ({ kind }) => kind);
  const byName = new Map(
    objects.filter(isKnown).map((object) => [key(object.kind, object.namespace, object.name), object]),
  );
  const platform = platformOf(name, platforms);
  const draft = {
    name,
    objects,
    duplicates,
    byKind,
    find: (kind: string, namespace: string | undefined, of: string) =>
      byName.get(key(kind, namespace, of)) ?? byName.get(key(kind, undefined, of)),
    ...(platform !== undefined && { platform }),
    meshes: [] as readonly ObservedMesh[],
  };
  draft.meshes = meshesOf(draft);
  return draft;
}

/** Kinds of the core group whose names other API groups use as well, such as the Service of Knative. */
const CORE_KINDS = new Set(['ConfigMap', 'Namespace', 'Secret', 'Service']);

function isKnown({ kind, group }: ManifestObject): boolean {
  return group === '' || !CORE_KINDS.has(kind);
}

function key(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''} ${name}`;
}

function platformOf(name: string, platforms: PlatformsByCluster): KnownPlatform | undefined {
  const configured = platforms.get(name);
  const platform = configured ?? guessPlatform(name);
  if (platform === undefined) return undefined;
  const cloud = platform === 'osd' ? undefined : cloudOf(platform);
  return { platform, ...(cloud && { cloud }), guessed: configured === undefined };
}
