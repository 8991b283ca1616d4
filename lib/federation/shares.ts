import { MAX_LISTED_NAMES, MAX_SHARES } from '../bounds';
import type { IssueList, Path } from '../issues/issue';
import { type LabelSelectorProblem, labelSelectorProblem } from '../matching/label-selector';
import type { ServiceRef, ShareProps } from '../topology/model';
import { checkImports, type Import, importsOf } from './imports';
import type { Mesh, Share } from './model';
import { findMeshes, type PeerPairs } from './peerings';
import { isMember } from './sites';

/** One direction of a share. */
interface Direction {
  readonly exporter: Mesh;
  readonly importer: Mesh;
}

/** Resolves the shares into one for each exporter, each importer and each of its imports. Reports shares that cannot work. */
export function resolveShares(
  shares: readonly ShareProps[],
  meshes: ReadonlyMap<string, Mesh>,
  pairs: PeerPairs,
  issues: IssueList,
): readonly Share[] {
  const resolved: Share[] = [];
  const ends = new ShareEnds(meshes, issues);
  for (const [i, share] of shares.entries()) {
    const path: Path = ['shares', i];
    checkShare(share, path, issues);
    const imports = importsOf(share, path);
    const directions = directionsOf(share, path, ends, pairs, issues);
    if (resolved.length + directions.length * imports.length > MAX_SHARES) {
      const message = `more than ${MAX_SHARES} shares, counted for each exporter, importer and import`;
      issues.exceed(path, message, 'share with fewer meshes, or split the federation');
    }
    if (issues.isExceeded) break;
    for (const direction of directions) {
      checkNamespaces(share, path, direction, issues);
      for (const part of imports) resolved.push(toShare(share, path, part, direction, issues));
    }
  }
  return resolved;
}

/** The meshes at the ends of shares, up to a bound of the names that all shares list. */
class ShareEnds {
  private readonly all: readonly Mesh[];
  private listed = 0;

  constructor(
    private readonly meshes: ReadonlyMap<string, Mesh>,
    private readonly issues: IssueList,
  ) {
    this.all = [...meshes.values()];
  }

  /** The meshes of an end, each once; all meshes for `all`. */
  find(end: ShareProps['from'], path: Path): readonly Mesh[] {
    if (end === 'all') return this.all;
    const found = findMeshes(typeof end === 'string' ? [end] : end, path, this.meshes, this.issues);
    this.listed += found.length;
    if (this.listed > MAX_LISTED_NAMES) {
      const message = `more than ${MAX_LISTED_NAMES} meshes in the lists of all shares`;
      this.issues.exceed(path, message, 'write "all", or split the federation');
    }
    return [...new Set(found)];
  }
}

function toShare(props: ShareProps, path: Path, part: Import, direction: Direction, issues: IssueList): Share {
  checkImportNamespaces(props, part, direction, issues);
  const { service, selector, exportAs, domainSuffix, authorize, ports, podLabels, serviceAccounts, clients } = props;
  const name = props.name ?? service?.name;
  return {
    path,
    ...(name !== undefined && { name }),
    ...direction,
    ...part,
    ...(service !== undefined && { service }),
    ...(selector !== undefined && { selector }),
    ...(exportAs !== undefined && { exportAs }),
    ...(domainSuffix !== undefined && { domainSuffix }),
    ...(authorize !== undefined && authorize !== false && { authorize: authorize === true ? {} : authorize }),
    stated: {
      ...(ports !== undefined && { ports }),
      ...(podLabels !== undefined && { podLabels }),
      ...(serviceAccounts !== undefined && { serviceAccounts }),
      ...(clients !== undefined && { clients }),
    },
  };
}

