import type fc from 'fast-check';

/** What one case wrote. */
export interface CaseOutput {
  /** All reports, by what they are, such as `lint --format json`. */
  readonly reports: ReadonlyMap<string, string>;
  /** Texts that are secret in this case, so that no report may repeat them. */
  readonly secrets: readonly string[];
}

/** A part of the program that reads what others wrote. */
export interface Target<Input = unknown> {
  /** The name, for `--only`. */
  readonly name: string;
  /** The cases. */
  readonly input: fc.Arbitrary<Input>;
  /**
   * Runs one case as the command does.
   *
   * @param directory an empty directory that all cases of a run share
   */
  readonly run: (input: Input, directory: string) => CaseOutput | Promise<CaseOutput>;
}

/** A target, with the type of its cases forgotten. */
export function target<Input>(one: Target<Input>): Target {
  return one as Target;
}
