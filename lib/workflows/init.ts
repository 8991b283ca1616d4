import { version } from '../../package.json';
import { GENERATIONS } from '../generations';
import { createFile, installedFile, isBehindLink, isTaken, removeFiles } from '../io/new-files';
import { STDIN } from '../io/stdin';
import { reasonOf } from '../io/topology-files';
import { type PlacedIssue, placeIssues } from '../issues/place';
import { starterFiles } from '../starter/files';
import type { Starter, StarterCluster, StarterFile, StarterTool } from '../starter/model';
import { type NextStep, nextSteps, topologyText } from '../starter/topology';
import { loadNamed } from './load';

/** What the creation of a topology did. */
export interface InitResult {
  /** The command that has this result. */
  readonly command: 'init';
  /** What is wrong with the names, and which files exist or cannot be created. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined if nothing was. */
  readonly summary?: InitSummary;
}

/** What was written for a new topology. */
export interface InitSummary {
  /** The directory as the user named it. */
  readonly directory: string;
  /** The files that were created, as paths below the directory. */
  readonly created: readonly string[];
  /** The files that existed and were left as they are. */
  readonly kept: readonly string[];
  /** The clusters with their platforms; empty for an example. */
  readonly clusters: readonly InitCluster[];
  /** The commands to run next, in the directory. */
  readonly next: readonly NextStep[];
}

/** A cluster of a new topology. */
export interface InitCluster extends Pick<StarterCluster, 'name' | 'platform' | 'guessedFrom'> {}

/** The path of the schema in the package, and beside a topology whose directory has no package. */
const PACKAGED_SCHEMA = 'schemas/federation.schema.json';
const OWN_SCHEMA = 'federation.schema.json';

/**
 * Writes a new topology and the files of its directory, which is created if necessary. No existing file is overwritten: if
 * one is in the way, nothing is written.
 */
export async function init(directory: string, starter: Starter): Promise<InitResult> {
  const { tool, schema } = await toolOf(directory);
  const files = [...starterFiles(starter, tool), ...schema];
  const problems = [...topologyIssues(topologyText(starter, tool)), ...takenIssues(directory, files)];
  if (problems.length > 0) return { command: 'init', issues: problems };
  const kept = files.filter(({ path }) => isTaken(directory, path)).map(({ path }) => path);
  const created: string[] = [];
  for (const { path, text } of files) {
    if (kept.includes(path)) continue;
    try {
      createFile(directory, path, text);
      created.push(path);
    } catch (error) {
      removeFiles(directory, created);
      return { command: 'init', issues: uncreated(directory, path, reasonOf(error)) };
    }
  }
  const { content, repository } = starter;
  const clusters = typeof content === 'string' ? [] : content.map(clusterOf);
  const next = nextSteps(tool.command, repository !== undefined);
  return { command: 'init', issues: [], summary: { directory, created, kept, clusters, next } };
}

function clusterOf({ name, platform, guessedFrom }: StarterCluster): InitCluster {
  return { name, platform, ...(guessedFrom !== undefined && { guessedFrom }) };
}

/**
 * How the directory finds the tool. Editors resolve the path of a schema from the file that names it: with the package in
 * `node_modules` it is the schema there, which is that of the installed version; otherwise the schema becomes a file of
 * the directory.
 */
async function toolOf(
  directory: string,
): Promise<{ readonly tool: StarterTool; readonly schema: readonly StarterFile[] }> {
  const installed = installedFile(directory, 'ossm-fed', PACKAGED_SCHEMA);
  if (installed !== undefined) return { tool: { schema: installed, command: 'npx ossm-fed', version }, schema: [] };
  const { default: schema } = await import('../../schemas/federation.schema.json');
  const text = `${JSON.stringify(schema, null, 1)}\n`;
  return {
    tool: { schema: `./${OWN_SCHEMA}`, command: 'ossm-fed', version },
    schema: [{ path: OWN_SCHEMA, text, keepsExisting: true }],
  };
}

/** The versions that meshes can have, the oldest first. */
export const MESH_VERSIONS: readonly string[] = GENERATIONS.flatMap(({ versions }) => versions);

/** The first problem of the topology of a starter and what to do about it; undefined if it has none. */
export function starterProblem(starter: Starter): string | undefined {
  const [issue] = topologyIssues(topologyText(starter, { schema: OWN_SCHEMA, command: 'ossm-fed' }));
  return issue && `${issue.message}; ${issue.fix}`;
}

/** The problems of a new topology, such as a name that is not a DNS label. Its file is not there yet, so they have no lines. */
function topologyIssues(text: string): readonly PlacedIssue[] {
  return loadNamed(STDIN, () => text).issues.map(({ code, path, message, fix }) => ({ code, path, message, fix }));
}

/** The files that exist, and those that would be created through a symbolic link. */
function takenIssues(directory: string, files: readonly StarterFile[]): readonly PlacedIssue[] {
  return files.flatMap(({ path, keepsExisting }) => {
    if (isBehindLink(directory, path)) return uncreated(directory, path, 'its directory is a symbolic link');
    if (keepsExisting || !isTaken(directory, path)) return [];
    const fix = 'use another directory, or move the file away';
    return placeIssues([{ code: 'INI001', path: [], message: 'the file exists', fix }], placeOf(directory, path));
  });
}

function uncreated(directory: string, path: string, reason: string): readonly PlacedIssue[] {
  const message = `cannot create the file: ${reason}`;
  const fix = 'use another directory, fix the permissions of the directory, or free disk space';
  return placeIssues([{ code: 'INI002', path: [], message, fix }], placeOf(directory, path));
}

/** The path of a file as the user would write it. */
function placeOf(directory: string, path: string): string {
  return directory === '.' ? path : `${directory.replace(/\/$/, '')}/${path}`;
}
