import type { Path } from '../issues/issue';
import type { Severity } from '../issues/problem';
import type { ManifestObject } from '../manifests/object';

export type { Severity };

/** A part of an object that a finding is about. */
export interface Subject {
  /** The object. */
  readonly object: ManifestObject;
  /** The part; the object itself where it is left out. */
  readonly path?: Path;
  /** Whether the finding is about the key at `path` instead of its value. */
  readonly atKey?: boolean;
}

/** A second place that a finding is about, and what it has to do with it. */
export interface RelatedSubject extends Subject {
  /** How it is related, without a period at the end. */
  readonly text: string;
}

/** What a rule found; `findingMaker` makes it. Its words come without a full stop. */
export interface Finding extends Subject {
  /** The finding's name among those of its rule. */
  readonly name: string;
  /** How severe it is. */
  readonly severity: Severity;
  /** What is wrong: what was found and what was expected. */
  readonly message: string;
  /** What happens at run time. */
  readonly effect: string;
  /** What to write instead. */
  readonly fix: string;
  /** The other places, where two or more disagree. */
  readonly related: readonly RelatedSubject[];
}

/** A place in a file. */
export interface DiagnosticPlace {
  /** The cluster; empty for a rule that is ignored for all clusters. */
  readonly cluster: string;
  /** The file or directory as the user named it; `<stdin>` for standard input, empty for the command line. */
  readonly file: string;
  /** The line, from 1; undefined for a file as a whole and for the command line. */
  readonly line?: number;
  /** The column in UTF-16 code units, from 1; undefined where the line is. */
  readonly column?: number;
  /** The object's name in words, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`; empty for a file. */
  readonly object: string;
  /** The part of the object as a person writes it: `spec.security.clientID`; a flag of the command line: `--ignore`. */
  readonly path: string;
}

/** A finding with its rule and its places, as it is reported. */
export interface Diagnostic extends DiagnosticPlace {
  /** The rule that found it, such as `FED004`; `FED000` for the input of the linter. */
  readonly rule: string;
  /** The finding's name among those of its rule; undefined for a file that cannot be read. */
  readonly finding?: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** What was found and what was expected, without a period at the end. */
  readonly message: string;
  /** What happens at run time, without a period at the end; empty if the message says it. */
  readonly effect: string;
  /** What to write instead, in the imperative, without a period at the end. */
  readonly fix: string;
  /** The other places, each with how it is related; empty if there is only one. */
  readonly related: readonly (DiagnosticPlace & { readonly text: string })[];
}
