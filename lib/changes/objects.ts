import { type Fields, isFields, isText, valueAt } from '../values';
import { fieldChanges } from './fields';
import type { ChangedObject, ObjectKey, PlacedObject } from './model';
import { SecretMask } from './secrets';

/** How two sets of objects are compared. */
export interface CompareOptions {
  /**
   * The part of an object before that is compared with the object after.
   *
   * @default all of it
   */
  readonly compared?: (before: Fields, after: Fields) => Fields;
}

/** The objects that differ between two sets, without their secrets, by their clusters, kinds, namespaces and names. */
export function objectChanges(
  before: readonly PlacedObject[],
  after: readonly PlacedObject[],
  { compared = (object) => object }: CompareOptions = {},
): readonly ChangedObject[] {
  const mask = new SecretMask();
  const indexed = (objects: readonly PlacedObject[]) => indexOf(objects.map((one) => withoutSecrets(one, mask)));
  const [old, now] = [indexed(before), indexed(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.flatMap((id) => changeOf(old.get(id), now.get(id), compared) ?? []);
}

/** Objects by what identifies them; the last one of duplicates. Another version of the same group is the same object. */
function indexOf(objects: readonly PlacedObject[]): ReadonlyMap<string, PlacedObject> {
  return new Map(objects.map((placed) => [identityOf(placed), placed]));
}

/** What identifies an object, whatever version of its group it has. */
export function identityOf(placed: PlacedObject): string {
  const { cluster, apiVersion, kind, namespace = '', name } = keyOf(placed);
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return JSON.stringify([cluster, kind, group, namespace, name]);
}

/** Names an object. */
export function keyOf({ cluster, object }: PlacedObject): ObjectKey {
  const namespace = valueAt(object, ['metadata', 'namespace']);
  return {
    cluster,
    apiVersion: textOf(object.apiVersion),
    kind: textOf(object.kind),
    ...(isText(namespace) && { namespace }),
    name: textOf(valueAt(object, ['metadata', 'name'])),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function changeOf(
  before: PlacedObject | undefined,
  after: PlacedObject | undefined,
  compared: NonNullable<CompareOptions['compared']>,
): ChangedObject | undefined {
  if (after === undefined) {
    return before && { ...keyOf(before), action: 'delete', before: before.object, fields: [] };
  }
  if (before === undefined) return { ...keyOf(after), action: 'create', after: after.object, fields: [] };
  const fields = fieldChanges(compared(before.object, after.object), after.object);
  if (fields.length === 0) return undefined;
  return { ...keyOf(after), action: 'update', before: before.object, after: after.object, fields };
}

function withoutSecrets({ cluster, object }: PlacedObject, mask: SecretMask): PlacedObject {
  return { cluster, object: mask.mask(withData(object)) };
}

/** A Secret with its `stringData` in `data`, where an API server puts it. */
function withData(object: Fields): Fields {
  const { kind, stringData, ...rest } = object;
  if (kind !== 'Secret' || !isFields(stringData)) return object;
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  return { ...rest, kind, data: { ...(isFields(rest.data) && rest.data), ...Object.fromEntries(encoded) } };
}
