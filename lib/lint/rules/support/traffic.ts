import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import { listAt, mapAt, textAt } from '../../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../../observed/model';
import { groupBy } from '../../../values';
import { namespaceOwners } from './namespaces';

/** A host that a VirtualService or a DestinationRule names. */
export interface HostUse {
  /** The VirtualService. */
  readonly object: ManifestObject;
  /** Where the host stands. */
  readonly path: Path;
  /** The host as it is written. */
  readonly host: string;
  /** The host in full, as Istio reads it. */
  readonly fullHost: string;
  /** What a VirtualService sends to a host besides naming it. */
  readonly destination?: { readonly subset?: string; readonly path: Path };
}

/** A DestinationRule of a mesh. */
export interface HostRule {
  /** The DestinationRule. */
  readonly object: ManifestObject;
  /** The host as it is written. */
  readonly host: string;
  /** The subsets that it defines. */
  readonly subsets: readonly HostSubset[];
}

/** A subset of a DestinationRule. */
export interface HostSubset {
  /** The name of the subset. */
  readonly name: string | undefined;
  /** The path of the subset in the DestinationRule. */
  readonly path: Path;
}

/** The VirtualServices and DestinationRules of a mesh. */
export interface Traffic {
  /** The mesh. */
  readonly mesh: ObservedMesh;
  /** The VirtualServices of the mesh. */
  readonly virtualServices: readonly ManifestObject[];
  /** The hosts that its VirtualServices name. */
  readonly uses: readonly HostUse[];
  /** Its DestinationRules with a host. */
  readonly rules: readonly HostRule[];
  /** The DestinationRules for a host, also those for a pattern such as `*.local`. */
  readonly rulesFor: (host: string) => readonly HostRule[];
}

/** Whether an object is a VirtualService or a DestinationRule of Istio; others have kinds of that name too. */
export function isOfIstio({ group: own }: ManifestObject): boolean {
  return own === 'networking.istio.io';
}

/** The traffic of the clusters that were asked for, as several rules need it. */
const KNOWN = new WeakMap<ObservedCluster, readonly Traffic[]>();

/** The traffic of each mesh of a cluster that has any. */
export function trafficOf(cluster: ObservedCluster): readonly Traffic[] {
  const known = KNOWN.get(cluster) ?? findTraffic(cluster);
  KNOWN.set(cluster, known);
  return known;
}

function findTraffic(cluster: ObservedCluster): readonly Traffic[] {
  const { meshOf } = namespaceOwners(cluster);
  const own = (kind: string) =>
    groupBy(
      (cluster.byKind.get(kind) ?? []).filter(isOfIstio).flatMap((object) => {
        const mesh = meshOf(object.namespace);
        return mesh === undefined ? [] : [{ object, mesh }];
      }),
      ({ mesh }) => mesh.namespace,
    );
  const [services, rules] = [own('VirtualService'), own('DestinationRule')];
  return cluster.meshes
    .filter(({ namespace }) => services.has(namespace) || rules.has(namespace))
    .map((mesh) => meshTraffic(mesh, objectsOf(services.get(mesh.namespace)), objectsOf(rules.get(mesh.namespace))));
}

/** A host in full: one without a dot is a Service of the object's namespace; it stays short where that is not known. */
export function fullHost(host: string, namespace: string | undefined): string {
  const isFull = host.includes('.') || host === '*' || namespace === undefined;
  return isFull ? host : `${host}.${namespace}.svc.cluster.local`;
}

function objectsOf(found: readonly { readonly object: ManifestObject }[] = []): readonly ManifestObject[] {
  return found.map(({ object }) => object);
}

function meshTraffic(
  mesh: ObservedMesh,
  virtualServices: readonly ManifestObject[],
  destinationRules: readonly ManifestObject[],
): Traffic {
  const rules = destinationRules.flatMap(toRule);
  const byHost = groupBy(rules, ({ host }) => host);
  const rulesFor = (host: string) => [host, ...patternsFor(host)].flatMap((one) => byHost.get(one) ?? []);
  return { mesh, virtualServices, uses: virtualServices.flatMap(hostUses), rules, rulesFor };
}

/** The patterns that a host fits. */
function patternsFor(host: string): readonly string[] {
  const parts = host.split('.');
  return parts.length > 128 ? [] : ['*', ...parts.slice(1).map((_, i) => `*.${parts.slice(i + 1).join('.')}`)];
}

function toRule(object: ManifestObject): readonly HostRule[] {
  const host = textAt(object.value, ['spec', 'host']);
  if (host === undefined) return [];
  const subsets = listAt(object.value, ['spec', 'subsets']).map((subset, i) => ({
    name: textAt(subset, ['name']),
    path: ['spec', 'subsets', i],
  }));
  return [{ object, host: fullHost(host, object.namespace), subsets }];
}

/** The routes of a VirtualService, for HTTP, TLS and TCP. */
export function routesOf(object: ManifestObject): readonly { readonly path: Path; readonly value: unknown }[] {
  return ['http', 'tls', 'tcp'].flatMap((protocol) =>
    listAt(object.value, ['spec', protocol]).map((value, i) => ({ path: ['spec', protocol, i], value })),
  );
}

function hostUses(object: ManifestObject): readonly HostUse[] {
  const named = listAt(object.value, ['spec', 'hosts']).flatMap((host, i) =>
    typeof host === 'string' && host !== '' ? [toUse(object, ['spec', 'hosts', i], host)] : [],
  );
  return [...named, ...routesOf(object).flatMap(({ path, value }) => destinationUses(object, path, value))];
}

function destinationUses(object: ManifestObject, path: Path, route: unknown): readonly HostUse[] {
  const inList = ['route', 'mirrors'].flatMap((field) =>
    listAt(route, [field]).map((entry, i): [Path, unknown] => [
      [...path, field, i, 'destination'],
      mapAt(entry, ['destination']),
    ]),
  );
  const all: readonly [Path, unknown][] = [...inList, [[...path, 'mirror'], mapAt(route, ['mirror'])]];
  return all.flatMap(([at, destination]) => {
    const host = textAt(destination, ['host']);
    if (host === undefined) return [];
    const subset = textAt(destination, ['subset']);
    const to = { path: at, ...(subset !== undefined && { subset }) };
    return [{ ...toUse(object, [...at, 'host'], host), destination: to }];
  });
}

function toUse(object: ManifestObject, path: Path, host: string): HostUse {
  return { object, path, host, fullHost: fullHost(host, object.namespace) };
}
