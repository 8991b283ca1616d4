import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TopologyFiles } from '../federation/files';
import type { Federation } from '../federation/model';
import { type Resolution, resolveFederation } from '../federation/resolve';
import { filesBelow, reasonOf } from '../io/topology-files';
import type { Issue } from '../issues/issue';
import { type Locate, type PlacedIssue, placeIssues } from '../issues/place';
import { checkShape, isTopology, withoutFaults } from '../topology/check';
import { independentOf } from '../topology/consequences';
import type { Topology } from '../topology/model';
import { readTopology } from '../topology/read';

/** A topology after loading. */
export interface Loaded {
  /** The path of its file; undefined for a topology that was made in code. */
  readonly file?: string;
  /** The federation; undefined where there are issues. */
  readonly federation?: Federation;
  /** What is wrong with the topology, with places in its file. */
  readonly issues: readonly PlacedIssue[];
  /** Gives issues that are found later their places. */
  readonly place: (issues: readonly Issue[]) => readonly PlacedIssue[];
}

/**
 * Loads a topology file.
 *
 * @param file the path of the topology file; files that it names are looked for in its directory
 */
export function loadFile(file: string): Loaded {
  const text = readFile(file);
  if (typeof text !== 'string') return toLoaded({ issues: [text] }, file);
  const { value, issues, locate } = readTopology(text);
  return toLoaded(resolveValue(value, issues, filesBelow(dirname(file))), file, locate);
}

/**
 * Loads a topology that was made in code.
 *
 * @param directory where the files that the topology names are looked for
 */
export function loadTopology(topology: Topology, directory = '.'): Loaded {
  return toLoaded(resolveValue(topology, checkShape(topology), filesBelow(directory)));
}

/** Resolves a value as far as its faults let it, so that a user meets all problems in one run. */
function resolveValue(value: unknown, faults: readonly Issue[], files: TopologyFiles): Partial<Resolution> {
  const rest = faults.length === 0 ? value : withoutFaults(value, faults);
  if (!isTopology(rest)) return { issues: faults };
  const { federation, issues } = resolveFederation(rest, files);
  return { federation, issues: [...faults, ...(faults.length === 0 ? issues : independentOf(faults, issues))] };
}

function toLoaded({ federation, issues = [] }: Partial<Resolution>, file?: string, locate?: Locate): Loaded {
  const place = (found: readonly Issue[]) => placeIssues(found, file, locate);
  return {
    ...(file !== undefined && { file }),
    issues: place(issues),
    place,
    ...(issues.length === 0 && federation !== undefined && { federation }),
  };
}

/** The text of a topology file, or what keeps it from being read. */
function readFile(file: string): string | Issue {
  try {
    if (statSync(file).isFile()) return readFileSync(file, 'utf8');
    return unreadable('it is not a file');
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

function unreadable(reason: string): Issue {
  const fix = 'name the topology file with "-f", or make a federation.yaml';
  return { code: 'TOP001', path: [], message: `the topology cannot be read: ${reason}`, fix };
}
