import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The number of Kubernetes objects in the YAML files of a directory. */
export function countObjects(directory: string): number {
  return yamlFiles(directory).reduce(
    (sum, file) => sum + (readFileSync(file, 'utf8').match(/^kind:/gm)?.length ?? 0),
    0,
  );
}

/** The paths of all YAML files below a directory. */
export function yamlFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Verifies that two directories have the same objects, the same number of times, with the same content.
 *
 * @throws where they differ
 */
export function assertSameObjects(ours: string, theirs: string): void {
  for (const view of [identityOf, canonical]) {
    const [own, other] = [ours, theirs].map((directory) => objectsOf(directory).map(view).sort());
    const [only, missing] = [without(own ?? [], other ?? []), without(other ?? [], own ?? [])];
    if (only.length === 0 && missing.length === 0) continue;
    const differences = [
      ...only.map((text) => `only in ${ours}: ${text}`),
      ...missing.map((text) => `only in ${theirs}: ${text}`),
    ];
    throw new Error(`the outputs are not of the same objects:\n${differences.slice(0, 10).join('\n')}`);
  }
}

function objectsOf(directory: string): readonly unknown[] {
  return yamlFiles(directory)
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')))
    .map((document): unknown => document.toJS())
    .filter((object) => object !== null);
}

/** The items of a list that another list does not have, or has fewer times. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of other) counts.set(text, (counts.get(text) ?? 0) + 1);
  return list.filter((text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count - 1);
    return count <= 0;
  });
}

function identityOf(object: unknown): string {
  const { apiVersion, kind, metadata } = object as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; namespace?: string };
  };
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');
}

/** The content of an object as a text that does not depend on the order of its keys and principals. */
function canonical(object: unknown): string {
  return JSON.stringify(object, (key, value: unknown) => {
    if (key === 'principals' && Array.isArray(value)) return value.map(String).sort();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
