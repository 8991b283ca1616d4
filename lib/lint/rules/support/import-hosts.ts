import { exportSkipReason } from '../../../matching/export';
import { type ImportScope, importSkipReason, importSuffix } from '../../../matching/import';
import type { ImportRule } from '../../../matching/rules';
import { LABEL_SELECTOR } from '../../../matching/rules';
import { fixedPart, isAny } from '../../../matching/service-name';
import { importScopeOf } from '../../../observed/exchange';
import type { ObservedMesh, ObservedPeer } from '../../../observed/model';
import { groupBy } from '../../../values';

/** What a host under a suffix of imports is. */
export type ImportHost =
  | { readonly kind: 'imported'; readonly peers: readonly ObservedPeer[] }
  /** With the hosts that are imported under the same suffix. */
  | { readonly kind: 'not-imported'; readonly peers: readonly ObservedPeer[]; readonly hosts: readonly string[] }
  /** With the hosts that are imported at all. */
  | { readonly kind: 'unknown-peer'; readonly hosts: readonly string[] };

/** An import as local, by what the manifests of both sides say or by a rule that says it all. */
export interface LocalImport {
  /** The importer's peer. */
  readonly peer: ObservedPeer;
  /** The index of the import rule. */
  readonly rule: number;
  /** The local host. */
  readonly host: string;
}

