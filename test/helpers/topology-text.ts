import { join } from 'node:path';
import type { Federation } from '../../lib/federation/model';
import { type MeshPlan, type Ossm2Plan, ossm2PlansOf, type Peer } from '../../lib/ossm2/model';
import { type Loaded, loadFile } from '../../lib/workflows/load';
import { problemsText } from '../../lib/workflows/reports/problems';
import { type FileTexts, inDirectory } from './temporary';

/** Loads a topology file with a text; other files may lie beside it. */
export function loadText(text: string, files: FileTexts = {}): Loaded {
  return inDirectory({ ...files, 'federation.yaml': text }, (directory) =>
    loadFile(join(directory, 'federation.yaml')),
  );
}

/** The problems of a topology, each as one line such as `3:7 TOP110 clusters.west`. */
export function problemsOf(text: string, files: FileTexts = {}): readonly string[] {
  return loadText(text, files).issues.map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`.trim());
}

/** The federation of a topology that must have no problem. */
export function federationOf(text: string, files: FileTexts = {}): Federation {
  const { federation, issues } = loadText(text, files);
  if (federation === undefined) throw new Error(problemsText(issues));
  return federation;
}

/** The plans of OpenShift Service Mesh 2, a plan for each cluster. */
export type Plans = readonly Ossm2Plan[];

/** The plans of a topology that must have no problem. */
export function plansOf(text: string, files: FileTexts = {}): Plans {
  return plansOfLoaded(loadText(text, files));
}

/** The plans of a loaded topology that must have no problem. */
export function plansOfLoaded({ clusters, issues }: Loaded): Plans {
  if (clusters === undefined) throw new Error(problemsText(issues));
  return ossm2PlansOf(clusters);
}

/** The plan of the cluster with a name. */
export function clusterOf(plans: Plans, name: string): Ossm2Plan {
  return found(
    plans.find(({ cluster }) => cluster === name),
    name,
  );
}

/** The mesh with a name, on whichever cluster it is. */
export function meshOf(plans: Plans, name: string): MeshPlan {
  return found(
    plans.flatMap(({ meshes }) => meshes).find((mesh) => mesh.name === name),
    name,
  );
}

/** Another mesh as one mesh sees it. */
export function peerOf(plans: Plans, mesh: string, peer: string): Peer {
  return found(
    meshOf(plans, mesh).peers.find((candidate) => candidate.mesh === peer),
    `${peer} in ${mesh}`,
  );
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the topology has no ${name}`);
  return value;
}
