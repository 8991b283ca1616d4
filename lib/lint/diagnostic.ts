import type { Path } from '../issues/issue';
import type { Severity } from '../issues/problem';
import type { ManifestObject } from '../manifests/object';

export type { Severity };

/** A part of an object that a finding is about. */
export interface Subject {
  readonly object: ManifestObject;
  /** The part; the object itself where it is left out. */
  readonly path?: Path;
  /** Whether the key at `path` is to blame instead of its value. */
  readonly atKey?: boolean;
}

/** A second place that a finding is about, and what it has to do with it. */
export interface RelatedSubject extends Subject {
  readonly text: string;
}

/** What a rule found. Its words come without a full stop. */
export interface Finding extends Subject {
  /** The finding's name among those of its rule. */
  readonly name?: string;
  /** What is wrong: what was found and what was expected. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /**
   * What will happen at run time.
   *
   * @default the rule's effect
   */
  readonly effect?: string;
  /**
   * How bad it is.
   *
   * @default the rule's severity
   */
  readonly severity?: Severity;
  /** The other places, where two or more disagree. */
  readonly related?: readonly RelatedSubject[];
}

/** A place in a file. */
export interface DiagnosticPlace {
  readonly cluster: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The object's name in words, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`; empty for a file. */
  readonly object: string;
  /** The part of the object as a person writes it: `spec.security.clientID`. */
  readonly path: string;
}

/** A finding with its rule and its places, as it is reported. */
export interface Diagnostic extends DiagnosticPlace {
  readonly rule: string;
  /** The finding's name among those of its rule; undefined for a file that cannot be read. */
  readonly finding?: string;
  readonly severity: Severity;
  readonly message: string;
  readonly effect: string;
  readonly fix: string;
  readonly related: readonly (DiagnosticPlace & { readonly text: string })[];
}
