import { textAt, textsAt } from '../status/observation';
import { isFields } from '../values';

/**
 * The local services that an object of Istio is for, each as `namespace/name`.
 *
 * @param own the namespace of the object, which short hosts are in
 */
export function localServices(object: unknown, own = ''): readonly string[] {
  const hosts = [...textsAt(object, ['spec', 'hosts']), textAt(object, ['spec', 'host'])];
  return hosts.flatMap((host) => {
    const [, name, namespace] = /^([^.]+)(?:\.([^.]+)\.svc(?:\..+)?)?$/.exec(host) ?? [];
    return name === undefined || host === '' ? [] : [`${namespace ?? own}/${name}`];
  });
}

/** All texts in a value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isFields(value) ? Object.values(value).flatMap(textsIn) : [];
}
