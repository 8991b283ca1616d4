import type { KnownService } from '../federation/known-services';
import type { Mesh, Share } from '../federation/model';
import { serviceHost } from '../federation/names';
import type { IssueList } from '../issues/issue';
import type { Labels } from '../matching/label-selector';
import { applyAlias, matchesName } from '../matching/service-name';
import type { NamedService } from '../topology/model';
import { groupBy } from '../values';
import { importSuffix } from './names';
import type { PeerNames } from './peers';
import type { ServiceDetails, ServiceFinder } from './services';

/** One service of one mesh, as another mesh imports it. */
export interface ServiceShare {
  /** The share that it comes by. */
  readonly share: Share;
  /** The service of the exporter. */
  readonly service: ServiceDetails;
  /** Its name in the importing mesh. */
  readonly imported: NamedService;
  /** The host by which the importer calls it, and which the exporter exposes. */
  readonly host: string;
  /** The labels of the importer's own Service that the import is merged with; undefined where it has none. */
  readonly mergedWith?: Labels;
}

/** All that meshes import, in the order of the topology, findable by share. */
export class ServiceShares {
  private readonly byShare: ReadonlyMap<Share, readonly ServiceShare[]>;
  private readonly byExporter: ReadonlyMap<string, readonly ServiceShare[]>;
  private readonly byImporter: ReadonlyMap<string, readonly ServiceShare[]>;

  constructor(all: readonly ServiceShare[]) {
    this.byShare = groupBy(all, ({ share }) => share);
    this.byExporter = groupBy(all, ({ share }) => share.exporter.name);
    this.byImporter = groupBy(all, ({ share }) => share.importer.name);
  }

  /** What comes by a share. */
  of(share: Share): readonly ServiceShare[] {
    return this.byShare.get(share) ?? [];
  }

  /** What a mesh exports. */
  from(mesh: string): readonly ServiceShare[] {
    return this.byExporter.get(mesh) ?? [];
  }

  /** What a mesh imports. */
  to(mesh: string): readonly ServiceShare[] {
    return this.byImporter.get(mesh) ?? [];
  }
}

/** What is resolved with. */
interface Context {
  readonly finder: ServiceFinder;
  readonly peers: PeerNames;
  readonly issues: IssueList;
}

/** Resolves the services of all shares. As in the manifests of OpenShift Service Mesh 2, the first share that matches a service wins. */
export function resolveServiceShares(
  shares: readonly Share[],
  finder: ServiceFinder,
  peers: PeerNames,
  issues: IssueList,
): ServiceShares {
  const context = { finder, peers, issues };
  const directions = groupBy(shares, ({ exporter, importer }) => `${exporter.name} ${importer.name}`);
  const all = [...directions.values()].flatMap((own) => resolveDirection(own, context));
  const order = new Map(shares.map((share, i) => [share, i]));
  const sorted = [...all].sort((a, b) => (order.get(a.share) ?? 0) - (order.get(b.share) ?? 0));
  checkHosts(sorted, issues);
  return new ServiceShares(sorted);
}

function resolveDirection(shares: readonly Share[], context: Context): readonly ServiceShare[] {
  const exported = new Set<string>();
  return [...groupBy(shares, ({ path }) => String(path[1])).values()].flatMap((imports) => {
    const [first] = imports;
    if (first === undefined) return [];
    const names = context.finder.namesOf(first).filter((one) => !exported.has(keyOf(one)));
    for (const one of names) exported.add(keyOf(one));
    if (!imports.some(({ isImported }) => isImported)) return [];
    return names.flatMap((source) => resolveService(source, imports, context));
  });
}

function keyOf({ name, namespace }: NamedService): string {
  return `${namespace}/${name}`;
}

/** A service by the first of the imports of its share that matches its exported name. */
function resolveService(source: NamedService, imports: readonly Share[], context: Context): readonly ServiceShare[] {
  const share = imports.find(({ offered, exportAs }) => matchesName(offered, applyAlias(exportAs ?? {}, source)));
  if (share === undefined) return [];
  const service = context.finder.export(share, source);
  if (service === undefined) return [];
  const imported = applyAlias(share.importAs ?? {}, applyAlias(share.exportAs ?? {}, source));
  const host = hostOf(share, imported, context);
  checkShadowed(share, imported, source, host, context);
  const mergedWith = share.importAsLocal ? labelsOf(share, imported, context) : undefined;
  return [{ share, service, imported, host, ...(mergedWith !== undefined && { mergedWith }) }];
}

