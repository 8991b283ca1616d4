import { mapChildren, type Schema } from './schema';

/** A smaller subtree is repeated rather than named: the reference would not be easier to read. */
const MIN_BYTES = 200;

/** A schema whose repeated subtrees are replaced by `{"$ref": "#/$defs/<name>"}`; no `$defs` when nothing repeats. */
export interface SharedSchema {
  readonly schema: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * Names each large subtree that occurs more than once, and sorts all keys.
 *
 * A name is that of the property where the subtree is first met in sorted order, with a number when another subtree has
 * that name already.
 */
export function shareSubtrees(root: Schema): SharedSchema {
  const sorted = sortKeys(root, '');
  const repeated = findRepeated(sorted);
  const names = new Map<string, string>();
  const definitions: Record<string, Schema> = {};

  const replace = (schema: Schema, name: string): Schema => {
    const key = JSON.stringify(schema);
    if (!repeated.has(key)) return mapChildren(schema, name, replace);
    const known = names.get(key);
    if (known !== undefined) return reference(known);
    const free = freeName(name, names);
    names.set(key, free);
    definitions[free] = mapChildren(schema, name, replace);
    return reference(free);
  };

  const schema = mapChildren(sorted, '', replace);
  if (names.size === 0) return { schema };
  const order = Object.keys(definitions).sort();
  return { schema, $defs: Object.fromEntries(order.map((name) => [name, definitions[name] as Schema])) };
}

function reference(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  const used = new Set(taken.values());
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name}${number}`)) number += 1;
  return `${name}${number}`;
}

// A subtree of a repeated one is not itself repeated, unless it also occurs elsewhere: each is entered only once.
function findRepeated(root: Schema): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (schema: Schema, name: string): Schema => {
    const key = JSON.stringify(schema);
    if (!seen.has(key)) {
      seen.add(key);
      mapChildren(schema, name, visit);
    } else if (key.length >= MIN_BYTES) {
      repeated.add(key);
    }
    return schema;
  };
  visit(root, '');
  return repeated;
}

function sortKeys(schema: Schema, name: string): Schema {
  const sorted = sortRecord(mapChildren(schema, name, sortKeys));
  if (sorted.properties !== undefined) sorted.properties = sortRecord(sorted.properties);
  if (sorted.required !== undefined) sorted.required = [...sorted.required].sort();
  return sorted;
}

function sortRecord<T extends Record<string, unknown>>(record: T): T {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}
