import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { MAX_TOPOLOGY_CHARACTERS } from '../bounds';
import type { TopologyFiles } from '../federation/files';
import type { Federation } from '../federation/model';
import { resolveFederation } from '../federation/resolve';
import { Unreadable } from '../files/read';
import type { Generation } from '../generation';
import { GENERATIONS } from '../generations';
import { readUtf8, SAVE_AS_UTF8 } from '../io/decode';
import { STDIN } from '../io/stdin';
import { filesBelow, reasonOf } from '../io/topology-files';
import { type Issue, isError } from '../issues/issue';
import { type Locate, type PlacedIssue, placeIssues } from '../issues/place';
import { type PlannedCluster, planFederation } from '../planning';
import { checkShape, isTopology, withoutFaults } from '../topology/check';
import { independentOf } from '../topology/consequences';
import type { Topology } from '../topology/model';
import { readTopology } from '../topology/read';
import { withoutRepetitions } from '../topology/repetitions';

/** A topology after loading. */
export interface Loaded {
  /** The path of its file; undefined for a topology in code or from standard input. */
  readonly file?: string;
  /** The federation; undefined if there are errors. */
  readonly federation?: Federation;
  /** The plans of all clusters; undefined if there are errors. */
  readonly clusters?: readonly PlannedCluster[];
  /** The generations that planned the clusters. */
  readonly generations: readonly Generation[];
  /** The issues of a topology with errors, with places in its file; empty if there are only warnings. */
  readonly issues: readonly PlacedIssue[];
  /** The warnings of a topology without errors, with places in its file. */
  readonly warnings: readonly PlacedIssue[];
  /** Adds places to issues that are found later. */
  readonly place: (issues: readonly Issue[]) => readonly PlacedIssue[];
}

/** Options of loading a topology. */
export interface LoadOptions {
  /**
   * The generations of OpenShift Service Mesh that meshes may belong to.
   *
   * @default all supported generations
   */
  readonly generations?: readonly Generation[];
  /**
   * Directories outside of that of the topology whose files it may refer to. The topology itself cannot allow any, so
   * that one of a pull request reads no other files.
   *
   * @default none
   */
  readonly allowFiles?: readonly string[];
}

/** Options of loading the topology that a command names. */
export interface NamedLoadOptions extends LoadOptions {
  /** Called with a federation without errors before it is planned, which takes most of the time. */
  readonly onFederation?: (federation: Federation) => void;
}

/** A topology as far as it can be resolved and planned, with its issues. */
interface Resolved {
  readonly federation?: Federation;
  readonly clusters?: readonly PlannedCluster[];
  readonly issues: readonly Issue[];
}

/**
 * Loads a topology file.
 *
 * @param file the path of the topology file; paths in it are relative to its directory
 */
export function loadFile(file: string, options: LoadOptions = {}): Loaded {
  return loadPath(file, options);
}

/**
 * Loads the topology that a command names.
 *
 * @param file the path of the topology file; `-` for standard input, where paths are relative to the current directory
 * @param stdin reads all of standard input
 */
export function loadNamed(file: string, stdin: () => string, options: NamedLoadOptions = {}): Loaded {
  if (file !== STDIN) return loadPath(file, options);
  return loadText('<stdin>', () => readStdin(stdin), '.', options);
}

function loadPath(file: string, options: NamedLoadOptions): Loaded {
  return { ...loadText(file, () => readFile(file), dirname(file), options), file };
}

/** Loads a text; places of issues have its name. */
function loadText(
  name: string,
  read: () => string | UnreadableText,
  directory: string,
  { generations = GENERATIONS, allowFiles, onFederation }: NamedLoadOptions,
): Loaded {
  const text = read();
  if (typeof text !== 'string') return toLoaded({ issues: [text.issue] }, generations, name, text.locate);
  const { value, issues, locate } = readTopology(text);
  const resolved = resolveValue(value, issues, filesBelow(directory, allowFiles), generations, onFederation);
  return toLoaded(resolved, generations, name, locate);
}

