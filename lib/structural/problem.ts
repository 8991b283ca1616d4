/**
 * The kind of a problem. `too-deep` means that a part is nested too deeply to be validated. The meaning of `found` and
 * `expected` depends on the kind; see {@link StructuralProblem}.
 */
export type StructuralProblemKind =
  | 'unknown-field'
  | 'wrong-type'
  | 'missing-field'
  | 'not-in-enum'
  | 'out-of-range'
  | 'pattern'
  | 'too-deep';

/** One difference between a value and its schema, as data; the caller writes the message. */
export interface StructuralProblem {
  /** The kind of the problem. */
  readonly kind: StructuralProblemKind;
  /** The path from the root of the value; for unknown and missing fields it ends with the field. */
  readonly path: readonly (string | number)[];
  /**
   * The name of an unknown field, the type of the value (`wrong-type`; also for lists and objects in other problems),
   * `nothing` for a missing field, the depth (`too-deep`), otherwise the value as text.
   */
  readonly found: string;
  /**
   * The known fields of the object, the accepted types (also of a missing field), the accepted values as text, the
   * violated bound (`<= 65535`, also for the depth), or the pattern.
   */
  readonly expected: readonly string[];
  /**
   * For unknown fields: the nearest known field, relative to the object that has it (`labelSelector.aliases`,
   * `importRules[0].importAsLocal`, or `policies[*].action` for any item). Undefined if no field is near.
   */
  readonly suggestion?: string;
}
