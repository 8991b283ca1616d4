import fc from 'fast-check';
import type { ImportProps, SelectorProps, ServiceRef, ShareProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import { type Direction, type Draft, directions, type MeshDraft } from './draft';
import { at, defined, NAMESPACES, SERVICES, SUFFIXES } from './pools';

export interface SharePlan {
  readonly direction: number;
  readonly reach: number;
  readonly kind: number;
  readonly namespace: number;
  readonly service: number;
  readonly selector: number | undefined;
  readonly exportAs: number | undefined;
  readonly importAs: number | undefined;
  readonly imports: number | undefined;
  readonly local: boolean;
  readonly suffix: number | undefined;
  readonly authorize: number | undefined;
  readonly name: number | undefined;
}

export const sharePlan: fc.Arbitrary<SharePlan> = plan<SharePlan>({
  direction: pick,
  reach: fc.nat(9),
  kind: fc.nat(9),
  namespace: pick,
  service: pick,
  selector: maybe(25, pick),
  exportAs: maybe(25, pick),
  importAs: maybe(35, pick),
  imports: maybe(20, pick),
  local: chance(30),
  suffix: maybe(15, pick),
  authorize: maybe(30, pick),
  name: maybe(40, pick),
});

/** Shares with fixed names first: a share that matches more would hide those after it. */
export function buildShares(plans: readonly SharePlan[], draft: Draft): void {
  const all = directions(draft);
  if (all.length === 0) return;
  const ranked = [...plans].sort((a, b) => rank(a) - rank(b));
  const taken = new Set<string>();
  for (const drawn of ranked) addShare(drawn, at(all, drawn.direction), all, draft, taken);
}

/** How much a share leaves open: nothing, the name or the namespace, or both. */
function rank({ kind }: SharePlan): number {
  return kind < 7 ? 0 : kind < 9 ? 1 : 2;
}

function addShare(
  drawn: SharePlan,
  direction: Direction,
  all: readonly Direction[],
  draft: Draft,
  taken: Set<string>,
): void {
  const { exporter } = direction;
  const peers = all.filter((other) => other.exporter === exporter).map(({ importer }) => importer);
  const importers = drawn.reach > 7 ? peers : [direction.importer];
  const share = shareOf(drawn, exporter, importers, drawn.reach === 9);
  if (share === undefined || isTaken(share, exporter, importers, taken)) return;
  draft.shares.push(share);
  const name = share.name ?? share.service?.name;
  if (name === undefined || share.imports?.length === 0) return;
  for (const importer of importers) {
    const several = draft.deliveries.some((other) => other.importer === importer && other.name === name);
    draft.deliveries.push({ share, exporter, importer, name, several });
  }
}

function shareOf(
  drawn: SharePlan,
  exporter: MeshDraft,
  importers: readonly MeshDraft[],
  toAll: boolean,
): ShareProps | undefined {
  const service = serviceOf(drawn, exporter);
  if (service === undefined) return undefined;
  const optional = <T>(n: number | undefined, make: (n: number) => T) => (n === undefined ? undefined : make(n));
  const exportAs = optional(drawn.exportAs, (n) => renamed(service, n, NAMESPACES));
  return defined<ShareProps>({
    // The name of a policy cannot have spaces, any other name of a share can.
    name: optional(drawn.name, (n) => (n % 5 === 4 && drawn.authorize === undefined ? 'Share 5' : at(NAMES, n))),
    from: drawn.name === 7 ? [exporter.name] : exporter.name,
    to: toAll ? 'all' : namesOf(importers),
    service: drawn.kind === 9 && drawn.selector !== undefined ? undefined : service,
    selector: optional(drawn.selector, (n) => selectorOf(n, service.name ?? 'any')),
    exportAs,
    ...arrivalOf(drawn, { ...service, ...exportAs }, exporter, importers),
    domainSuffix: optional(drawn.suffix, (n) => at(SUFFIXES, n)),
    authorize: optional(drawn.authorize, (n) => authorizeOf(n, service, exporter)),
  });
}

const NAMES: readonly string[] = ['s1', 's2', 's3', 'the-share'];

/** How an offered service lands where all importers have members. */
function arrivalOf(drawn: SharePlan, offered: ServiceRef, exporter: MeshDraft, importers: readonly MeshDraft[]) {
  const common = (importers[0]?.members ?? []).filter((member) =>
    importers.every(({ members }) => members.includes(member)),
  );
  if (drawn.imports !== undefined) return { imports: partsOf(drawn, drawn.imports, offered, exporter, common) };
  const importAs = importAsOf(drawn, offered, common);
  const target = importAs?.namespace ?? offered.namespace;
  const local = drawn.local && target !== undefined && (common.includes(target) || common.includes('*'));
  return { importAs, importAsLocal: local ? true : undefined };
}

/** None or some of the services that a share offers, as an importer has them. */
function partsOf(
  drawn: SharePlan,
  n: number,
  offered: ServiceRef,
  exporter: MeshDraft,
  common: readonly string[],
): readonly ImportProps[] {
  const own = exporter.members[0] ?? exporter.namespace;
  const namespace = offered.namespace === undefined && own !== '*' ? own : undefined;
  const names = offered.name === undefined ? [n, n + 1].map((one) => at(SERVICES, one)) : [undefined];
  const parts = names.map((name): ImportProps => {
    const part = defined<ImportProps>({ namespace, name });
    const importAs = importAsOf(drawn, { ...offered, ...part }, common);
    const target = importAs?.namespace ?? namespace ?? offered.namespace;
    const local = drawn.local && target !== undefined && common.includes(target);
    return defined<ImportProps>({ ...part, importAs, importAsLocal: local ? true : undefined });
  });
  return parts.slice(0, n % 3);
}

function namesOf(meshes: readonly MeshDraft[]): string | readonly string[] {
  const names = meshes.map(({ name }) => name);
  return names.length === 1 ? (names[0] ?? '') : names;
}

/** Which services: one, those of a namespace, those of a name, or all. */
function serviceOf(drawn: SharePlan, { members, namespace }: MeshDraft): ServiceRef | undefined {
  const own = members.length === 0 ? [namespace] : members.includes('*') ? NAMESPACES.slice(0, 3) : members;
  const name = at(SERVICES, drawn.service);
  if (drawn.kind < 7) return { namespace: at(own, drawn.namespace), name };
  if (drawn.kind === 7) return { namespace: at(own, drawn.namespace) };
  return drawn.kind === 8 ? { name } : {};
}

/** New names for those parts that are fixed. */
function renamed(ref: ServiceRef, n: number, namespaces: readonly string[]): ServiceRef {
  return defined<ServiceRef>({
    namespace: ref.namespace === undefined || n % 3 === 0 ? undefined : at(namespaces, n),
    name: ref.name === undefined || n % 3 === 1 ? undefined : `${ref.name.slice(0, 50)}-${n % 13}`,
  });
}

/** Imports go to member namespaces alone. */
function importAsOf({ importAs: n, local }: SharePlan, offered: ServiceRef, common: readonly string[]) {
  const members = common.includes('*') ? NAMESPACES : common;
  const fixed =
    offered.namespace !== undefined && members.length > 0 ? offered : defined<ServiceRef>({ name: offered.name });
  if (n !== undefined) return renamed(fixed, n, members);
  // A service that joins a local one lands where the importer has members.
  return local && fixed.namespace !== undefined && !members.includes(fixed.namespace)
    ? { namespace: at(members, 0) }
    : undefined;
}

function selectorOf(n: number, name: string): SelectorProps {
  const app = { app: name.slice(0, 63) };
  const tier = { key: 'example.org/tier', operator: 'In', values: ['front', 'back'] } as const;
  const selectors: readonly SelectorProps[] = [
    { matchLabels: app },
    { matchLabels: { ...app, version: 'v1' } },
    { matchExpressions: [tier, { key: 'app', operator: 'Exists' }] },
    { matchLabels: app, matchExpressions: [{ key: 'legacy', operator: 'DoesNotExist' }] },
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] },
  ];
  return at(selectors, n);
}

