import type { IssueList, Path } from '../issues/issue';
import { exportShadowedBy } from '../matching/export';
import { type ImportedService, type ImportScope, importedAs, importShadowedBy } from '../matching/import';
import { type LabelSelectorProblem, labelSelectorProblem } from '../matching/label-selector';
import type { ServiceRef, ShareProps } from '../topology/model';
import type { Side } from './gateways';
import type { Links } from './links';
import { groupBy } from './meshes';
import type { ExportRule, ImportRule, NameMatch } from './model';
import { findMeshes } from './peerings';
import { isMember, type MeshSite } from './sites';

/** One share from one exporter to one importer. */
export interface Transfer {
  readonly share: ShareProps;
  readonly path: Path;
  /** What traffic statements call the share; undefined where it has no name of its own and none of a service. */
  readonly name?: string;
  readonly exporter: MeshSite;
  readonly importer: MeshSite;
  /** The importer's side towards the exporter. */
  readonly importing: Side;
  /** What the exporter offers; a part that is not known matches anything. */
  readonly offered: ServiceRef;
  readonly exportRule: ExportRule;
  readonly importRule: ImportRule;
}

/** All transfers with the rules of every direction in the order of the topology. */
export interface Exchange {
  readonly transfers: readonly Transfer[];
  /** What one mesh offers another. */
  readonly exports: (exporter: string, importer: string) => readonly ExportRule[];
  /** What one mesh takes from another. */
  readonly imports: (importer: string, exporter: string) => readonly ImportRule[];
}

/** Turns the shares into rules for both sides of every direction. Notes rules that cannot do what they say. */
export function resolveShares(
  shares: readonly ShareProps[],
  meshes: ReadonlyMap<string, MeshSite>,
  links: Links,
  issues: IssueList,
): Exchange {
  const transfers = shares.flatMap((share, i) => {
    const path: Path = ['shares', i];
    checkShare(share, path, issues);
    return directionsOf(share, path, meshes, links, issues).map((importing) =>
      transferOf(share, path, importing, issues),
    );
  });
  const byDirection = groupBy(transfers, ({ exporter, importer }) => direction(exporter.name, importer.name));
  for (const own of byDirection.values()) checkDirection(own, issues);
  for (const own of groupBy(transfers, ({ importer }) => importer.name).values()) checkHosts(own, issues);
  const rules = (exporter: string, importer: string) => byDirection.get(direction(exporter, importer)) ?? [];
  return {
    transfers,
    exports: (exporter, importer) => rules(exporter, importer).map(({ exportRule }) => exportRule),
    imports: (importer, exporter) => distinctImports(rules(exporter, importer)).map(({ importRule }) => importRule),
  };
}

/** What the importer's rules are applied with. */
export function importScope({ peerName, mesh }: Side): ImportScope {
  return { peerName, clusterDomain: mesh.cluster.domain };
}

/** How a service arrives at the importer; undefined where the share leaves open which service that is. */
export function arrival({ offered, importRule, importing }: Transfer): ImportedService | undefined {
  const { name, namespace } = offered;
  if (name === undefined || namespace === undefined) return undefined;
  return importedAs([importRule], { name, namespace }, importScope(importing));
}

function direction(exporter: string, importer: string): string {
  return `${exporter} ${importer}`;
}

function toList(meshes: string | readonly string[]): readonly string[] {
  return typeof meshes === 'string' ? [meshes] : meshes;
}

/** The importers' sides of the directions that a share goes in. */
function directionsOf(
  { from, to }: ShareProps,
  path: Path,
  meshes: ReadonlyMap<string, MeshSite>,
  links: Links,
  issues: IssueList,
): readonly Side[] {
  const before = issues.size;
  const all = [...meshes.values()];
  const exporters = from === 'all' ? all : findMeshes(toList(from), [...path, 'from'], meshes, issues);
  const importers = to === 'all' ? all : findMeshes(toList(to), [...path, 'to'], meshes, issues);
  const explicit = from !== 'all' && to !== 'all';
  const sides = [...new Set(exporters)].flatMap((exporter) =>
    [...new Set(importers)].flatMap((importer) => {
      const importing = links.find(importer.name, exporter.name);
      if (importing === undefined && explicit && !isOwnEntry(exporter, importer, exporters, importers)) {
        noteNoPeer(exporter, importer, path, issues);
      }
      return importing ?? [];
    }),
  );
  if (sides.length === 0 && issues.size === before) noteNowhere(path, issues);
  return sides;
}

