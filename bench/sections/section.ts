import type { Bench } from '../compare';
import type { Findings } from '../report';

/** One part of the benchmark. A new one goes into a file of its own here and into the list in bench.ts. */
export interface Section {
  /** The word for `--only`. */
  readonly name: string;
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<Findings>;
}
