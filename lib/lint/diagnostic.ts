import type { Path } from '../issues/issue';
import type { ManifestObject } from '../manifests/object';

/** How bad a problem is: it breaks something, it probably does, or it is good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** A part of an object that a finding is about. */
export interface Subject {
  /** The object. */
  readonly object: ManifestObject;
  /** The part; the object itself where it is left out. */
  readonly path?: Path;
  /** Whether the key at `path` is to blame instead of its value. */
  readonly atKey?: boolean;
}

/** A second place that a finding is about, and what it has to do with it. */
export interface RelatedSubject extends Subject {
  /** What is at the place, in a few words. */
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
  /** The name of the cluster. */
  readonly cluster: string;
  /** The path of the file as the user named it. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
  /** The object's name in words, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`; empty for a file. */
  readonly object: string;
  /** The part of the object as a person writes it: `spec.security.clientID`. */
  readonly path: string;
}

/** A related place as it is reported. */
export interface RelatedPlace extends DiagnosticPlace {
  /** What is at the place, in a few words. */
  readonly text: string;
}

/** A finding with its rule and its places, as it is reported. */
export interface Diagnostic extends DiagnosticPlace {
  /** The ID of the rule, such as `FED004`. */
  readonly rule: string;
  /** The finding's name among those of its rule; undefined for a file that cannot be read. */
  readonly finding?: string;
  /** How severe it is. */
  readonly severity: Severity;
  /** What is wrong: what was found and what was expected. */
  readonly message: string;
  /** What happens at run time. */
  readonly effect: string;
  /** What to write instead. */
  readonly fix: string;
  /** The other places, where two or more disagree. */
  readonly related: readonly RelatedPlace[];
}
