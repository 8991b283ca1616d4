import type { Edit } from '../../../lib/lint/examples/edit';
import type { Platform } from '../../../lib/platforms';

/** Manifests that a rule is tried on: the base federation of the examples after edits. */
export interface RuleCase {
  /** What is special about it, in a few words; for a near miss: why it is right. */
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Other names of the two clusters, such as one that tells the platform; platforms are then by these names. */
  readonly clusterNames?: { readonly west?: string; readonly east?: string };
  /** Where the two clusters run: `west` on ROSA and `east` on ARO by default. */
  readonly platforms?: ReadonlyMap<string, Platform | 'osd'>;
  /** When the linter runs: 2026-11-25 by default. */
  readonly now?: Date;
}

/** The cases of one rule, in `test/lint/cases/<file name of the rule>.ts`. */
export interface RuleCases {
  readonly rule: string;
  /** By the name of the finding that each case must report. The example of the rule is a case of its first finding anyway. */
  readonly findings: { readonly [finding: string]: readonly RuleCase[] };
  /** Manifests that look like a fault and are right: the rule reports nothing. */
  readonly nearMisses: readonly RuleCase[];
}
