import { nearest } from '../issues/suggest';
import { isExportedTo } from '../lint/ossm3/support/namespaces';
import type { ManifestObject } from '../manifests/object';
import { textsAt } from '../observed/fields';

/** The end of the hosts of the Services of a cluster. */
const SUFFIX = '.svc.cluster.local';

/**
 * The host that a name leads to in a pod, by the search domains of Kubernetes: `details`, `details.shop` and
 * `details.shop.svc` are Services unless the mesh knows the name as it is.
 */
export function resolvedHost(name: string, namespace: string, known: ReadonlySet<string>): string {
  const host = name.replace(/\.$/, '').toLowerCase();
  const candidates = [host, `${host}.${namespace}${SUFFIX}`, `${host}${SUFFIX}`, `${host}.cluster.local`];
  const found = candidates.find((one) => known.has(one));
  if (found !== undefined) return found;
  const parts = host.split('.');
  if (parts.length === 1) return `${host}.${namespace}${SUFFIX}`;
  if (parts.length === 2) return `${host}${SUFFIX}`;
  return parts.length === 3 && parts[2] === 'svc' ? `${host}.cluster.local` : host;
}

/** Whether an object of Istio is visible in a namespace, by its `exportTo`; without one it is visible everywhere. */
export function isVisibleIn(namespace: string, object: ManifestObject): boolean {
  const exportTo = textsAt(object.value, ['spec', 'exportTo']);
  return isExportedTo(exportTo.length === 0 ? undefined : exportTo, object.namespace ?? '', namespace);
}

/**
 * The known host that is nearest to a misspelled one. Hosts with the same end are compared by what is before it, as a third
 * of a whole host would be enough for another name.
 */
export function nearestHost(host: string, known: readonly string[]): string | undefined {
  const end = endOf(host);
  const [start, ...others] = [host, ...known.filter((one) => endOf(one) === end)].map((one) =>
    one.slice(0, one.length - end.length),
  );
  const near = nearest(start ?? '', others);
  return near === undefined
    ? nearest(
        host,
        known.filter((one) => endOf(one) !== end),
      )
    : `${near}${end}`;
}

/** What follows the name and the namespace in a host. */
function endOf(host: string): string {
  const [name = '', namespace = ''] = host.split('.');
  return host.slice(name.length + 1 + namespace.length);
}
