import type { Fleet } from '../observed/model';
import type { Finding, Severity } from './diagnostic';
import type { Edit } from './examples/edit';

/** The base federation with a fault that the rule finds, and that no other rule finds. */
export interface RuleExample {
  /**
   * What the base federation lacks for the fault to make sense; with it, no rule finds anything yet.
   *
   * @default nothing
   */
  readonly given?: readonly Edit[];
  /** The fault. */
  readonly fault: readonly Edit[];
}

/** One thing that can be wrong with a federation. */
export interface Rule {
  /** `FED` and three digits; never reused. */
  readonly id: string;
  /** How bad a finding is unless it says otherwise. */
  readonly severity: Severity;
  /** The wished state in one sentence, such as "every peer has exactly one counterpart". */
  readonly title: string;
  /** How it comes about that the state is another one. */
  readonly cause: string;
  /** What happens at run time. */
  readonly effect: string;
  /** How to mend it. */
  readonly fix: string;
  /** Where the rule comes from: sections of the fact sheet. */
  readonly source: string;
  /** The rule at work. */
  readonly example: RuleExample;
  /** Reports what is wrong. It reads the index alone and never all objects. */
  readonly check: (fleet: Fleet, report: (finding: Finding) => void) => void;
}