function noteNowhere(path: Path, issues: IssueList): void {
  const message = 'no exporter of the share has a peer among its importers';
  issues.add('TOP130', [...path, 'to'], message, 'add a peering, or remove the share');
}

/** A list of meshes that stands on both sides of a share means each to each other, not each to itself. */
function isOwnEntry(
  exporter: MeshSite,
  importer: MeshSite,
  exporters: readonly MeshSite[],
  importers: readonly MeshSite[],
): boolean {
  return exporter === importer && (exporters.length > 1 || importers.length > 1);
}

function noteNoPeer(exporter: MeshSite, importer: MeshSite, path: Path, issues: IssueList): void {
  const message = `the mesh "${exporter.name}" shares with "${importer.name}", but the two do not peer`;
  const fix =
    exporter === importer ? 'share with another mesh' : `add a peering "between: [${exporter.name}, ${importer.name}]"`;
  issues.add('TOP130', [...path, 'to'], message, fix);
}

function transferOf(share: ShareProps, path: Path, importing: Side, issues: IssueList): Transfer {
  const { mesh: importer, peer: exporter } = importing;
  checkNamespaces(share, path, exporter, importer, issues);
  const offered = applyRef(share.exportAs, share.service);
  const name = share.name ?? share.service?.name;
  return {
    share,
    path,
    ...(name !== undefined && { name }),
    exporter,
    importer,
    importing,
    offered,
    exportRule: exportRuleOf(share),
    importRule: importRuleOf(share, offered),
  };
}

/** A reference with the parts of another one in place of its own. */
function applyRef(change: ServiceRef | undefined, ref: ServiceRef | undefined): ServiceRef {
  return { ...ref, ...change };
}

