import type { Federation, Mesh, Peer } from '../federation/model';
import type { Issue, Path } from '../issues/issue';
import type { Finding } from '../lint/diagnostic';
import { headlineOf } from '../lint/rule';
import { RULES } from '../lint/rules/all';
import { findings } from '../lint/run';
import { type Fields, ManifestFile, type ManifestObject, objectName } from '../manifests/object';
import { manifestObject } from '../manifests/read';
import { buildFleet } from '../observed/build';
import type { OutputFile } from '../output/render';

/**
 * Whether the linter could find an error in what a federation is made into: only in what the user states field by field,
 * by overrides, manifests and charts, in shares by label, of which it is open what they offer, and in shares of services
 * that bookinfo is seen not to have. All else is refused in the topology itself, which is a property that tests draw
 * topologies for. To look all the same would take as long as writing does, and more memory.
 */
export function mayBreakRules({ clusters }: Federation): boolean {
  return clusters.some(({ meshes }) =>
    meshes.some(({ controlPlane, workloads, peers }) => {
      if (controlPlane.override !== undefined || workloads.some(({ kind }) => kind === 'manifests')) return true;
      return peers.some(exportsByLabel) || (workloads.some(({ kind }) => kind === 'bookinfo') && handsOn(peers));
    }),
  );
}

function exportsByLabel({ exports }: Peer): boolean {
  return exports.some(({ type }) => type === 'LabelSelector');
}

/** Whether a mesh both gives and takes services, so that it could try to hand on what it takes. */
function handsOn(peers: readonly Peer[]): boolean {
  return peers.some(({ exports }) => exports.length > 0) && peers.some(({ imports }) => imports.length > 0);
}

/** Where a topology states `ports`, peers dial what stands in front of a gateway; that they differ is no mistake. */
const STATED_ON_PURPOSE: ReadonlySet<string> = new Set(['FED044']);

/**
 * What the linter finds wrong with files that are about to be written: errors alone, as issues of the topology. They
 * come from overrides, from manifests and charts of the user's own, or from a mistake of this project.
 */
export function outputIssues(files: readonly OutputFile[], federation: Federation): readonly Issue[] {
  const platforms = new Map(federation.clusters.map(({ name, platform }) => [name, platform] as const));
  const ignored = new Set(federation.ignoredRules);
  const rules = RULES.filter(({ id }) => !ignored.has(id) && !STATED_ON_PURPOSE.has(id));
  const fleet = buildFleet(files.flatMap(objectsOf), platforms);
  const errors = findings(fleet, rules).filter(
    ({ rule, finding }) => (finding.severity ?? headlineOf(rule).severity) === 'error',
  );
  return errors.map(({ rule, finding }) => toIssue(rule.id, finding, federation));
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
    fix: `${fix}, in the override or the manifest that it comes from`,
  };
}

/** The part of the topology that an object comes from: of a control plane its override, of others their mesh. */
function topologyPath({ object, path = [] }: Finding, { clusters }: Federation): Path {
  const meshes = clusters.filter(({ name }) => name === object.cluster).flatMap((cluster) => cluster.meshes);
  const mesh = meshes.find((one) => isOf(object, one));
  if (mesh === undefined) return [];
  const [first, ...rest] = path;
  const overridden = object.kind === 'ServiceMeshControlPlane' && first === 'spec' && mesh.controlPlane.override;
  return ['meshes', mesh.name, ...(overridden ? ['override', ...rest] : [])];
}

function isOf({ namespace }: ManifestObject, mesh: Mesh): boolean {
  return namespace === mesh.namespace || (namespace !== undefined && mesh.members.includes(namespace));
}
