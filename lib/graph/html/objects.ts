import { printable } from '../../issues/printable';
import { redact } from '../../issues/redact';
import { type ManifestObject, objectName, positionOf } from '../../manifests/object';
import { groupBy } from '../../values';
import type { PageObject } from './page-data';
import { shownYaml } from './shown-value';

/** The objects of a page and their indexes. */
export class PageObjects {
  /** The objects in the order of their indexes. */
  readonly all: readonly ManifestObject[];
  private readonly indexes: ReadonlyMap<ManifestObject, number>;
  private readonly groups: ReadonlyMap<string, readonly ManifestObject[]>;

  /** @param objects the objects of all clusters; an object may be among them several times */
  constructor(objects: Iterable<ManifestObject>) {
    this.all = [...new Set(objects)];
    this.indexes = new Map(this.all.map((object, index) => [object, index]));
    const keyed = this.all.flatMap((object) => keysOf(object).map((key) => ({ key, object })));
    this.groups = new Map(
      [...groupBy(keyed, ({ key }) => key)].map(([key, group]) => [key, group.map(({ object }) => object)]),
    );
  }

  /** The indexes of objects, each once, in ascending order. */
  indexesOf(objects: readonly ManifestObject[]): readonly number[] {
    const found = objects.flatMap((object) => this.indexes.get(object) ?? []);
    return [...new Set(found)].sort((a, b) => a - b);
  }

  /** The objects of a cluster. */
  inCluster(cluster: string): readonly ManifestObject[] {
    return this.groups.get(keyOf('cluster', cluster)) ?? [];
  }

  /** The objects in a namespace of a cluster. */
  inNamespace(cluster: string, namespace: string): readonly ManifestObject[] {
    return this.groups.get(keyOf('namespace', cluster, namespace)) ?? [];
  }

  /** The index of the object with a name as {@link objectName} has it; undefined for none. */
  indexOf(cluster: string, name: string): number | undefined {
    const [object] = this.groups.get(keyOf('name', cluster, name)) ?? [];
    return object && this.indexes.get(object);
  }
}

function keysOf(object: ManifestObject): readonly string[] {
  const { cluster, namespace } = object;
  return [
    keyOf('cluster', cluster),
    keyOf('name', cluster, objectName(object)),
    ...(namespace === undefined ? [] : [keyOf('namespace', cluster, namespace)]),
  ];
}

function keyOf(...names: readonly string[]): string {
  return JSON.stringify(names);
}

/** An object as a page shows it. */
export function pageObject(object: ManifestObject): PageObject {
  const { line, column } = positionOf(object, [], true);
  return {
    cluster: shownText(object.cluster),
    name: shownText(objectName(object)),
    place: shownText(`${object.file.path}:${line}:${column}`),
    yaml: shownYaml(object.value),
  };
}

/** A text of the input as a page shows it: on one line, without its secrets. */
export function shownText(text: string): string {
  return printable(redact(text));
}
