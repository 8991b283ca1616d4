import { CORE_SCHEMA, load, loadAll } from 'js-yaml';
import { toYaml } from '../../output/yaml-text';
import { BASE } from './base';

/** A cluster of a base federation. */
export type ExampleCluster = 'west' | 'east' | 'north';

/** The objects of a base federation, as YAML by cluster. */
export type ExampleBase = { readonly [cluster in ExampleCluster]?: string };

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

/** Adds an object in YAML, which is parsed when it is needed; it replaces one of the same kind and name. */
export function add(cluster: ExampleCluster, yaml: string): Edit {
  let parsed: ExampleObject | undefined;
  const value = () => {
    parsed ??= load(yaml, { schema: CORE_SCHEMA }) as ExampleObject;
    return parsed;
  };
  return {
    cluster,
    path: [],
    get object() {
      return nameOf(value());
    },
    get value() {
      return value();
    },
  };
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

/**
 * A base federation after edits, as YAML text by cluster.
 *
 * @param base the federation of OpenShift Service Mesh 2 where it is left out
 */
export function edited<Base extends ExampleBase = typeof BASE>(
  edits: readonly Edit[],
  base: Base | typeof BASE = BASE,
): { readonly [cluster in keyof Base]: string } {
  const clusters = Object.keys(base) as ExampleCluster[];
  const texts = clusters.map((cluster) => [cluster, editedCluster(cluster, edits, base)]);
  return Object.fromEntries(texts) as { readonly [cluster in keyof Base]: string };
}

/** The objects of texts of base federations, which no edit changes in place. */
const parsed = new Map<string, readonly ExampleObject[]>();

function objectsOf(text: string): readonly ExampleObject[] {
  const objects = parsed.get(text) ?? (loadAll(text, undefined, { schema: CORE_SCHEMA }) as ExampleObject[]);
  parsed.set(text, objects);
  return objects;
}

function editedCluster(cluster: ExampleCluster, edits: readonly Edit[], base: ExampleBase): string {
  const objects = new Map<string, unknown>(objectsOf(base[cluster] ?? '').map((object) => [nameOf(object), object]));
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
export function valueIn(given: readonly Edit[], { cluster, object, path }: Edit, base: ExampleBase = BASE): unknown {
  const objects = loadAll(edited(given, base)[cluster] ?? '', undefined, {
    schema: CORE_SCHEMA,
  }) as readonly ExampleObject[];
  return path.reduce<unknown>(
    (value, part) => (value as { [key: string | number]: unknown } | undefined)?.[part],
    objects.find((one) => nameOf(one) === object),
  );
}
