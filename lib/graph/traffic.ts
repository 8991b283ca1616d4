import { failoverPolicy, keepsLocal } from '../lint/rules/support/failover';
import { fullHost, type HostRule, routesOf } from '../lint/rules/support/traffic';
import type { ManifestObject } from '../manifests/object';
import { listAt, mapAt, numberAt, textAt, textsAt } from '../observed/fields';
import { hostOfService, serviceOfHost } from '../observed/ossm3/hosts';
import type { GraphDraft } from './draft';
import { idWithin, importId, meshId } from './ids';
import { matchText } from './match-text';
import type { EdgeKind, GraphPlace } from './model';
import type { ImportPart, MeshPart } from './parts/model';

const ISTIO = 'networking.istio.io';

/** Adds the routes of a mesh with their destinations, and the imports that join local Services. */
export function addTraffic(draft: GraphDraft, part: MeshPart): void {
  for (const object of part.objectsOf('VirtualService', ISTIO)) addRoutes(draft, part, object);
  for (const one of part.imports) if (one.isLocal) addFailover(draft, part, one);
}

function addRoutes(draft: GraphDraft, part: MeshPart, object: ManifestObject): void {
  const mesh = meshId(part);
  const { name, namespace = '', value } = object;
  const gateways = textsAt(value, ['spec', 'gateways']).filter((gateway) => gateway !== 'mesh');
  const through = gateways.length === 0 ? '' : ` through ${gateways.join(', ')}`;
  const from = draft.node({
    ...{ id: idWithin(mesh, 'route', namespace, name), kind: 'route', label: name },
    ...{
      parent: idWithin(mesh, 'namespace', namespace),
      detail: `${textsAt(value, ['spec', 'hosts']).join(', ')}${through}`,
    },
    places: [{ object, path: [] }],
  });
  for (const route of routesOf(object)) {
    for (const destination of destinationsOf(object, route)) addDestination(draft, part, from, destination);
  }
}

/** A destination of a route. */
interface DrawnDestination {
  readonly kind: EdgeKind;
  /** The host in full. */
  readonly host: string;
  readonly label: string;
  /** The requests that it is for; empty for all. */
  readonly condition: string;
  readonly place: GraphPlace;
}

function destinationsOf(
  object: ManifestObject,
  { path, value }: ReturnType<typeof routesOf>[number],
): readonly DrawnDestination[] {
  const routes = listAt(value, ['route']);
  const weights = routes.map((route) => numberAt(route, ['weight']) ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const condition = matchText(listAt(value, ['match']));
  const read = (kind: EdgeKind, destination: unknown, share: string, at: GraphPlace['path']) => {
    const host = textAt(destination, ['host']);
    if (host === undefined) return [];
    const label = [share, textAt(destination, ['subset'])].filter((text) => text !== undefined).join(' ');
    return [
      { kind, host: fullHost(host, object.namespace), label, condition, place: { object, path: [...path, ...at] } },
    ];
  };
  const split = routes.flatMap((route, i) => {
    const part = total === 0 ? (routes.length === 1 ? 1 : 0) : (weights[i] ?? 0) / total;
    return read('split', mapAt(route, ['destination']), percent(part), ['route', i]);
  });
  const mirrors = listAt(value, ['mirrors']).flatMap((mirror, i) =>
    read('mirror', mapAt(mirror, ['destination']), mirrored(mapAt(mirror, ['percentage'])), ['mirrors', i]),
  );
  const old = numberAt(value, ['mirrorPercent']) ?? numberAt(value, ['mirror_percent']);
  const amount = mapAt(value, ['mirrorPercentage']);
  const one = old === undefined || amount.value !== undefined ? mirrored(amount) : mirrored({ value: old });
  return [...split, ...read('mirror', mapAt(value, ['mirror']), one, ['mirror']), ...mirrors];
}

function mirrored(percentage: unknown): string {
  return `mirror ${percent((numberAt(percentage, ['value']) ?? 100) / 100)}`;
}

/** A share in percent, with at most one digit behind the point. */
function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

function addDestination(draft: GraphDraft, part: MeshPart, from: string, destination: DrawnDestination): void {
  const { kind, host, label, condition, place } = destination;
  for (const to of targetsOf(draft, part, host)) {
    const id = `${kind}${from.slice('route'.length)}/${place.path.slice(1).join('/')}/${encodeURIComponent(to)}`;
    draft.edge({ id, kind, from, to, via: [], label, detail: condition, places: [place] });
  }
}

/** What a host leads to: the local Service, or else imports; a Service or a host of neither is not in the manifests. */
function targetsOf(draft: GraphDraft, part: MeshPart, host: string): readonly string[] {
  const mesh = meshId(part);
  const { name = '', namespace = '' } = serviceOfHost(host) ?? {};
  const [service, parent] = [idWithin(mesh, 'service', namespace, name), idWithin(mesh, 'namespace', namespace)];
  if (draft.has(service)) return [service];
  const imports = part.imports.filter((one) => one.host === host).map((one) => importId(mesh, one));
  if (imports.length > 0) return imports;
  const missing = { detail: 'not in the manifests', places: [] };
  if (draft.has(parent)) return [draft.node({ id: service, kind: 'service', parent, label: name, ...missing })];
  return [draft.node({ id: idWithin(mesh, 'outside', host), kind: 'outside', parent: mesh, label: host, ...missing })];
}

/** What happens between a local Service and an import that joins it: requests go to both, or to the import if it fails. */
function addFailover(draft: GraphDraft, part: MeshPart, one: ImportPart): void {
  const mesh = meshId(part);
  const from = idWithin(mesh, 'service', one.namespace, one.name);
  if (!draft.has(from)) return;
  const policies = rulesFor(part, hostOfService(one.name, one.namespace)).map(failoverPolicy);
  const policy = policies.find(({ setting }) => setting !== undefined);
  const isFailover = policy !== undefined && keepsLocal(policy);
  const to = importId(mesh, one);
  const places =
    policy?.setting === undefined ? one.places : [{ object: policy.rule.object, path: policy.setting.path }];
  const entries = listAt(policy?.setting?.value, ['failover']);
  const own = entries.filter((entry) => one.region !== undefined && textAt(entry, ['to']) === one.region);
  const regions = own.map((entry) => `${textAt(entry, ['from']) ?? '*'} → ${textAt(entry, ['to'])}`);
  const label = isFailover ? ['failover', ...regions].join(' ') : 'shares the load';
  const kind = isFailover ? 'failover' : 'split';
  draft.edge({ id: idWithin(mesh, kind, one.host, to), kind, from, to, via: [], label, places });
}

function rulesFor(part: MeshPart, host: string): readonly HostRule[] {
  return part.objectsOf('DestinationRule', ISTIO).flatMap((object) => {
    const own = fullHost(textAt(object.value, ['spec', 'host']) ?? '', object.namespace);
    if (own !== host) return [];
    const subsets = listAt(object.value, ['spec', 'subsets']).map((subset, i) => ({
      name: textAt(subset, ['name']),
      path: ['spec', 'subsets', i],
    }));
    return [{ object, host, subsets }];
  });
}
