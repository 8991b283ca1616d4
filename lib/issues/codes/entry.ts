/** What is known of an issue code: the source of `ossm-fed explain` and of docs/codes.md. */
export interface CodeEntry {
  /** The fault in a few words, such as "unknown mesh"; starts in lower case and has no period at the end. */
  readonly title: string;
  /** What the code means, in one to three sentences. */
  readonly meaning: string;
  /** How to fix it, in one or two sentences in the imperative. */
  readonly fix: string;
  /** A valid fragment of YAML or a command, in lines without indent. Default: no example. */
  readonly example?: string;
}

/** Entries by code. */
export interface CodeEntries {
  /** The entry of a code such as `TOP130`. */
  readonly [code: string]: CodeEntry;
}