/**
 * Loads a topology in code.
 *
 * @param directory the directory that paths in the topology are relative to
 */
export function loadTopology(
  topology: Topology,
  directory = '.',
  { generations = GENERATIONS, allowFiles }: LoadOptions = {},
): Loaded {
  const resolved = resolveValue(topology, checkShape(topology), filesBelow(directory, allowFiles), generations);
  return toLoaded(resolved, generations);
}

/** Resolves a value as far as its faults allow, so that one run reports all problems. */
function resolveValue(
  value: unknown,
  faults: readonly Issue[],
  files: TopologyFiles,
  generations: readonly Generation[],
  onFederation?: NamedLoadOptions['onFederation'],
): Resolved {
  if (isExceeded(faults)) return { issues: faults };
  const rest = faults.length === 0 ? value : withoutFaults(value, faults);
  if (!isTopology(rest)) return { issues: faults };
  const { federation, issues: unresolved } = resolveFederation(rest, files);
  if (isExceeded(unresolved)) return { issues: [...faults, ...unresolved] };
  if (![...faults, ...unresolved].some(isError)) onFederation?.(federation);
  const { clusters, issues: unplanned } = planFederation(federation, generations);
  const issues = [...faults, ...independentOf(faults, [...unresolved, ...unplanned])];
  return { federation, clusters, issues: withoutRepetitions(issues, rest) };
}

/** Whether a topology exceeds a bound, so that the rest of it is not checked. */
function isExceeded(issues: readonly Issue[]): boolean {
  return issues.some(({ code }) => code === 'TOP009');
}

function toLoaded(
  { federation, clusters, issues }: Resolved,
  generations: readonly Generation[],
  name?: string,
  locate?: Locate,
): Loaded {
  const place = (found: readonly Issue[]) => placeIssues(found, name, locate);
  const isComplete = !issues.some(isError) && federation !== undefined && clusters !== undefined;
  return {
    issues: place(issues.filter(isError)),
    // A warning can be a consequence of an error.
    warnings: isComplete ? place(issues) : [],
    place,
    generations,
    ...(isComplete && { federation, clusters }),
  };
}

/** Why the text of a topology cannot be read. */
interface UnreadableText {
  readonly issue: Issue;
  /** Finds the place in the text; undefined if the reason is about all of it. */
  readonly locate?: Locate;
}

/** What to do about a topology that is too large. */
const SMALLER = 'use name ranges, or split the federation';

/** The text of a topology file, or why it cannot be read. */
function readFile(file: string): string | UnreadableText {
  try {
    const stats = statSync(file);
    if (stats.isFile()) return readUtf8(file, 4 * MAX_TOPOLOGY_CHARACTERS);
    const reason = stats.isDirectory() ? 'is a directory' : 'not a regular file';
    return { issue: unreadable(reason, 'pass a file with "-f"') };
  } catch (error) {
    const isTooLarge = error instanceof Unreadable;
    return unreadableText(error, isTooLarge ? SMALLER : 'check the path after "-f", or create federation.yaml');
  }
}

function readStdin(stdin: () => string): string | UnreadableText {
  try {
    return stdin();
  } catch (error) {
    return unreadableText(error, 'write a topology to standard input, or pass a file with "-f"');
  }
}

/** Why reading failed; an invalid byte has its own place and fix. */
function unreadableText(error: unknown, fix: string): UnreadableText {
  const position = error instanceof Unreadable ? error.position : undefined;
  if (position === undefined) return { issue: unreadable(reasonOf(error), fix) };
  return { issue: unreadable(reasonOf(error), SAVE_AS_UTF8), locate: () => position };
}

function unreadable(reason: string, fix: string): Issue {
  return { code: 'TOP001', path: [], message: `cannot read the topology: ${reason}`, fix };
}
