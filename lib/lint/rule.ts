import type { Fleet } from '../observed/model';
import type { Finding } from './diagnostic';
import type { Edit, ExampleBase } from './examples/edit';
import type { FindingTemplate, FindingTemplates } from './findings';

/** The base federation with a fault that the rule finds, and that no other rule finds. */
export interface RuleExample {
  /**
   * The base federation.
   *
   * @default the one of OpenShift Service Mesh 2
   */
  readonly base?: ExampleBase;
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
  /** `FED` and three digits; never reused. The hundreds are ranges of rules. */
  readonly id: string;
  /** The names of the generations that the rule is about, such as `ossm2`, sorted; for readers and programs. */
  readonly generations: readonly string[];
  /** The expected state in one sentence, such as "every peer has exactly one counterpart". */
  readonly title: string;
  /** How it comes about that the state is another one. */
  readonly cause: string;
  /** How to fix it. */
  readonly fix: string;
  /** The public sources of the rule: documentation or code, each in one line. */
  readonly sources: readonly string[];
  /** Everything that the rule can report; the first one is its headline and that of its example. */
  readonly findings: FindingTemplates;
  /** The rule at work: the first case of its first finding. */
  readonly example: RuleExample;
  /** Reports what is wrong. It reads only the index, never all objects. */
  readonly check: (fleet: Fleet, report: (finding: Finding) => void) => void;
}

/** The finding by which a rule is known: its first one. */
export function headlineOf({ id, findings }: Rule): FindingTemplate {
  const [headline] = Object.values(findings);
  if (headline === undefined) throw new Error(`rule ${id} has no findings`);
  return headline;
}
