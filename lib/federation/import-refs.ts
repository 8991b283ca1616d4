import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { applyAlias, matchesName } from '../matching/service-name';
import type { ImportRef, NamedService } from '../topology/model';
import type { ImportedRef, Mesh, Share } from './model';
import { checkMember } from './shares';

/** What a reference to an import can refer to. */
export interface RefContext {
  /** The mesh that imports. */
  readonly mesh: Mesh;
  /** The shares that the mesh imports. */
  readonly imports: readonly Share[];
  /** Where references to nothing, or to several imports, are reported. */
  readonly issues: IssueList;
}

/** The import of a reference; reported and undefined if no import or several imports match. */
export function importedRef(ref: ImportRef, path: Path, context: RefContext): ImportedRef | undefined {
  const share = findShare(ref, path, context);
  if (share === undefined || !isOneService(share, ref.service, path, context)) return undefined;
  return { share, ...(ref.service !== undefined && { service: ref.service }), path };
}

/** The one share that a reference means. */
function findShare(ref: ImportRef, path: Path, { mesh, imports: own, issues }: RefContext): Share | undefined {
  const named = own.filter(({ name }) => name === ref.share);
  if (named.length === 0) {
    const known = own.flatMap(({ name }) => name ?? []);
    const message = `unknown share "${ref.share}", not imported by the mesh "${mesh.name}"`;
    issues.add('TOP140', [...path, 'share'], message, suggestName(ref.share, new Set(known)));
    return undefined;
  }
  const from = named.filter(({ exporter }) => ref.mesh === undefined || exporter.name === ref.mesh);
  if (from.length === 1) return from[0];
  const exporters = [...new Set(named.map(({ exporter }) => exporter.name))];
  if (from.length === 0) {
    const message = `the share "${ref.share}" is not exported by the mesh "${ref.mesh}"`;
    issues.add('TOP141', [...path, 'mesh'], message, suggestName(ref.mesh ?? '', exporters));
  } else if (exporters.length > 1 && ref.mesh === undefined) {
    const message = `ambiguous share "${ref.share}", exported by several meshes`;
    issues.add('TOP141', path, message, `add "mesh:" with one of ${exporters.join(', ')}`);
  } else if (from.every((share) => share.path === from[0]?.path)) {
    return findImport(from, ref, path, issues);
  } else {
    issues.add(
      'TOP141',
      [...path, 'share'],
      `ambiguous share "${ref.share}", the name of several shares`,
      'set a unique "name" in each of them',
    );
  }
  return undefined;
}

/** The one of the imports of a share that has the service of a reference. */
function findImport(
  imports: readonly Share[],
  { share, service }: ImportRef,
  path: Path,
  issues: IssueList,
): Share | undefined {
  if (service !== undefined) return imports.find((one) => exportsAs(one, service)) ?? imports[0];
  reportSeveral(share, path, issues);
  return undefined;
}

function reportSeveral(share: string | undefined, path: Path, issues: IssueList): void {
  const message = `ambiguous share "${share}", can match several services`;
  issues.add('TOP141', path, message, 'add "service: { namespace: ..., name: ... }" of the exporter');
}

/** Whether a share exports a service and imports it. */
function exportsAs({ service, exportAs, offered }: Share, wanted: NamedService): boolean {
  return matchesName(service ?? {}, wanted) && matchesName(offered, applyAlias(exportAs ?? {}, wanted));
}

/** Whether a share, with the service of a reference to it, is about one service. */
function isOneService(share: Share, service: NamedService | undefined, path: Path, { issues }: RefContext): boolean {
  if (service === undefined) {
    const { name, namespace } = share.offered;
    if (name !== undefined && namespace !== undefined) return true;
    reportSeveral(share.name, path, issues);
    return false;
  }
  if (!exportsAs(share, service)) {
    const message = `the share "${share.name}" does not match the service "${service.namespace}/${service.name}"`;
    issues.add('TOP141', [...path, 'service'], message, 'write a service that the share matches');
    return false;
  }
  checkMember(share.exporter, service.namespace, [...path, 'service', 'namespace'], issues);
  return true;
}
