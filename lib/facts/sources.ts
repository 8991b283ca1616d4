/** How parts of objects are read, for any kind of fact. An API may return anything, so each value is checked. */

import { type Answer, failed } from '../kube/failure';
import type { ApiObject, ClusterReader } from '../kube/reader';
import { isText, valueAt } from '../values';
import type { FactAnswer, Permission } from './kind';
import { type Fact, objectOf } from './model';

/** Reads a fact whose value is one text, from a key of a ConfigMap or from a part of any object. */
export async function readText(reader: ClusterReader, { source }: Fact): Promise<FactAnswer<string>> {
  const object = await reader.object(objectOf(source));
  if ('failure' in object) return object;
  switch (source.type) {
    case 'ConfigMap':
      return textOf(object.value, ['data', source.key], `key "${source.key}"`);
    case 'object':
      return textOf(object.value, source.path, `field "${source.path.join('.')}"`);
    default:
      return failed('mismatch', `a ${source.type} has no text to read`);
  }
}

/** A part of an object that must be a text; it is missing while its controller has not written it. */
function textOf(object: unknown, path: readonly (string | number)[], what: string): Answer<string> {
  const value = valueAt(object, path);
  if (value === undefined) return failed('pending', `${what} is missing`);
  if (typeof value !== 'string') return failed('mismatch', `${what} is not a string`);
  return isText(value.trim()) ? { value } : failed('pending', `${what} is empty`);
}

/** The permission to get one object. */
export function getPermission({ apiVersion, plural, namespace, name }: ApiObject): Permission {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return { group, resource: plural, ...(namespace !== undefined && { namespace }), name };
}
