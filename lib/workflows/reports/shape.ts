/**
 * What `--format json` prints: one shape for all commands, from which `npm run schema` generates
 * schemas/report.schema.json. Members are only added; their names and meanings stay.
 */

import type { DeliveredChange } from '../../deliver/model';
import type { Problem } from '../../issues/problem';
import type { LintSummary } from '../../lint/lint';
import type { FederationStatus } from '../../status/report';
import type { Trace } from '../../trace/model';
import type { DownSummary } from '../down';
import type { FetchSummary } from '../fetch';
import type { GatherSummary } from '../gather';
import type { FillSummary } from '../inject';
import type { ChangePlan } from '../plan';
import type { SynthCheck, SynthSummary } from '../synth';
import type { UpSummary } from '../up';

/** The members of all reports. */
export interface ReportBase {
  /** The command that was run. */
  readonly command: string;
  /** Its exit code: 0 success, 1 problems or differences, 2 invalid usage, 3 a file or a cluster that cannot be read. */
  readonly exitCode: number;
  /** All errors, warnings and infos, in the order in which the text report prints them. */
  readonly problems: readonly Problem[];
}

/** The report of `ossm-fed synth --format json`. */
export interface SynthReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'synth';
  /** What was written; left out if nothing was. */
  readonly summary?: SynthSummary;
  /** How the output directory differs from the output; left out without `--check`. */
  readonly check?: SynthCheck;
}

/** The report of `ossm-fed fetch --format json`. */
export interface FetchReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'fetch';
  /** How the clusters differ from the lock before; empty if they do not. */
  readonly changes: readonly ReportedChange[];
  /** What was read and written; left out if no cluster was read. */
  readonly summary?: FetchSummary;
}

/** One difference between clusters and lock. */
export interface ReportedChange {
  /** What happened, such as `root-added`. */
  readonly kind: string;
  /** The name of the mesh. */
  readonly mesh: string;
  /** The difference as one line. */
  readonly text: string;
  /** More about the value, depending on the kind of change: for `root-added`, `fingerprint`. */
  readonly [field: string]: unknown;
}

/** The report of `ossm-fed inject --format json`. */
export interface InjectReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'inject';
  /** What was filled; left out if no file was read. */
  readonly summary?: FillSummary;
}

/** The report of `ossm-fed lint --format json`. */
export interface LintReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'lint';
  /** Counts of the input and of what was found; left out if the topology has problems, so that nothing was checked. */
  readonly summary?: LintSummary;
}

/** The report of `ossm-fed status --format json`; its problems are the findings of the status. */
export interface StatusReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'status';
  /** The status of the federation; left out if the topology or the dump has problems. */
  readonly status?: FederationStatus;
}

/** The report of `ossm-fed up --format json`; its problems also have the findings of the status. */
export interface UpReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'up';
  /** What was created, changed and deleted, or with `--dry-run` would be. */
  readonly changes: readonly DeliveredChange[];
  /** What was done; left out if nothing was. */
  readonly summary?: UpSummary;
  /** The status in the end; left out if not all stages were applied. */
  readonly status?: FederationStatus;
}

/** The report of `ossm-fed down --format json`. */
export interface DownReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'down';
  /** What was deleted. */
  readonly changes: readonly DeliveredChange[];
  /** What was to be deleted and what is left; left out if no cluster was reached. */
  readonly summary?: DownSummary;
}

/** The report of `ossm-fed gather --format json`. */
export interface GatherReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'gather';
  /** What was written; left out if nothing was. */
  readonly summary?: GatherSummary;
}

/** The report of `ossm-fed plan --format json`; its problems also say what to know before the changes are applied. */
export interface PlanReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'plan';
  /** What would change; left out if it is not known. */
  readonly plan?: ChangePlan;
}

/** The report of `ossm-fed trace --format json`; its problems are the ends of the way that do not arrive. */
export interface TraceReport extends ReportBase {
  /** The command that was run. */
  readonly command: 'trace';
  /** The way of the call; left out if it is not known. */
  readonly trace?: Trace;
}

/** The report of a command, as `--format json` prints it. */
export type Report =
  | SynthReport
  | FetchReport
  | InjectReport
  | LintReport
  | StatusReport
  | GatherReport
  | PlanReport
  | UpReport
  | DownReport
  | TraceReport;
