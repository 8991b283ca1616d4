/** The states that a plan compares: what synth would write, and the manifests of a directory or of a git revision. */

import { clusterFiles } from '../argocd/files';
import type { PlacedObject } from '../changes/model';
import { Unreadable } from '../files/read';
import { readRevision } from '../io/git';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { readSources, sourcesOf } from '../io/manifest-sources';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { Lock } from '../lock/model';
import { readManifests } from '../manifests/read';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
import { synthToMemory } from './synth';

/** The objects of clusters at one time. */
export interface ClusterStates {
  /** What the state is, such as `git revision main`. */
  readonly name: string;
  /** The objects of all clusters. */
  readonly objects: readonly PlacedObject[];
  /** Errors, because of which the state is not known, and warnings. */
  readonly issues: readonly PlacedIssue[];
  /**
   * The identities of the clusters in the lock.
   *
   * @default none is known
   */
  readonly identities?: NonNullable<Lock['clusters']>;
}

/** What synth would write, with the values of the lock. */
export function synthState(loaded: Loaded, lockFile = loaded.file && lockFileOf(loaded.file)): ClusterStates {
  const name = 'the topology';
  const { lock, issues: faults } =
    lockFile === undefined ? { issues: [] } : readLockFile(lockFile, factKindsOf(loaded.generations));
  if (faults.length > 0) return { name, objects: [], issues: faults };
  const { files, issues } = synthToMemory(loaded, lock === undefined ? {} : { lock });
  const state = stateOf(
    name,
    [...files].map(([path, text]) => ({ path, text })),
  );
  return { ...state, issues: [...issues, ...state.issues], identities: lock?.clusters ?? {} };
}

/** The manifests of a directory with a directory for each cluster, such as an earlier output. */
export function directoryState(directory: string): ClusterStates {
  const { objects, problems } = readSources(sourcesOf(directory), () => '');
  const errors = problems.filter(({ severity }) => severity === 'error');
  return {
    name: `directory ${directory}`,
    objects: objects.map(({ cluster, value }) => ({ cluster, object: value })),
    issues: errors.map(({ file, line, column, message, fix }) => ({
      code: 'PLN002',
      path: '',
      file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      message,
      fix,
    })),
  };
}

/** The manifests that a directory has in a revision of its git repository. */
export function revisionState(directory: string, revision: string): ClusterStates {
  const name = `git revision ${revision}`;
  try {
    const { commit, files } = readRevision(directory, revision);
    return stateOf(`${name} (${commit.slice(0, 12)})`, clusterFiles(files), `${revision}:`);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const message = `cannot read directory "${directory}" of ${name}: ${error.message}`;
    const fix = 'check the revision, and the directory after "--dist"';
    return { name, objects: [], issues: [{ code: 'PLN001', path: '--from-git', message, fix }] };
  }
}

interface StateFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The state of files of which each is below the directory of its cluster.
 *
 * @param prefix what their paths begin with in problems
 */
function stateOf(name: string, files: readonly StateFile[], prefix = ''): ClusterStates {
  const read = files.map(({ path, text }) => {
    const cluster = path.slice(0, Math.max(0, path.indexOf('/')));
    return { cluster, path: `${prefix}${path}`, ...readManifests(cluster, path, text) };
  });
  return {
    name,
    objects: read.flatMap(({ cluster, manifests }) => manifests.map(({ value }) => ({ cluster, object: value }))),
    issues: read.flatMap(({ path, problem }): readonly PlacedIssue[] => {
      if (problem === undefined) return [];
      const { message, position, fix = 'fix the file' } = problem;
      return [{ code: 'PLN002', path: '', file: path, ...position, message, fix }];
    }),
  };
}

/** Whether a state is known. */
export function isKnown({ issues }: ClusterStates): boolean {
  return !issues.some(isError);
}