/** The directions that a share goes in. */
function directionsOf(
  { from, to }: ShareProps,
  path: Path,
  ends: ShareEnds,
  pairs: PeerPairs,
  issues: IssueList,
): readonly Direction[] {
  const before = issues.size;
  const exporters = ends.find(from, [...path, 'from']);
  const importers = ends.find(to, [...path, 'to']);
  if (from !== 'all' && to !== 'all') reportNoPeers(exporters, importers, path, pairs, issues);
  const directions = peersAmong(exporters, importers, pairs);
  if (directions.length === 0 && issues.size === before) reportNowhere(path, issues);
  return directions;
}

/** The peers among exporters and importers, in their order; most pairs of a large federation are no peers. */
function peersAmong(exporters: readonly Mesh[], importers: readonly Mesh[], pairs: PeerPairs): readonly Direction[] {
  const ranks = new Map(importers.map((mesh, i) => [mesh, i]));
  const rankOf = (mesh: Mesh) => ranks.get(mesh) ?? 0;
  return exporters.flatMap((exporter) => {
    const peers = [...pairs.of(exporter)].filter((mesh) => ranks.has(mesh));
    return peers.sort((a, b) => rankOf(a) - rankOf(b)).map((importer) => ({ exporter, importer }));
  });
}

function reportNoPeers(
  exporters: readonly Mesh[],
  importers: readonly Mesh[],
  path: Path,
  pairs: PeerPairs,
  issues: IssueList,
): void {
  for (const exporter of exporters) {
    for (const importer of importers) {
      if (issues.isExceeded) return;
      if (pairs.has(importer, exporter) || isOwnEntry(exporter, importer, exporters, importers)) continue;
      reportNoPeer(exporter, importer, path, issues);
    }
  }
}

function reportNowhere(path: Path, issues: IssueList): void {
  const message = 'no peering between the exporters and the importers of the share';
  issues.add('TOP130', [...path, 'to'], message, 'add a peering, or remove the share');
}

/** A mesh that is in both lists of a share exports to the other meshes, not to itself. */
function isOwnEntry(exporter: Mesh, importer: Mesh, exporters: readonly Mesh[], importers: readonly Mesh[]): boolean {
  return exporter === importer && (exporters.length > 1 || importers.length > 1);
}

function reportNoPeer(exporter: Mesh, importer: Mesh, path: Path, issues: IssueList): void {
  const isSelf = exporter === importer;
  const message = isSelf
    ? `the mesh "${exporter.name}" cannot share with itself`
    : `no peering between the meshes "${exporter.name}" and "${importer.name}"`;
  const fix = isSelf ? 'share with another mesh' : `add a peering "between: [${exporter.name}, ${importer.name}]"`;
  issues.add('TOP130', [...path, 'to'], message, fix);
}

/** The fixes for label selectors that Kubernetes rejects. */
const SELECTOR_FIXES: Readonly<Record<LabelSelectorProblem, string>> = {
  'unknown-operator': 'write one of "In", "NotIn", "Exists", "DoesNotExist"',
  'values-missing': 'add "values:" to "In" and "NotIn"',
  'values-not-allowed': 'remove "values:" from "Exists" and "DoesNotExist"',
  'invalid-key': 'write keys such as "app" or "example.org/app"',
  'invalid-value': 'write values of letters, digits, "-", "_" and ".", at most 63 characters',
};

/** Validates a share independently of its meshes. */
function checkShare(share: ShareProps, path: Path, issues: IssueList): void {
  const { service, selector, exportAs } = share;
  if (service === undefined && selector === undefined) {
    issues.add('TOP131', path, 'the share has neither "service" nor "selector"', 'add "service:" or "selector:"');
    return;
  }
  const problem = labelSelectorProblem(selector);
  if (problem !== undefined) {
    const message = 'invalid label selector';
    issues.add('TOP131', [...path, 'selector'], message, SELECTOR_FIXES[problem]);
  }
  checkRename('exportAs', service ?? {}, exportAs, path, issues);
  checkImports(share, path, issues);
  for (const part of importsOf(share, path)) {
    const { importPath, offered, importAs, importAsLocal } = part;
    checkRename('importAs', offered, importAs, importPath, issues);
    for (const key of ['localServiceAccounts', 'localPodLabels'] as const) {
      if (importAsLocal || part[key] === undefined) continue;
      const message = `"${key}" requires "importAsLocal: true"`;
      issues.add('TOP157', [...importPath, key], message, 'remove it, or add "importAsLocal: true"');
    }
    if (importAsLocal && offered.namespace === undefined && importAs?.namespace === undefined) {
      const message = '"importAsLocal" requires a fixed namespace';
      issues.add('TOP133', [...importPath, 'importAsLocal'], message, 'add "importAs: { namespace: ... }"');
    }
  }
}

