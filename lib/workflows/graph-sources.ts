/** What a picture is drawn from: manifests of sources, of git revisions, or what synth would write. */

import { clusterFiles } from '../argocd/files';
import { Unreadable } from '../files/read';
import { readRevision } from '../io/git';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { readSources, sourcesOf } from '../io/manifest-sources';
import { STDIN } from '../io/stdin';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { ManifestObject } from '../manifests/object';
import { readManifests } from '../manifests/read';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
import { synthToMemory } from './synth';

/** The manifests of all clusters, or why they cannot be read. */
export interface GraphObjects {
  /** The objects of all clusters. */
  readonly objects: readonly ManifestObject[];
  /** Errors, because of which nothing can be drawn, and warnings. */
  readonly issues: readonly PlacedIssue[];
}

/** What synth would write to a directory, with the values of the lock. */
export function synthesizedObjects(loaded: Loaded, directory: string): GraphObjects {
  const lockFile = loaded.file && lockFileOf(loaded.file);
  const { lock, issues: faults } =
    lockFile === undefined ? { issues: [] } : readLockFile(lockFile, factKindsOf(loaded.generations));
  if (faults.length > 0) return { objects: [], issues: faults };
  const { files, issues } = synthToMemory(loaded, lock === undefined ? {} : { lock });
  const objects = [...files].flatMap(
    ([path, text]) => readManifests(path.slice(0, path.indexOf('/')), `${directory}/${path}`, text).manifests,
  );
  return { objects, issues };
}

/**
 * The manifests of sources, each `NAME=PATH` or a directory as `lint` takes them.
 *
 * @param stdin reads all of standard input
 */
export function sourceObjects(sources: readonly string[], stdin: () => string): GraphObjects {
  const { objects, problems } = readSources(sources.flatMap(sourcesOf), stdin);
  const errors = problems.filter(({ severity }) => severity === 'error');
  return {
    objects,
    issues: errors.map(({ file, line, column, message, fix }) => ({
      ...{ code: 'GRA001', path: '', file, message, fix },
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })),
  };
}

/** The manifests that sources have in a revision of their git repository. */
export function revisionObjects(sources: readonly string[], revision: string): GraphObjects {
  const read = sources.map((source) => objectsAt(source, revision));
  const issues = read.flatMap((one) => one.issues);
  return { objects: issues.some(isError) ? [] : read.flatMap(({ objects }) => objects), issues };
}

function objectsAt(source: string, revision: string): GraphObjects {
  const [, name, path = source] = /^([^=/\\]+)=(.+)$/.exec(source) ?? [];
  if (path === STDIN) return unreadable(path, 'standard input is in no git repository');
  try {
    const { files } = readRevision(path, revision);
    const isFlat = !files.some((file) => file.path.includes('/'));
    const read = clusterFiles(files).flatMap((file) => {
      const first = file.path.slice(0, Math.max(0, file.path.indexOf('/')));
      const cluster = name ?? (isFlat ? (path.split('/').at(-1) ?? path) : first);
      return cluster === '' ? [] : [{ file, ...readManifests(cluster, `${revision}:${path}/${file.path}`, file.text) }];
    });
    const issues = read.flatMap(({ file, problem }): readonly PlacedIssue[] => {
      if (problem === undefined) return [];
      const { message, position, fix = 'fix the file' } = problem;
      return [{ code: 'GRA001', path: '', file: `${revision}:${path}/${file.path}`, ...position, message, fix }];
    });
    return { objects: read.flatMap(({ manifests }) => manifests), issues };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unreadable(path, `cannot read directory "${path}" of git revision ${revision}: ${error.message}`);
  }
}

function unreadable(path: string, message: string): GraphObjects {
  const fix = 'check the revision after "--diff", and the sources or the directory after "--dist"';
  return { objects: [], issues: [{ code: 'GRA002', path, message, fix }] };
}
