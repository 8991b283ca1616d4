/**
 * What is wrong at one place. `too-deep` stands for a part that is nested too deeply to be checked.
 * The texts in `found` and `expected` depend on it; see {@link StructuralProblem}.
 */
export type StructuralProblemKind =
  | 'unknown-field'
  | 'wrong-type'
  | 'missing-field'
  | 'not-in-enum'
  | 'out-of-range'
  | 'pattern'
  | 'too-deep';

/** One difference between a value and its schema, as data; the wording is left to the caller. */
export interface StructuralProblem {
  /** What is wrong. */
  readonly kind: StructuralProblemKind;
  /** Place from the root of the value; it ends with the field itself for unknown and missing fields. */
  readonly path: readonly (string | number)[];
  /**
   * The unknown field's name, the name of the value's type (`wrong-type`; also for lists and objects elsewhere),
   * `nothing` for a missing field, the depth (`too-deep`), or else the value as text.
   */
  readonly found: string;
  /**
   * The known fields of the object, the accepted types (also of a missing field), the accepted values as text,
   * the bound that is crossed (`<= 65535`, also for the depth), or the pattern.
   */
  readonly expected: readonly string[];
  /**
   * For unknown fields: the nearest field that exists, written from the object that has it
   * (`labelSelector.aliases[]`, `importRules[].importAsLocal`). Absent when nothing is near.
   */
  readonly suggestion?: string;
}
