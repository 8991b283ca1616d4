import type { Path } from '../issues/issue';
import { fullHost } from '../lint/rules/support/traffic';
import type { ManifestObject } from '../manifests/object';
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from '../observed/fields';
import { fitsHost } from '../observed/ossm3/hosts';
import { isFields, plainText } from '../values';
import { isVisibleIn } from './hosts';
import type { Destination, TraceCaller, TraceMesh } from './mesh';

/** Where some calls go by a VirtualService. */
export interface RoutedCalls {
  /** Whether it is a copy of the calls, whose answers are dropped. */
  readonly isMirror: boolean;
  /** Which calls, such as `90%`. */
  readonly text: string;
  /** Where they go; undefined where the proxy of the caller answers them itself. */
  readonly destination?: Destination;
  /** How the proxy of the caller answers. */
  readonly answer?: string;
  /** The VirtualService to which the route delegates and that the manifests lack. */
  readonly missing?: string;
  /** The route. */
  readonly path: Path;
  /** The VirtualService with the route. */
  readonly object: ManifestObject;
}

/** What a VirtualService does with the calls of a host. */
export interface Routing {
  /** The VirtualService. */
  readonly object: ManifestObject;
  /** The place of the host in it. */
  readonly path: Path;
  /** Others with the host, of which the oldest decides; sidecars do not merge them. */
  readonly rivals: readonly string[];
  /** Where calls go, in the order of the routes; empty where no route matches any. */
  readonly calls: readonly RoutedCalls[];
  /** Whether requests that match none of the routes get 404. */
  readonly isPartial: boolean;
}

/** A call before it is routed. */
export interface Request {
  /** The caller. */
  readonly caller: TraceCaller;
  /** The host in full. */
  readonly host: string;
  /** The port; undefined where it is unknown. */
  readonly port: number | undefined;
}

/** What the VirtualService for the calls of a host does; undefined where none has the host. */
export function routingOf(mesh: TraceMesh, request: Request): Routing | undefined {
  const { host, caller } = request;
  const candidates = mesh
    .objectsOf('VirtualService', 'networking.istio.io')
    .filter((object) => isVisibleIn(caller.namespace, object) && isForSidecars(object))
    .flatMap((object) =>
      textsAt(object.value, ['spec', 'hosts']).flatMap((text, i) => {
        const pattern = fullHost(text, object.namespace);
        return fitsHost(pattern, host) ? [{ object, pattern, path: ['spec', 'hosts', i] as Path }] : [];
      }),
    );
  const rank = ({ object, pattern }: (typeof candidates)[number]) =>
    [pattern === host ? 0 : 1, 1000 - pattern.length, audienceRank(object)].join(' ');
  const key = (one: (typeof candidates)[number]) => `${rank(one)} ${nameOf(one.object)}`;
  const [best, ...others] = [...candidates].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (best === undefined) return undefined;
  const field = ['http', 'tls', 'tcp'].find((one) => listAt(best.object.value, ['spec', one]).length > 0);
  const { object, path } = best;
  if (field === undefined) return undefined;
  const rivals = others.filter((one) => rank(one) === rank(best) && one.object !== object);
  return {
    object,
    path,
    rivals: [...new Set(rivals.map((one) => nameOf(one.object)))],
    ...routes({ mesh, object, field, request, condition: '' }),
  };
}

function nameOf({ namespace = '', name }: ManifestObject): string {
  return `${namespace}/${name}`;
}

/**
 * The rank of a VirtualService by who sees it, as Istio reads them: those of the own namespace alone first, then those for
 * some namespaces, then those for all. Source: istio/istio pilot/pkg/model/push_context.go, VirtualServicesForGateway.
 */
function audienceRank({ value }: ManifestObject): number {
  const exportTo = textsAt(value, ['spec', 'exportTo']);
  if (exportTo.length === 0 || exportTo.includes('*')) return 2;
  return exportTo.includes('.') ? 0 : 1;
}

function isForSidecars({ value }: ManifestObject): boolean {
  const gateways = textsAt(value, ['spec', 'gateways']);
  return gateways.length === 0 || gateways.includes('mesh');
}

interface RouteList {
  readonly mesh: TraceMesh;
  readonly object: ManifestObject;
  readonly field: string;
  readonly request: Request;
  /** The condition of the VirtualService that delegates; empty without one. */
  readonly condition: string;
  readonly isDelegate?: boolean;
}

function routes(list: RouteList): Pick<Routing, 'calls' | 'isPartial'> {
  const { object, field, request } = list;
  const calls: RoutedCalls[] = [];
  for (const [i, route] of listAt(object.value, ['spec', field]).entries()) {
    const condition = conditionOf(route, request);
    if (condition === undefined) continue;
    const others = calls.length > 0 && condition === '' ? 'other requests' : condition;
    calls.push(...routed(list, route, ['spec', field, i], [list.condition, others].filter(Boolean).join(' and ')));
    if (condition === '') return { calls, isPartial: false };
  }
  return { calls, isPartial: true };
}

/** Conditions of a match that follow from the caller; the others depend on the request. */
const STATIC: { readonly [field: string]: (value: unknown, request: Request) => boolean } = {
  port: (value, { port }) => port === undefined || Number(value) === port,
  sourceNamespace: (value, { caller }) => value === caller.namespace,
  sourceLabels: (value, { caller: { workload } }) =>
    workload === undefined || Object.entries(labelsAt(value, [])).every(([key, text]) => workload.labels[key] === text),
  gateways: (value) => textsAt(value, []).includes('mesh'),
  sniHosts: (value, { host }) => textsAt(value, []).some((pattern) => fitsHost(pattern, host)),
};

