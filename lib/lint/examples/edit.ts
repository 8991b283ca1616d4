import { CORE_SCHEMA, load, loadAll } from 'js-yaml';
import { toYaml } from '../../output/yaml-text';
import { BASE } from './base';

/** A cluster of the base federation. */
export type ExampleCluster = keyof typeof BASE;

/** One change of the base federation. */
export interface Edit {
  /** The cluster of the object. */
  readonly cluster: ExampleCluster;
  /** The kind and the name of an object, such as `ServiceMeshPeer east-mesh`; a new one for an object that is added. */
  readonly object: string;
  /** The path of the part that changes, such as `['spec', 'remote']`; empty for the whole object. */
  readonly path: readonly (string | number)[];
  /** The new value; undefined removes the part. */
  readonly value: unknown;
}

/**
 * Sets a part of an object.
 *
 * @param path the keys to the part with dots between them, such as `spec.remote.addresses.0`; a key with dots is in
 * brackets: `metadata.annotations[networking.istio.io/exportTo]`
 */
export function set(cluster: ExampleCluster, object: string, path: string, value: unknown): Edit {
  return { cluster, object, path: split(path), value };
}

/** Removes a part of an object, or the object where the path is empty. */
export function remove(cluster: ExampleCluster, object: string, path = ''): Edit {
  return { cluster, object, path: split(path), value: undefined };
}

/** Adds an object in YAML; it replaces one of the same kind and name. */
export function add(cluster: ExampleCluster, yaml: string): Edit {
  const value = load(yaml, { schema: CORE_SCHEMA }) as ExampleObject;
  return { cluster, object: nameOf(value), path: [], value };
}

/** The keys of a path. */
function split(path: string): readonly (string | number)[] {
  const parts = path.match(/\[[^\]]+\]|[^.[\]]+/g) ?? [];
  return parts
    .map((part) => part.replace(/^\[(.*)\]$/, '$1'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** An object of an example. */
interface ExampleObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function nameOf({ kind, metadata }: ExampleObject): string {
  return `${kind} ${metadata.name}`;
}

/** The base federation after edits, as YAML text by cluster. */
export function edited(edits: readonly Edit[]): { readonly [cluster in ExampleCluster]: string } {
  return { west: editedCluster('west', edits), east: editedCluster('east', edits) };
}

function editedCluster(cluster: ExampleCluster, edits: readonly Edit[]): string {
  const objects = new Map<string, unknown>();
  for (const object of loadAll(BASE[cluster], undefined, { schema: CORE_SCHEMA })) {
    objects.set(nameOf(object as ExampleObject), object);
  }
  for (const edit of edits.filter((one) => one.cluster === cluster)) {
    const before = objects.get(edit.object);
    if (before === undefined && edit.path.length > 0) throw new Error(`the base has no ${edit.object} in ${cluster}`);
    objects.set(edit.object, replaced(before, edit.path, edit.value));
  }
  return [...objects.values()]
    .filter((object) => object !== undefined)
    .map(toYaml)
    .join('---\n');
}

/** A value with another value at a path; undefined removes the part. */
function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], part: unknown): unknown {
  if (first === undefined) return part;
  if (Array.isArray(value)) {
    const index = Number(first);
    const item = replaced(value[index], rest, part);
    return [...value.slice(0, index), ...(item === undefined ? [] : [item]), ...value.slice(index + 1)];
  }
  return {
    ...(value as object),
    [first]: replaced((value as { [key: string]: unknown } | undefined)?.[first], rest, part),
  };
}

/** The value that an edit changes, in the base federation after other edits; undefined where it does not exist. */
export function valueIn(given: readonly Edit[], { cluster, object, path }: Edit): unknown {
  const objects = loadAll(edited(given)[cluster], undefined, { schema: CORE_SCHEMA }) as readonly ExampleObject[];
  return path.reduce<unknown>(
    (value, part) => (value as { [key: string | number]: unknown } | undefined)?.[part],
    objects.find((one) => nameOf(one) === object),
  );
}
