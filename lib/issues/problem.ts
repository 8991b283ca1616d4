import { isError } from './issue';
import type { PlacedIssue } from './place';

/** How bad a problem is: an error breaks something, a warning probably does, an info is worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** A place in a report for programs. What is unknown or does not apply is left out. */
export interface ProblemPlace {
  /** The cluster. */
  readonly cluster?: string;
  /** The file or directory as the user named it; `<stdin>` for standard input. */
  readonly file?: string;
  /** The line in the file, from 1. */
  readonly line?: number;
  /** The column in UTF-16 code units, from 1. */
  readonly column?: number;
  /** The Kubernetes object, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`. */
  readonly object?: string;
  /**
   * The part of the object or, without an object, of the topology, such as `spec.security.clientID`; a flag of the
   * command line, such as `--cluster`; or what `fetch` reads, such as `rosa/Service/rosa-prod-mesh/aro-ingress`.
   */
  readonly path?: string;
}

/** A second place of a problem. */
export interface RelatedPlace extends ProblemPlace {
  /** How it is related to the problem. */
  readonly text: string;
}

/** A problem in a report for programs: the same for issues of all commands and for diagnostics of the linter. */
export interface Problem extends ProblemPlace {
  /** The issue code, such as `TOP130`, or the lint rule, such as `FED004`; `ossm-fed explain` explains it. */
  readonly code: string;
  /** The name of the finding among those of its lint rule, such as `wrongIdentity`. */
  readonly finding?: string;
  /** How bad it is; only errors prevent the work, or a part of it. */
  readonly severity: Severity;
  /** What was found and what was expected. */
  readonly message: string;
  /** What happens at run time; lint rules state it. */
  readonly effect?: string;
  /** What to write instead. */
  readonly fix: string;
  /** The other places of the problem; empty if there is only one. */
  readonly related: readonly RelatedPlace[];
}

/** An issue as a problem for programs. */
export function issueProblem(issue: PlacedIssue): Problem {
  const { code, message, fix } = issue;
  return { code, severity: isError(issue) ? 'error' : 'warning', ...placeFields(issue), message, fix, related: [] };
}

/** The known fields of a place; an empty text counts as unknown. */
export function placeFields({ cluster, file, line, column, object, path }: ProblemPlace): ProblemPlace {
  return {
    ...(cluster && { cluster }),
    ...(file && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(object && { object }),
    ...(path && { path }),
  };
}