/** Names of matches, which are no conditions. */
const UNCONDITIONAL = new Set(['name', 'ignoreUriCase', 'statPrefix']);

/** The condition of a route in words: empty for all requests, undefined where no request of the caller matches. */
function conditionOf(route: unknown, request: Request): string | undefined {
  const matches = listAt(route, ['match']).map((match) => mapAt(match));
  if (matches.length === 0) return '';
  const texts = matches.flatMap((match) => {
    const fields = Object.entries(match);
    if (!fields.every(([field, value]) => STATIC[field]?.(value, request) ?? true)) return [];
    const rest = fields.filter(([field]) => STATIC[field] === undefined && !UNCONDITIONAL.has(field));
    return [rest.flatMap(([field, value]) => conditionTexts(field, value)).join(' and ')];
  });
  if (texts.length === 0) return undefined;
  return texts.includes('') ? '' : texts.join(' or ');
}

/** One condition in words, such as `uri prefix "/api"`. */
function conditionTexts(field: string, value: unknown): readonly string[] {
  if (!isFields(value)) return [`${field} ${JSON.stringify(value)}`];
  return Object.entries(value).map(([key, inner]) => {
    if (!isFields(inner)) return `${field} ${key} ${JSON.stringify(inner)}`;
    const [kind, text] = Object.entries(inner)[0] ?? ['present', true];
    return `${field} ${key} ${kind} ${JSON.stringify(text)}`;
  });
}

/** Where the calls of one route go: its destinations by weight, and copies. */
function routed(list: RouteList, route: unknown, path: Path, condition: string): readonly RoutedCalls[] {
  const { object } = list;
  const label = (text: string) => [condition, text].filter(Boolean).join(', ');
  const answered = (answer: string): readonly RoutedCalls[] => [
    { isMirror: false, text: label('100%'), answer, path, object },
  ];
  if (isFields(mapAt(route).redirect)) return answered('the proxy of the caller redirects the request');
  if (isFields(mapAt(route).directResponse)) return answered('the proxy of the caller answers the request itself');
  const delegate = mapAt(route, ['delegate']);
  if (Object.keys(delegate).length > 0) return delegated(list, delegate, path, condition);
  const all = listAt(route, ['route']).map((one, i) => ({
    weight: numberAt(one, ['weight']),
    destination: destinationOf(list, mapAt(one, ['destination']), [...path, 'route', i, 'destination']),
    path: [...path, 'route', i],
  }));
  const sum = all.reduce((total, { weight = 0 }) => total + weight, 0);
  const share = (weight = 0) => (sum === 0 ? 100 / all.length : (weight / sum) * 100);
  const own = all
    .filter(({ weight }) => share(weight) > 0)
    .map(({ weight, ...rest }) => ({ isMirror: false, text: label(percent(share(weight))), object, ...rest }));
  return [...own, ...mirrorsOf(list, route, path).map((one) => ({ ...one, text: label(one.text) }))];
}

function delegated(
  list: RouteList,
  delegate: { readonly [field: string]: unknown },
  path: Path,
  condition: string,
): readonly RoutedCalls[] {
  const name = plainText(delegate.name) ?? '';
  const namespace = plainText(delegate.namespace) ?? list.object.namespace;
  const object = list.mesh.cluster.find('VirtualService', namespace, name);
  if (object === undefined || list.isDelegate) {
    const text = condition === '' ? '100%' : condition;
    return [
      { isMirror: false, text, missing: `${namespace}/${name}`, path: [...path, 'delegate'], object: list.object },
    ];
  }
  return routes({ ...list, object, condition, isDelegate: true }).calls;
}

function mirrorsOf(list: RouteList, route: unknown, path: Path): readonly RoutedCalls[] {
  const one = mapAt(route, ['mirror']);
  const part = numberAt(route, ['mirrorPercentage', 'value']) ?? numberAt(route, ['mirrorPercent']) ?? 100;
  const single =
    Object.keys(one).length === 0 ? [] : [{ one, part, at: [...path, 'mirror'], path: [...path, 'mirror'] }];
  const several = listAt(route, ['mirrors']).map((mirror, i) => ({
    one: mapAt(mirror, ['destination']),
    part: numberAt(mirror, ['percentage', 'value']) ?? 100,
    at: [...path, 'mirrors', i, 'destination'],
    path: [...path, 'mirrors', i],
  }));
  return [...single, ...several]
    .filter((mirror) => mirror.part > 0)
    .map((mirror) => ({
      isMirror: true,
      text: `mirror ${percent(mirror.part)}`,
      destination: destinationOf(list, mirror.one, mirror.at),
      path: mirror.path,
      object: list.object,
    }));
}

function destinationOf(
  { object, request }: RouteList,
  value: { readonly [field: string]: unknown },
  path: Path,
): Destination {
  const subset = textAt(value, ['subset']);
  const port = numberAt(value, ['port', 'number']) ?? request.port;
  return {
    host: fullHost(textAt(value, ['host']) ?? '', object.namespace),
    ...(port !== undefined && { port }),
    ...(subset !== undefined && { subset }),
    subject: { object, path },
  };
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