/** The host of an import, as OpenShift Service Mesh 2 derives it, so that routes to it stay the same. */
function hostOf(share: Share, { name, namespace }: NamedService, { peers }: Context): string {
  const { importer, exporter, importAsLocal, domainSuffix } = share;
  if (importAsLocal) return serviceHost(name, namespace, importer.cluster.domain);
  return `${name}.${namespace}.${domainSuffix ?? importSuffix(peers.nameOf(importer.name, exporter.name))}`;
}

/**
 * Istio ignores a ServiceEntry whose host is a Service of the cluster, so the gateway of the exporter would send calls to
 * that Service instead. Source: Istio, `pilot/pkg/model/sidecar.go`.
 */
function checkShadowed(
  share: Share,
  imported: NamedService,
  source: NamedService,
  host: string,
  context: Context,
): void {
  const { exporter, importPath } = share;
  const isOwn = host === serviceHost(imported.name, imported.namespace, exporter.cluster.domain);
  if (!isOwn || keyOf(imported) === keyOf(source)) return;
  if (context.finder.find(exporter, imported) === undefined) return;
  const message = `the host "${host}" is another Service of the exporting mesh "${exporter.name}", which would get the calls`;
  context.issues.add(
    'TOP206',
    importPath,
    message,
    'import it under another name with "importAs", or without "importAsLocal"',
  );
}

/** The labels of the Service that an import is merged with; undefined where there is none. Reports what is unknown. */
function labelsOf(share: Share, imported: NamedService, { finder, issues }: Context): Labels | undefined {
  const { importer, localPodLabels, localServiceAccounts, importPath } = share;
  if (localPodLabels !== undefined) return localPodLabels;
  if (localServiceAccounts?.length === 0) return undefined;
  const known: KnownService | undefined = finder.find(importer, imported);
  if (known !== undefined && Object.keys(known.selector).length > 0) return known.selector;
  const isElsewhere = finder.servicesOf(importer).some(({ namespace }) => namespace === imported.namespace);
  if (known === undefined && isElsewhere && localServiceAccounts === undefined) return undefined;
  const message = `the labels of the pods of the Service "${keyOf(imported)}" of the mesh "${importer.name}" are unknown, with which the import is merged`;
  const fix =
    'add "localPodLabels: { app: ... }" with the selector of the Service, or "localServiceAccounts: []" if the mesh has no such Service';
  issues.add('TOP202', [...importPath, 'importAsLocal'], message, fix);
  return undefined;
}

/** Two services under one host: in the importing mesh one would be lost, and the gateway of the exporter has one of each host. */
function checkHosts(all: readonly ServiceShare[], issues: IssueList): void {
  checkSame(
    all,
    ({ share }) => share.importer,
    (a, b) => a.mergedWith !== undefined && b.mergedWith !== undefined,
    issues,
  );
  checkSame(all, ({ share }) => share.exporter, isSameExport, issues);
}

function isSameExport(a: ServiceShare, b: ServiceShare): boolean {
  const numbers = ({ service }: ServiceShare) => service.ports.map(({ number }) => number).join();
  return keyOf(a.service) === keyOf(b.service) && numbers(a) === numbers(b);
}

function checkSame(
  all: readonly ServiceShare[],
  meshOf: (one: ServiceShare) => Mesh,
  mayShare: (a: ServiceShare, b: ServiceShare) => boolean,
  issues: IssueList,
): void {
  for (const [, [first, ...others]] of groupBy(all, (one) => `${meshOf(one).name} ${one.host}`)) {
    for (const one of others) {
      if (first === undefined || mayShare(first, one)) continue;
      const message = `duplicate host "${one.host}" in the mesh "${meshOf(one).name}", already used for "${keyOf(first.service)}" by shares[${first.share.path[1]}]`;
      issues.add('TOP137', [...one.share.importPath, 'importAs'], message, 'rename one of the two with "importAs"');
    }
  }
}
