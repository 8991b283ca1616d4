/** One of several answers. */
export interface Choice {
  /** The answer. */
  readonly value: string;
  /**
   * What is shown for it.
   *
   * @default the answer
   */
  readonly label?: string;
  /** More about it, shown beside it; undefined for nothing. */
  readonly hint?: string;
}

/** Questions to the user. Every text that is shown must be printable. */
export interface Prompts {
  /**
   * Asks for a text.
   *
   * @param initial the answer if the user enters nothing; empty for none
   * @param problemOf says what is wrong with an answer; undefined for nothing
   */
  readonly text: (
    message: string,
    initial: string,
    problemOf: (answer: string) => string | undefined,
  ) => Promise<string>;
  /** Asks a question whose answer is yes or no, by default no. */
  readonly confirm: (message: string) => Promise<boolean>;
  /** Asks for one of several answers, of which one is selected at first. */
  readonly select: (message: string, choices: readonly Choice[], initial: string) => Promise<string>;
  /** Asks for at least one of several answers. */
  readonly several: (message: string, choices: readonly Choice[]) => Promise<readonly string[]>;
}