function exportRuleOf({ service, selector, exportAs }: ShareProps): ExportRule {
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

function importRuleOf(share: ShareProps, offered: ServiceRef): ImportRule {
  const local = share.importAsLocal ?? false;
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

/** How to mend a selector that Kubernetes refuses. */
const SELECTOR_FIXES: Readonly<Record<LabelSelectorProblem, string>> = {
  'unknown-operator': 'write one of "In", "NotIn", "Exists", "DoesNotExist"',
  'values-missing': 'add "values:" to "In" and "NotIn"',
  'values-not-allowed': 'remove "values:" from "Exists" and "DoesNotExist"',
  'invalid-key': 'write keys such as "app" or "example.org/app"',
  'invalid-value': 'write values of letters, digits, "-", "_" and ".", 63 at most',
};

/** Checks a share as such, whichever meshes it is between. */
function checkShare(share: ShareProps, path: Path, issues: IssueList): void {
  const { service, selector, importAs, importAsLocal } = share;
  if (service === undefined && selector === undefined) {
    issues.add('TOP131', path, 'the share does not say which services', 'add "service:" or "selector:"');
    return;
  }
  const problem = labelSelectorProblem(selector);
  if (problem !== undefined) {
    const message = 'the selector matches no service, as Kubernetes refuses it';
    issues.add('TOP131', [...path, 'selector'], message, SELECTOR_FIXES[problem]);
  }
  checkRename('exportAs', service ?? {}, share.exportAs, path, issues);
  const offered = applyRef(share.exportAs, service);
  checkRename('importAs', offered, importAs, path, issues);
  if (importAsLocal && offered.namespace === undefined && importAs?.namespace === undefined) {
    const message = 'an import as local without a fixed namespace is dropped by the mesh';
    issues.add('TOP133', [...path, 'importAsLocal'], message, 'add "importAs: { namespace: ... }"');
  }
}

/** A fixed new name for services whose own names may differ gives several services one name. */
function checkRename(
  key: 'exportAs' | 'importAs',
  ref: ServiceRef,
  change: ServiceRef | undefined,
  path: Path,
  issues: IssueList,
): void {
  for (const part of ['name', 'namespace'] as const) {
    if (change?.[part] === undefined || ref[part] !== undefined) continue;
    const message = `"${key}" gives every matching service the ${part} "${change[part]}", and they could be several`;
    issues.add('TOP136', [...path, key, part], message, `add "${part}" to "service", or drop it here`);
  }
}

/** Checks the namespaces and the suffix of a share against the two meshes that it is between. */
function checkNamespaces(
  share: ShareProps,
  path: Path,
  exporter: MeshSite,
  importer: MeshSite,
  issues: IssueList,
): void {
  const { service, importAs, importAsLocal, domainSuffix } = share;
  const checks: readonly (readonly [MeshSite, string | undefined, Path])[] = [
    [exporter, service?.namespace, [...path, 'service', 'namespace']],
    [importer, importAs?.namespace, [...path, 'importAs', 'namespace']],
    [
      importer,
      importAsLocal && !importAs?.namespace ? applyRef(share.exportAs, service).namespace : undefined,
      [...path, 'importAsLocal'],
    ],
  ];
  for (const [mesh, namespace, where] of checks) {
    if (namespace !== undefined) checkMember(mesh, namespace, where, issues);
  }
  const { domain } = importer.cluster;
  if (domainSuffix === `svc.${domain}` || domainSuffix === domain) {
    const message = `the suffix "${domainSuffix}" is that of the importer's own Services`;
    issues.add(
      'TOP134',
      [...path, 'domainSuffix'],
      message,
      'write "importAsLocal: true" instead, or choose another suffix',
    );
  }
}

/** Notes a namespace that is no member of a mesh. */
export function checkMember(mesh: MeshSite, namespace: string, path: Path, issues: IssueList): void {
  if (isMember(mesh, namespace)) return;
  const message = `the namespace "${namespace}" is not a member of the mesh "${mesh.name}"`;
  const members = mesh.members.length === 0 ? '' : `, or write one of ${mesh.members.join(', ')}`;
  issues.add('TOP132', path, message, `add it to "meshes.${mesh.name}.members"${members}`);
}

/** Checks the rules of one direction against each other. */
function checkDirection(transfers: readonly Transfer[], issues: IssueList): void {
  const exports = transfers.map(({ exportRule }) => exportRule);
  for (const [i, { path }] of transfers.entries()) {
    const by = exportShadowedBy(exports, i);
    if (by !== undefined) noteShadow(path, transfers[by]?.path, 'exports', issues);
  }
  const distinct = distinctImports(transfers);
  const imports = distinct.map(({ importRule }) => importRule);
  for (const [i, { path, importing }] of distinct.entries()) {
    const by = importShadowedBy(imports, i, importScope(importing));
    if (by !== undefined) noteShadow(path, distinct[by]?.path, 'imports', issues);
  }
  checkOffers(transfers, issues);
}

function noteShadow(path: Path, by: Path | undefined, what: 'exports' | 'imports', issues: IssueList): void {
  const message = `shares[${by?.[1]}] ${what} everything that this share ${what}, and the first one wins`;
  issues.add('TOP135', path, message, `move this share before shares[${by?.[1]}], or remove it`);
}

/** Two services of one direction under one name: the importer would see one of them. */
function checkOffers(transfers: readonly Transfer[], issues: IssueList): void {
  const named = transfers.filter(({ offered }) => offered.name !== undefined && offered.namespace !== undefined);
  for (const [offer, [first, ...others]] of groupBy(named, ({ offered }) => `${offered.name}.${offered.namespace}`)) {
    for (const { path } of others) {
      const message = `shares[${first?.path[1]}] offers another service as "${offer}" already`;
      issues.add('TOP136', path, message, 'give one of the two another name with "exportAs"');
    }
  }
}

/** Imports that say the same are written once; they come from shares that differ on the exporting side alone. */
function distinctImports(transfers: readonly Transfer[]): readonly Transfer[] {
  const first = groupBy(transfers, ({ importRule }) => JSON.stringify(importRule));
  return [...first.values()].flatMap(([transfer]) => transfer ?? []);
}

/** Two imports of one mesh under one host: one of them would be lost, unless both join the local service. */
function checkHosts(transfers: readonly Transfer[], issues: IssueList): void {
  const arrivals = distinctDirections(transfers).flatMap((transfer) => {
    const imported = arrival(transfer);
    return imported === undefined ? [] : [{ transfer, imported }];
  });
  for (const [host, [first, ...others]] of groupBy(arrivals, ({ imported }) => imported.host)) {
    for (const { transfer, imported } of others) {
      const merges = imported.local && first?.imported.local && first.transfer.exporter !== transfer.exporter;
      if (merges || first === undefined) continue;
      const message = `the mesh "${transfer.importer.name}" imports two services as "${host}": this one and that of shares[${first.transfer.path[1]}]`;
      issues.add('TOP137', [...transfer.path, 'importAs'], message, 'give one of the two another name with "importAs"');
    }
  }
}

/** Transfers without those that repeat the import of another one in the same direction. */
function distinctDirections(transfers: readonly Transfer[]): readonly Transfer[] {
  return [...groupBy(transfers, ({ exporter }) => exporter.name).values()].flatMap(distinctImports);
}
