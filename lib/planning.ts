import type { Cluster, Federation, Mesh } from './federation/model';
import type { ClusterPlan, Generation } from './generation';
import { type Issue, IssueList } from './issues/issue';
import { listNames } from './issues/suggest';
import { groupBy } from './values';

/** A cluster with the plans of the generations that have meshes on it, as plain data. */
export interface PlannedCluster {
  /** The cluster. */
  readonly cluster: Cluster;
  /** The meshes on the cluster, sorted by name. */
  readonly meshes: readonly Mesh[];
  /** The plans, in the order of the generations; empty for a cluster without meshes. */
  readonly parts: readonly PlanPart[];
}

/** What one generation plans for a cluster. */
export interface PlanPart {
  /** The name of the generation. */
  readonly generation: string;
  /** Its plan; `addObjects` of the same generation reads it. */
  readonly plan: ClusterPlan;
}

/** A federation after planning. */
export interface PlannedFederation {
  /** Sorted by name. */
  readonly clusters: readonly PlannedCluster[];
  /** What no generation, or that of a mesh, can express. */
  readonly issues: readonly Issue[];
}

/** Plans every mesh of a federation by the generation that its version belongs to. */
export function planFederation(federation: Federation, generations: readonly Generation[]): PlannedFederation {
  const issues = new IssueList();
  checkVersions(federation, generations, issues);
  const planned = generations.map((generation) => {
    const { plans, issues: found } = generation.plan(onlyOf(federation, generation, generations));
    return { found, parts: plans.map((plan): PlanPart => ({ generation: generation.name, plan })) };
  });
  const parts = groupBy(
    planned.flatMap((one) => one.parts),
    ({ plan }) => plan.cluster,
  );
  const meshes = groupBy(federation.meshes, ({ cluster }) => cluster.name);
  return {
    clusters: federation.clusters.map((cluster) => ({
      cluster,
      meshes: meshes.get(cluster.name) ?? [],
      parts: parts.get(cluster.name) ?? [],
    })),
    issues: [...issues.all(), ...planned.flatMap(({ found }) => found)],
  };
}

/** The generation of a mesh by its version. */
function generationOf({ version }: Mesh, generations: readonly Generation[]): Generation | undefined {
  return generations.find(({ versions }) => versions.includes(version));
}

/** The part of a federation that belongs to one generation; clusters without meshes belong to the first one. */
function onlyOf(federation: Federation, { versions }: Generation, [first]: readonly Generation[]): Federation {
  const isOwn = ({ version }: Mesh) => versions.includes(version);
  const meshes = federation.meshes.filter(isOwn);
  const used = new Set(federation.meshes.map(({ cluster }) => cluster.name));
  const own = new Set(meshes.map(({ cluster }) => cluster.name));
  const isFirst = first?.versions === versions;
  if (isFirst && federation.meshes.every(isOwn)) return federation;
  return {
    ...federation,
    clusters: federation.clusters.filter(({ name }) => own.has(name) || (isFirst && !used.has(name))),
    meshes,
    peerings: federation.peerings.filter(({ meshes }) => meshes.every(isOwn)),
    shares: federation.shares.filter(({ exporter, importer }) => isOwn(exporter) && isOwn(importer)),
    routes: federation.routes.filter(({ mesh }) => isOwn(mesh)),
  };
}

/** The fix for an unsupported version: the one that is meant, such as `v2.6` for `2.6.1`, or a list of all. */
function versionFix(version: string, known: readonly string[]): string {
  const meant = `v${/^v?(\d+\.\d+)(\.\d+)?$/.exec(version)?.[1]}`;
  if (known.includes(meant)) return `write "${meant}"`;
  const major = /^v?(\d+)\.\d+/.exec(version)?.[1];
  const related = known.filter((one) => one.startsWith(`v${major}.`));
  const newest = related.sort((a, b) => minorOf(b) - minorOf(a))[0];
  const isNewer = newest !== undefined && minorOf(version) > minorOf(newest);
  return isNewer ? `write "${newest}", the newest version` : `write one of ${listNames(known)}`;
}

/** The minor version of a version such as `v2.6`. */
function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function checkVersions(federation: Federation, generations: readonly Generation[], issues: IssueList): void {
  const known = generations.flatMap(({ versions }) => versions);
  for (const mesh of federation.meshes) {
    if (generationOf(mesh, generations) !== undefined) continue;
    const message = `unsupported version "${mesh.version}" of the mesh "${mesh.name}"`;
    issues.add('TOP113', [...mesh.path, 'version'], message, versionFix(mesh.version, known));
  }
  for (const { meshes, path } of federation.peerings) {
    const [a, b] = meshes;
    const [own, other] = meshes.map((mesh) => generationOf(mesh, generations));
    if (own === undefined || other === undefined || own === other) continue;
    const message = `the peers "${a.name}" (${a.version}) and "${b.name}" (${b.version}) belong to different generations: ${own.title} and ${other.title}`;
    issues.add('TOP113', path, message, 'set the same major version in both meshes');
  }
}
