import { isDeepStrictEqual } from 'node:util';
import { MAX_RULE_PAIRS } from '../bounds';
import type { Share } from '../federation/model';
import { type IssueList, type Path, printPath } from '../issues/issue';
import { CoverIndex } from '../matching/covering';
import { exportedName, shadowedExports } from '../matching/export';
import { type ImportedService, type ImportScope, importedAs, shadowedImports } from '../matching/import';
import type { NamedService, ServiceRef } from '../topology/model';
import { groupBy } from '../values';
import type { Side } from './gateways';
import type { Links } from './links';
import type { ExportRuleSpec, ImportRuleSpec, NameMatch } from './model';

/** A share with the rules that both sides have for it. */
export interface RuledShare extends Share {
  /** The share itself. */
  readonly share: Share;
  /** The importer's side of the pair of peers. */
  readonly importing: Side;
  /** The rule of the exporter. */
  readonly exportRule: ExportRuleSpec;
  /** The rule of the importer. */
  readonly importRule: ImportRuleSpec;
}

/** All shares with the rules of every direction in the order of the topology. */
export interface Exchange {
  /** The shares in the order of the topology. */
  readonly shares: readonly RuledShare[];
  /** A share with its rules; undefined if its meshes are not peers of this generation. */
  readonly of: (share: Share) => RuledShare | undefined;
  /** The rules of what one mesh exports to another. */
  readonly exports: (exporter: string, importer: string) => readonly ExportRuleSpec[];
  /** The rules of what one mesh imports from another. */
  readonly imports: (importer: string, exporter: string) => readonly ImportRuleSpec[];
}

/** Turns shares into rules for both sides of every direction. Reports rules that cannot have an effect. */
export function resolveRules(shares: readonly Share[], links: Links, issues: IssueList): Exchange {
  const byShare = new Map(
    shares.flatMap((share) => ruledShare(share, links) ?? []).map((ruled) => [ruled.share, ruled]),
  );
  const ruled = [...byShare.values()];
  const byDirection = groupBy(ruled, ({ exporter, importer }) => direction(exporter.name, importer.name));
  checkDirections([...byDirection.values()], issues);
  for (const own of groupBy(ruled, ({ importer }) => importer.name).values()) checkHosts(own, issues);
  const rules = (exporter: string, importer: string) => byDirection.get(direction(exporter, importer)) ?? [];
  return {
    shares: ruled,
    of: (share) => byShare.get(share),
    exports: (exporter, importer) => distinctExports(rules(exporter, importer)).map(({ exportRule }) => exportRule),
    imports: (importer, exporter) => distinctImports(rules(exporter, importer)).map(({ importRule }) => importRule),
  };
}

function ruledShare(share: Share, links: Links): RuledShare | undefined {
  const importing = links.find(share.importer.name, share.exporter.name);
  if (importing === undefined) return undefined;
  return { ...share, share, importing, exportRule: exportRuleOf(share), importRule: importRuleOf(share) };
}

/** The settings for matching of the importer. */
export function importScope({ peerName, mesh }: Side): ImportScope {
  return { peerName, clusterDomain: mesh.cluster.domain };
}

/** The names of the services of a share in the exporting mesh; a missing part is unknown. */
export function sourceOf({ service, offered }: Share): ServiceRef {
  return { ...offered, ...service };
}

/** The imported name and host of a share; undefined if the share can match several services. */
export function arrival({ offered, importRule, importing }: RuledShare): ImportedService | undefined {
  const { name, namespace } = offered;
  if (name === undefined || namespace === undefined) return undefined;
  return importedAs([importRule], { name, namespace }, importScope(importing));
}

function direction(exporter: string, importer: string): string {
  return `${exporter} ${importer}`;
}

function exportRuleOf({ service, selector, exportAs }: Share): ExportRuleSpec {
  if (selector === undefined) return { type: 'NameSelector', nameSelector: nameSelector(service, exportAs) };
  const { namespace } = service ?? {};
  return {
    type: 'LabelSelector',
    labelSelector: {
      ...(namespace !== undefined && { namespace }),
      selector,
      ...(exportAs !== undefined && { aliases: [nameSelector(service, exportAs)] }),
    },
  };
}

function importRuleOf(share: Share): ImportRuleSpec {
  const { importAsLocal: local, offered } = share;
  // istiod skips a rule that imports as local without a fixed namespace in its alias, even if it is unchanged.
  const alias =
    local && offered.namespace !== undefined ? { namespace: offered.namespace, ...share.importAs } : share.importAs;
  return {
    type: 'NameSelector',
    importAsLocal: local,
    ...(share.domainSuffix !== undefined && { domainSuffix: share.domainSuffix }),
    nameSelector: nameSelector(offered, alias),
  };
}

/** A name selector; one that matches everything has explicit wildcards. */
function nameSelector(ref: ServiceRef | undefined, alias: ServiceRef | undefined): NameMatch {
  const matched = ref?.namespace === undefined && ref?.name === undefined ? { namespace: '*', name: '*' } : ref;
  return { ...matched, ...(alias !== undefined && { alias }) };
}

/** Checks the rules of each direction, up to a bound of all of them together. */
function checkDirections(directions: readonly (readonly RuledShare[])[], issues: IssueList): void {
  let pairs = 0;
  for (const own of directions) {
    pairs += own.length ** 2 / 2;
    if (pairs > MAX_RULE_PAIRS) {
      const message = `too many shares between the same meshes: more than ${MAX_RULE_PAIRS} pairs of rules to compare`;
      issues.exceed(own.at(-1)?.importPath ?? [], message, 'share with a selector, or with a wildcard of a namespace');
    }
    if (issues.isExceeded) return;
    checkDirection(own, issues);
  }
}