/** An import rule that istiod uses. */
interface UsedRule {
  readonly peer: ObservedPeer;
  readonly index: number;
  readonly rule: ImportRule;
  readonly suffix: string;
  /** The name and namespace that imports get; undefined where these are those of the export. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** Tells what the hosts of a mesh are that look like imports; undefined for hosts that do not. */
export function importHosts(mesh: ObservedMesh): (host: string) => ImportHost | undefined {
  const rules = groupBy(
    mesh.peers.flatMap(usedRules).filter(({ rule }) => rule.importAsLocal !== true),
    ({ suffix }) => suffix,
  );
  const peers = groupBy(
    mesh.peers.flatMap((peer) => [...suffixesOf(peer)].map((suffix) => ({ peer, suffix }))),
    ({ suffix }) => suffix,
  );
  return (host) => {
    if (host.endsWith('.svc.cluster.local')) return undefined;
    const suffix = suffixesAbove(host).find((one) => peers.has(one));
    if (suffix === undefined) {
      const isUnknown = host.endsWith('-imports.local') && mesh.peers.length > 0;
      return isUnknown ? { kind: 'unknown-peer', hosts: [...mesh.importsByHost.keys()] } : undefined;
    }
    const own = (peers.get(suffix) ?? []).map(({ peer }) => peer);
    const used = rules.get(suffix) ?? [];
    const known = mesh.importsByHost.get(host);
    if (known !== undefined) return { kind: 'imported', peers: known.map(({ peer }) => peer) };
    const maybe = used.filter((rule) => couldGive(rule, host) && (isFixed(rule) || isOpen(rule.peer)));
    if (maybe.length > 0) return { kind: 'imported', peers: maybe.map(({ peer }) => peer) };
    return { kind: 'not-imported', peers: own, hosts: hostsUnder(suffix, own, used, mesh) };
  };
}

/** The imports as local of a mesh. */
export function localImports(mesh: ObservedMesh): readonly LocalImport[] {
  const arrived = mesh.imports.filter(({ isLocal }) => isLocal);
  const stated = mesh.peers
    .flatMap(usedRules)
    .filter((used) => used.rule.importAsLocal === true && isFixed(used))
    .map((used) => ({ peer: used.peer, rule: used.index, host: hostOf(used) }));
  const found = [...arrived.map(({ peer, rule, host }) => ({ peer, rule, host })), ...stated];
  return [...groupBy(found, ({ peer, host }) => `${peer.name} ${host}`).values()].flatMap(([first]) => first ?? []);
}

/** Whether a mesh imports a host as local, or may import it by a rule for services that the manifests do not name. */
export function mayImportAsLocal(mesh: ObservedMesh): (host: string) => boolean {
  const known = new Set(localImports(mesh).map(({ host }) => host));
  const rules = mesh.peers.flatMap(usedRules).filter(({ rule }) => rule.importAsLocal === true);
  const open = rules.filter((used) => !isFixed(used) && isOpen(used.peer));
  return (host) => known.has(host) || open.some((used) => couldGive(used, host));
}

/** The imports as local of a mesh by the hosts that they would have otherwise. */
export function localImportsByRemoteHost(mesh: ObservedMesh): ReadonlyMap<string, LocalImport> {
  const arrived = mesh.imports
    .filter(({ isLocal }) => isLocal)
    .flatMap(({ peer, rule, host, name, namespace, export: { offered } }) =>
      [offered, { name, namespace }].map((service) => ({ peer, rule, host, service })),
    );
  const hosts = arrived.flatMap(({ service: { name, namespace }, ...imported }) =>
    remoteSuffixes(imported.peer).map((suffix) => [`${name}.${namespace}.${suffix}`, imported] as const),
  );
  return new Map(hosts);
}

/** The suffixes that imports from a peer have unless a rule sets another one. */
function remoteSuffixes(peer: ObservedPeer): readonly string[] {
  return [...new Set([importSuffix({}, { peerName: peer.name }), importSuffix({}, importScopeOf(peer))])];
}

/** Whether a peer may offer services that the manifests do not name. */
function isOpen({ counterpart }: ObservedPeer): boolean {
  return counterpart === undefined || offersUnknown(counterpart);
}

/** The rules of the peers that were asked for, as several rules need them. */
const KNOWN = new WeakMap<ObservedPeer, readonly UsedRule[]>();

function usedRules(peer: ObservedPeer): readonly UsedRule[] {
  const known = KNOWN.get(peer) ?? findUsedRules(peer);
  KNOWN.set(peer, known);
  return known;
}

function findUsedRules(peer: ObservedPeer): readonly UsedRule[] {
  const scope = importScopeOf(peer);
  return (peer.imports?.rules ?? []).flatMap((rule, index) =>
    importSkipReason(rule, scope) === undefined ? [usedRule(peer, index, rule, scope)] : [],
  );
}

function usedRule(peer: ObservedPeer, index: number, rule: ImportRule, scope: ImportScope): UsedRule {
  const { name, namespace, alias } = rule.nameSelector ?? {};
  return {
    peer,
    index,
    rule,
    suffix: importSuffix(rule, scope),
    name: fixedPart(alias?.name) ?? fixedPart(name),
    namespace: fixedPart(alias?.namespace) ?? fixedPart(namespace),
  };
}

function isFixed({ name, namespace }: UsedRule): boolean {
  return name !== undefined && namespace !== undefined;
}

function hostOf({ name, namespace, suffix }: UsedRule): string {
  return `${name}.${namespace}.${suffix}`;
}

function couldGive({ name, namespace, suffix }: UsedRule, host: string): boolean {
  const [first, second, ...rest] = host.slice(0, -suffix.length - 1).split('.');
  const isPair = first !== undefined && second !== undefined && rest.length === 0;
  return isPair && (name ?? first) === first && (namespace ?? second) === second;
}

/** The suffixes of a peer's imports, also of those that no rule sets. */
function suffixesOf(peer: ObservedPeer): ReadonlySet<string> {
  const used = usedRules(peer).filter(({ rule }) => rule.importAsLocal !== true);
  return new Set([importSuffix({}, { peerName: peer.name }), ...used.map(({ suffix }) => suffix)]);
}

/** Whether a peer is offered services that its manifests do not name: those with a label, or all of a namespace. */
function offersUnknown({ exports }: ObservedPeer): boolean {
  return (exports?.rules ?? []).some((rule) => {
    if (exportSkipReason(rule) !== undefined) return false;
    const { name, namespace } = rule.nameSelector ?? {};
    return rule.type === LABEL_SELECTOR || isAny(name) || isAny(namespace);
  });
}

function hostsUnder(
  suffix: string,
  peers: readonly ObservedPeer[],
  rules: readonly UsedRule[],
  mesh: ObservedMesh,
): readonly string[] {
  const own = new Set(peers);
  const arrived = mesh.imports.filter(({ peer, host }) => own.has(peer) && host.endsWith(`.${suffix}`));
  return [...new Set([...arrived.map(({ host }) => host), ...rules.filter(isFixed).map(hostOf)])].sort();
}

/** Everything behind each dot of a host, the longest first; DNS has no names of more parts. */
function suffixesAbove(host: string): readonly string[] {
  const parts = host.split('.');
  return parts.length > 128 ? [] : parts.slice(1).map((_, i) => parts.slice(i + 1).join('.'));
}
