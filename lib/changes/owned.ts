/**
 * What an apply would replace of an object in a cluster. Fields that only the API server, a controller or a person has set
 * stay; fields that an earlier apply has set, and the next one lacks, are removed. `metadata.managedFields` says who has
 * set a field. Source: Kubernetes documentation, Server-Side Apply.
 */

import { type Fields, isFields, valueAt } from '../values';
import { pairItems } from './items';

/** Fields by the names that `fieldsV1` has for them: `f:KEY` for a field, `k:{...}` and `v:...` for an item of a list. */
type FieldSet = Fields;

/** The fields that appliers of these manifests have set, and those that others have set. */
interface Owners {
  readonly own: FieldSet | undefined;
  readonly others: FieldSet | undefined;
}

/** The manager of `kubectl apply` without `--server-side`, whose operation is not `Apply`. */
const CLIENT_SIDE_APPLY = 'kubectl-client-side-apply';

/** The copy that client-side apply keeps of the manifest. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The part of an object in a cluster that applying a manifest would replace or remove.
 *
 * @param before the object, as the API returns it
 * @param after the manifest
 */
export function appliedPart(before: Fields, after: Fields): Fields {
  return partOf(before, after, ownersOf(before, after)) as Fields;
}

/** A manager is one of these manifests if it has applied a field that the manifest has too. */
function ownersOf(before: Fields, after: Fields): Owners {
  const managed = valueAt(before, ['metadata', 'managedFields']);
  const owners: { own: FieldSet | undefined; others: FieldSet | undefined } = { own: undefined, others: undefined };
  for (const entry of Array.isArray(managed) ? managed.filter(isFields) : []) {
    const { manager, operation, subresource, fieldsV1 } = entry;
    if (!isFields(fieldsV1)) continue;
    const applies = (operation === 'Apply' && subresource === undefined) || manager === CLIENT_SIDE_APPLY;
    const side = applies && hasAny(fieldsV1, after) ? 'own' : 'others';
    owners[side] = merge(owners[side] ?? {}, fieldsV1);
  }
  return owners;
}

/** Whether a set has a field that a value has. */
function hasAny(set: FieldSet, value: unknown): boolean {
  return Object.entries(set).some(([name, inner]) => {
    if (!name.startsWith('f:')) return Array.isArray(value) && value.length > 0;
    const field = isFields(value) ? valueAt(value, [name.slice(2)]) : undefined;
    return field !== undefined && (!isFields(inner) || isLeaf(inner) || hasAny(inner, field));
  });
}

/** Whether a field is set as a whole. */
function isLeaf(set: FieldSet): boolean {
  return Object.keys(set).every((name) => name === '.');
}

function merge(a: FieldSet, b: FieldSet): FieldSet {
  const added = Object.entries(b).map(([name, inner]) => {
    const known = a[name];
    return [name, isFields(known) && isFields(inner) ? merge(known, inner) : inner] as const;
  });
  return { ...a, ...Object.fromEntries(added) };
}

function below(set: FieldSet | undefined, name: string): FieldSet | undefined {
  const inner = set === undefined ? undefined : valueAt(set, [name]);
  return isFields(inner) ? inner : undefined;
}

function partOf(before: unknown, after: unknown, owners: Owners): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return partOfList(before, after, owners);
  if (!isFields(before) || !isFields(after)) return before;
  const entries = Object.keys(before).flatMap((key) => {
    const inner = innerOwners(owners, `f:${key}`);
    const value = Object.hasOwn(after, key)
      ? partOf(before[key], after[key], inner)
      : key === LAST_APPLIED
        ? undefined
        : ownedPart(before[key], inner);
    return value === undefined ? [] : [[key, value] as const];
  });
  // An API server leaves out what is empty.
  const empty = Object.entries(after).filter(([key, value]) => !Object.hasOwn(before, key) && isEmpty(value));
  return Object.fromEntries([...entries, ...empty]);
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
}

function innerOwners({ own, others }: Owners, name: string): Owners {
  return { own: below(own, name), others: below(others, name) };
}

/** The part of a value that the manifest lacks and only its appliers have set; undefined if it stays as it is. */
function ownedPart(value: unknown, { own, others }: Owners): unknown {
  if (own === undefined) return undefined;
  if (isLeaf(own)) return others === undefined ? value : undefined;
  if (Array.isArray(value)) {
    const items = value.filter((item) => ownedItem(item, { own, others }));
    return items.length === 0 ? undefined : items;
  }
  if (!isFields(value)) return others === undefined ? value : undefined;
  const entries = Object.keys(value).flatMap((key) => {
    const part = ownedPart(value[key], innerOwners({ own, others }, `f:${key}`));
    return part === undefined ? [] : [[key, part] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Items that the manifest lacks are removed from a list that is replaced as a whole, and from others if they were applied. */
function partOfList(before: readonly unknown[], after: readonly unknown[], owners: Owners): readonly unknown[] {
  const isMerged = [owners.own, owners.others].some((set) => Object.keys(set ?? {}).some(isItemName));
  const parts = new Map(
    pairItems(before, after).flatMap((pair) => {
      if (pair.before === undefined) return [];
      const item = before[pair.before];
      if (pair.after === undefined) return isMerged && !ownedItem(item, owners) ? [] : [[pair.before, item] as const];
      const inner = innerOwners(owners, itemName(item, owners) ?? '');
      return [[pair.before, partOf(item, after[pair.after], inner)] as const];
    }),
  );
  return before.flatMap((_, i) => (parts.has(i) ? [parts.get(i)] : []));
}

function isItemName(name: string): boolean {
  return name.startsWith('k:') || name.startsWith('v:');
}

function ownedItem(item: unknown, owners: Owners): boolean {
  const name = itemName(item, owners);
  return name !== undefined && owners.own !== undefined && name in owners.own && !(name in (owners.others ?? {}));
}

/** The name of an item in the sets of its list: that of its keys, or of its value. */
function itemName(item: unknown, { own, others }: Owners): string | undefined {
  const names = [...Object.keys(own ?? {}), ...Object.keys(others ?? {})];
  return names.find((name) => isItemName(name) && isNameOf(name, item));
}

function isNameOf(name: string, item: unknown): boolean {
  const key = parsed(name.slice(2));
  if (name.startsWith('v:')) return key === item;
  return isFields(key) && Object.entries(key).every(([field, value]) => valueAt(item, [field]) === value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
