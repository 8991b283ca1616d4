import type { Federation, Mesh } from '../federation/model';
import type { Issue, Path } from '../issues/issue';
import type { Finding, Severity } from '../lint/diagnostic';
import { lint } from '../lint/lint';
import { RULES } from '../lint/rules/all';
import { findings } from '../lint/run';
import { hasSuppression } from '../lint/suppress';
import { ManifestFile, type ManifestObject, objectName } from '../manifests/object';
import { manifestObject, readManifests } from '../manifests/read';
import { buildFleet } from '../observed/build';
import type { PlatformsByCluster } from '../observed/clusters';
import type { OutputFile } from '../output/render';
import { type Fields, ownEntry } from '../values';

/**
 * Whether the linter could find an error in the output of a federation: only in what the user controls field by field,
 * by overrides, manifests and charts, in shares by label, whose services are unknown, and in shares of services that
 * bookinfo does not have. All other errors are rejected in the topology, as a property test with random topologies
 * verifies. Linting every output would take as long as writing it, and more memory.
 */
export function mayBreakRules({ meshes, shares, routes, workloads }: Federation): boolean {
  if (routes.some(({ override }) => override !== undefined)) return true;
  if (meshes.some(({ props }) => props.override !== undefined)) return true;
  if (Object.values(workloads).some((own) => own.some(({ kind }) => kind === 'manifests'))) return true;
  return shares.some(({ selector }) => selector !== undefined) || mayExportImports({ shares, workloads });
}

/** Whether a mesh with bookinfo both exports and imports services, so that it could try to export what it imports. */
function mayExportImports({ shares, workloads }: Pick<Federation, 'shares' | 'workloads'>): boolean {
  const importers = new Set(shares.map(({ importer }) => importer.name));
  return shares.some(({ exporter }) => {
    const own = ownEntry(workloads, exporter.name) ?? [];
    return importers.has(exporter.name) && own.some(({ kind }) => kind === 'bookinfo');
  });
}

/** With `ports` in the topology, peers connect to a proxy in front of a gateway, so the ports can differ. */
const STATED_ON_PURPOSE: ReadonlySet<string> = new Set([
  ...['FED044 wrongPort', 'FED044 missingPort', 'FED044 otherPort'],
  'FED145 otherPort',
]);

/**
 * Lints files before they are written, and returns the errors as issues of the topology. They
 * come from overrides, from custom manifests and charts, or from a bug of this project.
 */
export function outputIssues(files: readonly FilledFile[], federation: Federation): readonly Issue[] {
  const ignored = new Set(federation.ignoredRules);
  const rules = RULES.filter(({ id }) => !ignored.has(id));
  const fleet = buildFleet(manifestsOf(files), platformsOf(federation.clusters));
  const errors = findings(fleet, rules).filter(
    ({ rule, finding: { severity, name } }) => severity === 'error' && !STATED_ON_PURPOSE.has(`${rule.id} ${name}`),
  );
  return errors.map(({ rule, finding }) => toIssue(rule.id, finding, federation));
}

/** A file with the values of a lock. */
export interface FilledFile extends Omit<OutputFile, 'objects'> {
  /** The objects in the text; undefined if values were filled in. */
  readonly objects?: readonly unknown[] | undefined;
}

/** The number of warnings that the linter has for the files of all clusters. */
export function outputWarnings(files: readonly FilledFile[], { clusters, ignoredRules }: Federation): number {
  const objects = manifestsOf(files);
  const platforms = platformsOf(clusters);
  if (objects.some(hasSuppression)) {
    const ignores = ignoredRules.map((rule) => ({ rule, origin: 'lint.ignore' }));
    const input = { objects, problems: [], skipped: 0, files: files.length };
    return lint(input, { platforms, ignores }).summary.warnings;
  }
  // Without the places of findings, for which each file would be parsed.
  const rules = RULES.filter((rule) => Object.values(rule.findings).some(isWarning) || ignoredRules.includes(rule.id));
  const found = findings(buildFleet(objects, platforms), rules);
  const unusedIgnores = ignoredRules.filter((ignored) => !found.some(({ rule }) => rule.id === ignored));
  const warnings = found.filter(({ rule, finding }) => isWarning(finding) && !ignoredRules.includes(rule.id));
  return unusedIgnores.length + new Set(warnings.map(({ rule, finding }) => warningKey(rule.id, finding))).size;
}

function isWarning({ severity }: { readonly severity: Severity }): boolean {
  return severity === 'warning';
}

function warningKey(rule: string, { object, path = [], message }: Finding): string {
  return JSON.stringify([rule, object.cluster, objectName(object), path, message]);
}

/** The platforms of clusters as the linter takes them. */
export function platformsOf(clusters: Federation['clusters']): PlatformsByCluster {
  return new Map(clusters.map(({ name, props }) => [name, props.platform ?? 'other'] as const));
}

/** The objects of files; those of a text that was filled are read from it. */
function manifestsOf(files: readonly FilledFile[]): readonly ManifestObject[] {
  return files.flatMap((file) =>
    file.objects === undefined
      ? readManifests(file.cluster, file.path, file.text).manifests
      : objectsOf({ ...file, objects: file.objects }),
  );
}

function objectsOf({ cluster, path, text, objects }: OutputFile): readonly ManifestObject[] {
  const file = new ManifestFile(path, text);
  return objects.map((object, i) => manifestObject(cluster, file, i, [], object as Fields));
}

function toIssue(rule: string, finding: Finding, federation: Federation): Issue {
  const { object, message, fix } = finding;
  return {
    code: 'TOP180',
    path: topologyPath(finding, federation),
    message: `${rule} in ${objectName(object)} of the cluster "${object.cluster}": ${message}`,
    fix: `${fix}, in the override, manifest or chart that it comes from`,
  };
}

/** The part of the topology that an object comes from: the override for a control plane, the mesh for other objects. */
function topologyPath({ object, path = [] }: Finding, { meshes }: Federation): Path {
  const mesh = meshes.find((one) => one.cluster.name === object.cluster && isOf(object, one));
  if (mesh === undefined) return [];
  const [first, ...rest] = path;
  const overridden = object.kind === 'ServiceMeshControlPlane' && first === 'spec' && mesh.props.override;
  return ['meshes', mesh.name, ...(overridden ? ['override', ...rest] : [])];
}

function isOf({ namespace }: ManifestObject, mesh: Mesh): boolean {
  return namespace === mesh.namespace || (namespace !== undefined && mesh.members.includes(namespace));
}