function authorizeOf(n: number, { namespace }: ServiceRef, exporter: MeshDraft): ShareProps['authorize'] {
  if (namespace === undefined) return false;
  const callers = exporter.members.includes('*') ? ['shop'] : exporter.members;
  const forms = [
    true,
    {},
    { callers: callers.slice(0, 1) },
    { workload: { tier: 'front' }, callers },
    { workload: {} },
  ];
  const form = at(forms, n);
  return exporter.members.includes('*') ? { ...(typeof form === 'object' ? form : {}), callers } : form;
}

/** Whether a share would offer what another one offers already, or land where another one lands. */
function isTaken(share: ShareProps, exporter: MeshDraft, importers: readonly MeshDraft[], taken: Set<string>): boolean {
  const { service, exportAs, importAs, importAsLocal, domainSuffix, imports } = share;
  const offered = { ...service, ...exportAs };
  const parts = imports ?? [{ importAs, importAsLocal }];
  const landings = parts.map(({ importAs: as, importAsLocal: local, ...names }) => ({
    ...offered,
    ...names,
    ...as,
    local,
  }));
  const keys = importers.flatMap(({ name }) => [
    `${exporter.name} ${name} ${service?.name}.${service?.namespace}`,
    `${exporter.name} ${name} ${offered.name}.${offered.namespace}`,
    ...landings.map((landed) => {
      return `${name} ${landed.local} ${domainSuffix ?? exporter.name} ${landed.name}.${landed.namespace}`;
    }),
  ]);
  const clash = keys.some((key) => taken.has(key));
  for (const key of keys) taken.add(key);
  return clash;
}