/** Checks the rules of one direction against each other. */
function checkDirection(shares: readonly RuledShare[], issues: IssueList): void {
  const exporting = distinctExports(shares);
  const hidden = shadowedExports(exporting.map(({ exportRule }) => exportRule));
  for (const [i, { path }] of exporting.entries()) {
    reportShadow(path, exporting[hidden[i] ?? -1]?.importPath, 'exports', issues);
  }
  checkExported(shares, exporting, issues);
  const distinct = distinctImports(shares);
  const [first] = distinct;
  const imports = distinct.map(({ importRule }) => importRule);
  const skipped = first === undefined ? [] : shadowedImports(imports, importScope(first.importing));
  for (const [i, { importPath }] of distinct.entries()) {
    reportShadow(importPath, distinct[skipped[i] ?? -1]?.importPath, 'imports', issues);
  }
  checkOffers(shares, issues);
}

function reportShadow(path: Path, by: Path | undefined, what: 'exports' | 'imports', issues: IssueList): void {
  if (by === undefined) return;
  const subject = path.includes('imports') ? 'import' : 'share';
  const other = printPath(by);
  const message = `unreachable ${subject}: ${other} ${what} all of its services, and the first match wins`;
  issues.add('TOP135', path, message, `move this ${subject} before ${other}, or remove it`);
}

/** Reports imports of a part of a share whose service an earlier share exports under another name. */
function checkExported(shares: readonly RuledShare[], exporting: readonly RuledShare[], issues: IssueList): void {
  const byName = new CoverIndex();
  for (const [i, { exportRule }] of exporting.entries()) {
    // Whether a rule by labels matches is unknown.
    if (exportRule.type === 'NameSelector') byName.add(exportRule.nameSelector, i);
  }
  const positions = new Map(exporting.map(({ path }, i) => [path, i]));
  for (const share of shares) {
    const { name, namespace } = sourceOf(share);
    if (!isPart(share) || name === undefined || namespace === undefined) continue;
    const first = byName.first({ name, namespace }) ?? exporting.length;
    if (first < (positions.get(share.path) ?? 0)) checkSameName(share, { name, namespace }, exporting[first], issues);
  }
}

function checkSameName(share: RuledShare, service: NamedService, by: RuledShare | undefined, issues: IssueList): void {
  const exported = by && exportedName([by.exportRule], { ...service, labels: {} });
  const { offered } = share;
  if (exported === undefined || (exported.name === offered.name && exported.namespace === offered.namespace)) return;
  const { name, namespace } = service;
  const other = printPath(by?.path ?? []);
  const message = `${other} exports "${namespace}/${name}" as "${exported.namespace}/${exported.name}", and the first match wins`;
  issues.add('TOP129', share.importPath, message, `import it with ${other}, or move this share before ${other}`);
}

/** Two services of one direction under one name: the importer would see one of them. */
function checkOffers(shares: readonly RuledShare[], issues: IssueList): void {
  const named = shares.filter(({ offered }) => offered.name !== undefined && offered.namespace !== undefined);
  for (const [offer, [first, ...others]] of groupBy(named, ({ offered }) => `${offered.name}.${offered.namespace}`)) {
    for (const share of others) {
      const { path } = share;
      if (first === undefined || isSameService(first, share)) continue;
      const message = `duplicate exported name "${offer}", already used by shares[${first.path[1]}] for another service`;
      issues.add('TOP136', path, message, 'rename one of the two with "exportAs"');
    }
  }
}

/** Whether two shares are about one service, which one of them exports with others and imports alone. */
function isSameService(a: RuledShare, b: RuledShare): boolean {
  return [a, b].some(isPart) && isDeepStrictEqual(sourceOf(a), sourceOf(b));
}

/** Whether an import is an entry of `imports`. */
function isPart({ path, importPath }: RuledShare): boolean {
  return path !== importPath;
}

/** The export rule of a share is written once for all of its imports. */
function distinctExports(shares: readonly RuledShare[]): readonly RuledShare[] {
  if (shares.length < 2) return shares;
  return [...groupBy(shares, ({ path }) => printPath(path)).values()].flatMap(([share]) => share ?? []);
}

/** Equal import rules are written once; they come from shares that differ only in their export rules. */
function distinctImports(shares: readonly RuledShare[]): readonly RuledShare[] {
  const imported = shares.filter(({ isImported }) => isImported);
  if (imported.length < 2) return imported;
  const first = groupBy(imported, ({ importRule }) => JSON.stringify(importRule));
  return [...first.values()].flatMap(([share]) => share ?? []);
}

/**
 * Reports imports of one mesh under the same host, of which one would be lost unless both are merged with the local
 * service.
 */
function checkHosts(shares: readonly RuledShare[], issues: IssueList): void {
  const arrivals = distinctDirections(shares).flatMap((share) => {
    const imported = arrival(share);
    return imported === undefined ? [] : [{ share, imported }];
  });
  for (const [host, [first, ...others]] of groupBy(arrivals, ({ imported }) => imported.host)) {
    for (const { share, imported } of others) {
      const merges = imported.local && first?.imported.local && first.share.exporter !== share.exporter;
      if (merges || first === undefined) continue;
      const message = `duplicate imported host "${host}" in the mesh "${share.importer.name}", already used by shares[${first.share.path[1]}]`;
      issues.add('TOP137', [...share.importPath, 'importAs'], message, 'rename one of the two with "importAs"');
    }
  }
}

/** Shares without those whose import rule equals that of another one in the same direction. */
function distinctDirections(shares: readonly RuledShare[]): readonly RuledShare[] {
  return [...groupBy(shares, ({ exporter }) => exporter.name).values()].flatMap(distinctImports);
}
