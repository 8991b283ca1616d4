import { join } from 'node:path';
import type { Cluster, Federation, Mesh, Peer } from '../../lib/federation/model';
import { type Loaded, loadFile } from '../../lib/workflows/load';
import { problemsText } from '../../lib/workflows/report';
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

/** The cluster with a name. */
export function clusterOf({ clusters }: Federation, name: string): Cluster {
  return found(
    clusters.find((cluster) => cluster.name === name),
    name,
  );
}

/** The mesh with a name, on whichever cluster it is. */
export function meshOf({ clusters }: Federation, name: string): Mesh {
  return found(
    clusters.flatMap(({ meshes }) => meshes).find((mesh) => mesh.name === name),
    name,
  );
}

/** Another mesh as one mesh sees it. */
export function peerOf(federation: Federation, mesh: string, peer: string): Peer {
  return found(
    meshOf(federation, mesh).peers.find((candidate) => candidate.mesh === peer),
    `${peer} in ${mesh}`,
  );
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the federation has no ${name}`);
  return value;
}
