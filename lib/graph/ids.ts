/** The ids of nodes and edges. No name of Kubernetes has a slash, and names of clusters are escaped. */

import { printable } from '../issues/printable';

/** Joins names to an id. */
export function idOf(kind: string, ...names: readonly string[]): string {
  return [kind, ...names.map(encoded)].join('/');
}

/** The id of a mesh. */
export function meshId(mesh: {
  readonly cluster: { readonly name: string };
  readonly namespace: string;
  readonly name: string;
}): string {
  return idOf('mesh', mesh.cluster.name, mesh.namespace, mesh.name);
}

/** The id of something within a mesh. */
export function idWithin(mesh: string, kind: string, ...names: readonly string[]): string {
  return `${kind}${mesh.slice('mesh'.length)}/${names.map(encoded).join('/')}`;
}

/** The id of an import, which is a host of one other mesh. */
export function importId(
  mesh: string,
  one: { readonly host: string; readonly remote: { readonly mesh?: string; readonly name: string } },
): string {
  return idWithin(mesh, 'import', one.host, one.remote.mesh ?? one.remote.name);
}

/** The host of an import, from its id. */
export function importedHost(id: string): string {
  return decodeURIComponent(id.split('/').at(-2) ?? '');
}

/** A name without slashes. Half of a surrogate pair, which no encoding can write, is escaped as reports do it. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, printable));
}
