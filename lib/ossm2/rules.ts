import type { Share } from '../federation/model';
import type { IssueList, Path } from '../issues/issue';
import { exportShadowedBy } from '../matching/export';
import { type ImportedService, type ImportScope, importedAs, importShadowedBy } from '../matching/import';
import type { ServiceRef } from '../topology/model';
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
  /** A share with its rules; undefined for one whose meshes are no peers of this generation. */
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
  for (const own of byDirection.values()) checkDirection(own, issues);
  for (const own of groupBy(ruled, ({ importer }) => importer.name).values()) checkHosts(own, issues);
  const rules = (exporter: string, importer: string) => byDirection.get(direction(exporter, importer)) ?? [];
  return {
    shares: ruled,
    of: (share) => byShare.get(share),
    exports: (exporter, importer) => rules(exporter, importer).map(({ exportRule }) => exportRule),
    imports: (importer, exporter) => distinctImports(rules(exporter, importer)).map(({ importRule }) => importRule),
  };
}

function ruledShare(share: Share, links: Links): RuledShare | undefined {
  const importing = links.find(share.importer.name, share.exporter.name);
  if (importing === undefined) return undefined;
  return { ...share, share, importing, exportRule: exportRuleOf(share), importRule: importRuleOf(share) };
}

/** What the importer's rules are applied with. */
export function importScope({ peerName, mesh }: Side): ImportScope {
  return { peerName, clusterDomain: mesh.cluster.domain };
}

/** How a service arrives at the importer; undefined where the share does not say which service that is. */
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
  // Without a fixed namespace in its alias istiod drops a rule that imports as local, even if the namespace stays.
  const alias =
    local && offered.namespace !== undefined ? { namespace: offered.namespace, ...share.importAs } : share.importAs;
  return {
    type: 'NameSelector',
    importAsLocal: local,
    ...(share.domainSuffix !== undefined && { domainSuffix: share.domainSuffix }),
    nameSelector: nameSelector(offered, alias),
  };
}

/** A selector of names; one that matches everything says so in the open. */
function nameSelector(ref: ServiceRef | undefined, alias: ServiceRef | undefined): NameMatch {
  const matched = ref?.namespace === undefined && ref?.name === undefined ? { namespace: '*', name: '*' } : ref;
  return { ...matched, ...(alias !== undefined && { alias }) };
}

/** Checks the rules of one direction against each other. */
function checkDirection(shares: readonly RuledShare[], issues: IssueList): void {
  const exports = shares.map(({ exportRule }) => exportRule);
  for (const [i, { path }] of shares.entries()) {
    const by = exportShadowedBy(exports, i);
    if (by !== undefined) reportShadow(path, shares[by]?.path, 'exports', issues);
  }
  const distinct = distinctImports(shares);
  const imports = distinct.map(({ importRule }) => importRule);
  for (const [i, { path, importing }] of distinct.entries()) {
    const by = importShadowedBy(imports, i, importScope(importing));
    if (by !== undefined) reportShadow(path, distinct[by]?.path, 'imports', issues);
  }
  checkOffers(shares, issues);
}

function reportShadow(path: Path, by: Path | undefined, what: 'exports' | 'imports', issues: IssueList): void {
  const message = `shares[${by?.[1]}] ${what} everything that this share ${what}, and the first one wins`;
  issues.add('TOP135', path, message, `move this share before shares[${by?.[1]}], or remove it`);
}

/** Two services of one direction under one name: the importer would see one of them. */
function checkOffers(shares: readonly RuledShare[], issues: IssueList): void {
  const named = shares.filter(({ offered }) => offered.name !== undefined && offered.namespace !== undefined);
  for (const [offer, [first, ...others]] of groupBy(named, ({ offered }) => `${offered.name}.${offered.namespace}`)) {
    for (const { path } of others) {
      const message = `shares[${first?.path[1]}] offers another service as "${offer}" already`;
      issues.add('TOP136', path, message, 'give one of the two another name with "exportAs"');
    }
  }
}

/** Imports that say the same are written once; they come from shares that differ on the exporting side alone. */
function distinctImports(shares: readonly RuledShare[]): readonly RuledShare[] {
  const first = groupBy(shares, ({ importRule }) => JSON.stringify(importRule));
  return [...first.values()].flatMap(([share]) => share ?? []);
}

/** Two imports of one mesh under one host: one of them would be lost, unless both join the local service. */
function checkHosts(shares: readonly RuledShare[], issues: IssueList): void {
  const arrivals = distinctDirections(shares).flatMap((share) => {
    const imported = arrival(share);
    return imported === undefined ? [] : [{ share, imported }];
  });
  for (const [host, [first, ...others]] of groupBy(arrivals, ({ imported }) => imported.host)) {
    for (const { share, imported } of others) {
      const merges = imported.local && first?.imported.local && first.share.exporter !== share.exporter;
      if (merges || first === undefined) continue;
      const message = `the mesh "${share.importer.name}" imports two services as "${host}": this one and that of shares[${first.share.path[1]}]`;
      issues.add('TOP137', [...share.path, 'importAs'], message, 'give one of the two another name with "importAs"');
    }
  }
}

/** Transfers without those that repeat the import of another one in the same direction. */
function distinctDirections(shares: readonly RuledShare[]): readonly RuledShare[] {
  return [...groupBy(shares, ({ exporter }) => exporter.name).values()].flatMap(distinctImports);
}