/** A fixed new name for services with different names would be the name of several services. */
function checkRename(
  key: 'exportAs' | 'importAs',
  ref: ServiceRef,
  change: ServiceRef | undefined,
  path: Path,
  issues: IssueList,
): void {
  for (const part of ['name', 'namespace'] as const) {
    if (change?.[part] === undefined || ref[part] !== undefined) continue;
    const message = `"${key}" sets the ${part} "${change[part]}" for all matching services, which can be several`;
    issues.add('TOP136', [...path, key, part], message, `add "${part}" to "service", or remove it here`);
  }
}

/** Checks the exported namespace and the suffix of a share against the two meshes that it is between. */
function checkNamespaces(share: ShareProps, path: Path, { exporter, importer }: Direction, issues: IssueList): void {
  const { service, domainSuffix } = share;
  if (service?.namespace !== undefined) {
    checkMember(exporter, service.namespace, [...path, 'service', 'namespace'], issues);
  }
  const { domain } = importer.cluster;
  if (domainSuffix === `svc.${domain}` || domainSuffix === domain) {
    const message = `reserved suffix "${domainSuffix}" of the Services of the importing cluster`;
    issues.add('TOP134', [...path, 'domainSuffix'], message, 'write "importAsLocal: true" instead, or another suffix');
  }
}

/** Checks the namespaces of an import against the two meshes that it is between. */
function checkImportNamespaces(
  { service, exportAs, imports }: ShareProps,
  { importPath, importAs, importAsLocal, offered }: Import,
  { exporter, importer }: Direction,
  issues: IssueList,
): void {
  const isExportersOwn = imports !== undefined && !service?.namespace && !exportAs?.namespace;
  const checks: readonly (readonly [Mesh, string | undefined, string[]])[] = [
    [exporter, isExportersOwn ? offered.namespace : undefined, ['namespace']],
    [importer, importAs?.namespace, ['importAs', 'namespace']],
    [importer, importAsLocal && !importAs?.namespace ? offered.namespace : undefined, ['importAsLocal']],
  ];
  for (const [mesh, namespace, where] of checks) {
    if (namespace !== undefined) checkMember(mesh, namespace, [...importPath, ...where], issues);
  }
}

/** Reports a namespace that is not a member of a mesh. */
export function checkMember(mesh: Mesh, namespace: string, path: Path, issues: IssueList): void {
  if (isMember(mesh, namespace)) return;
  const message = `the namespace "${namespace}" is not a member of the mesh "${mesh.name}"`;
  const members = mesh.members.length === 0 ? '' : `, or write one of ${mesh.members.join(', ')}`;
  issues.add('TOP132', path, message, `add it to "meshes.${mesh.name}.members"${members}`);
}

/**
 * Reports a policy for a service in the namespace of the control plane, which is the root namespace of the mesh: a policy there
 * applies to the pods of all namespaces (Istio, AuthorizationPolicy, "root namespace").
 */
export function checkPolicyNamespace(
  { name, namespace: root }: Mesh,
  namespace: string,
  path: Path,
  issues: IssueList,
): void {
  if (namespace !== root) return;
  const message = `an AuthorizationPolicy in the control-plane namespace "${root}" applies to all namespaces of the mesh "${name}"`;
  issues.add(
    'TOP139',
    path,
    message,
    'move the service to another namespace, or restrict the calls with your own policies',
  );
}
