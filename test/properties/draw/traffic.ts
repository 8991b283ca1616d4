import fc from 'fast-check';
import type { ImportRef, NamedService, SplitProps, TrafficProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import type { Delivery, Draft, MeshDraft } from './draft';
import { at, defined, NAMESPACES, SERVICES } from './pools';

export interface TrafficPlan {
  readonly delivery: number;
  readonly kind: number;
  readonly namespace: number;
  readonly service: number;
  readonly weights: readonly number[];
  readonly subset: number | undefined;
  readonly inactive: boolean;
  readonly name: number | undefined;
  readonly match: number | undefined;
}

export const trafficPlan: fc.Arbitrary<TrafficPlan> = plan<TrafficPlan>({
  delivery: pick,
  kind: fc.nat(7),
  namespace: pick,
  service: pick,
  weights: fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }),
  subset: maybe(40, pick),
  inactive: chance(10),
  name: maybe(15, pick),
  match: maybe(30, pick),
});

/** Statements on what meshes do with what is shared with them; at most one in force per service. */
export function buildTraffic(plans: readonly TrafficPlan[], draft: Draft): readonly TrafficProps[] {
  if (draft.deliveries.length === 0) return [];
  const taken = new Set<string>();
  return plans.flatMap((drawn) => {
    const statement = statementOf(drawn, draft);
    return statement === undefined
      ? []
      : [isFree(statement, drawn, taken) ? statement : { ...statement, active: false }];
  });
}

function statementOf(drawn: TrafficPlan, draft: Draft): TrafficProps | undefined {
  const joined = draft.deliveries.filter(canFailOver);
  if (drawn.kind > 4 && joined.length > 0) return failover(drawn, at(joined, drawn.delivery));
  return routes(drawn, at(draft.deliveries, drawn.delivery), draft);
}

/** Whether no statement in force has the service or the name; they are taken from then on. */
function isFree({ mesh, service, name = service.name }: TrafficProps, drawn: TrafficPlan, taken: Set<string>): boolean {
  const keys = [`${mesh} ${service.namespace}/${service.name}`, `${mesh} ${service.namespace} ${name}`];
  if (drawn.inactive || keys.some((key) => taken.has(key))) return false;
  for (const key of keys) taken.add(key);
  return true;
}

function arrivalOf({ share: { service, exportAs, importAs } }: Delivery): { name?: string; namespace?: string } {
  return { ...service, ...exportAs, ...importAs };
}

/** Whether a service joined a local one, and both places are known. */
function canFailOver(delivery: Delivery): boolean {
  const { share, exporter, importer } = delivery;
  const { name, namespace } = arrivalOf(delivery);
  const located = [exporter, importer].every(({ cluster }) => cluster.props.locality !== undefined);
  return share.importAsLocal === true && located && name !== undefined && namespace !== undefined;
}

function failover(drawn: TrafficPlan, delivery: Delivery): TrafficProps {
  const { name = '', namespace = '' } = arrivalOf(delivery);
  const settings = [{}, { consecutive5xxErrors: 2, interval: '500ms', baseEjectionTime: '1h30m' }];
  return { mesh: delivery.importer.name, service: { name, namespace }, failover: at(settings, drawn.weights[0] ?? 0) };
}

function routes(drawn: TrafficPlan, delivery: Delivery, draft: Draft): TrafficProps | undefined {
  const { importer } = delivery;
  const service = localService(drawn, importer);
  const ref = refTo(delivery, draft, service);
  if (service === undefined || ref === undefined) return undefined;
  const tcp = drawn.kind === 0;
  const known = tcp ? undefined : subsetsOf(drawn, importer, service);
  const local = known?.name === undefined ? {} : { subset: known.name };
  const [first = 0] = drawn.weights;
  const split: readonly SplitProps[] = [
    { ...local, weight: 100 - first },
    { ...ref, weight: first },
  ];
  return defined<TrafficProps>({
    mesh: importer.name,
    service,
    name: drawn.name === undefined ? undefined : at(['routes', 'details', 'bookinfo', 'a'], drawn.name),
    protocol: tcp ? 'tcp' : drawn.kind === 1 ? 'http' : undefined,
    subsets: known?.stated,
    split: drawn.kind === 4 ? undefined : split,
    ...(tcp || drawn.match === undefined ? {} : requestsOf(drawn.match, ref)),
    mirror: drawn.kind > 2 ? { ...ref, ...(first > 50 && { percentage: first / 2 }) } : undefined,
  });
}

/** What only HTTP has: routes that match, timeouts, retries, a Gateway, and an override. */
function requestsOf(n: number, ref: ImportRef): Partial<TrafficProps> {
  const routes = [
    { match: [{ uri: { prefix: '/v2' } }, { method: 'GET' as const }], split: [{ ...ref, weight: 100 }] },
  ];
  const forms: readonly Partial<TrafficProps>[] = [
    { routes, timeout: '5s', retries: { attempts: 2, retryOn: ['reset'] } },
    { routes: [{ ...routes[0], match: [{ headers: { 'x-a': { regex: '.+' } } }], mirror: ref }] },
    { override: { http: [{ route: [{ destination: { host: ref } }], timeout: '1s' }] } },
  ];
  return at(forms, n);
}

/** A service of a mesh: bookinfo's details where there is a bookinfo, or any. */
function localService(drawn: TrafficPlan, { members, bookinfo }: MeshDraft): NamedService | undefined {
  if (bookinfo !== undefined && drawn.service % 2 === 0) return { namespace: bookinfo, name: 'details' };
  const own = members.includes('*') ? NAMESPACES : members;
  return own.length === 0 ? undefined : { namespace: at(own, drawn.namespace), name: at(SERVICES, drawn.service) };
}

/** A subset that is known of bookinfo, or one that the statement brings. */
function subsetsOf({ subset }: TrafficPlan, { bookinfo }: MeshDraft, { namespace, name }: NamedService) {
  if (subset === undefined) return undefined;
  if (bookinfo === namespace && name === 'details' && subset % 2 === 0) return { name: 'v1' };
  return { name: subset % 3 === 0 ? undefined : 'v9', stated: { v9: { version: 'v9' }, v1: { version: 'v1', x: '' } } };
}

/** A reference to a delivery that tells it apart from all others; undefined where it joined the local service. */
function refTo(delivery: Delivery, { deliveries }: Draft, local: NamedService | undefined): ImportRef | undefined {
  const { share, name, exporter, importer } = delivery;
  const namesakes = deliveries.filter((other) => other.importer === importer && other.name === name);
  const of = namesakes.filter((other) => other.exporter === exporter);
  const target = arrivalOf(delivery);
  if (of.length > 1 || (share.importAsLocal && target.name === local?.name)) return undefined;
  const open = share.service?.name === undefined || share.service.namespace === undefined;
  const [part = {}] = share.imports ?? [];
  return defined<ImportRef>({
    share: name,
    mesh: namesakes.length > 1 ? exporter.name : undefined,
    service: open
      ? { namespace: exporter.members[0] ?? exporter.namespace, name: part.name ?? at(SERVICES, 1), ...share.service }
      : undefined,
  });
}
