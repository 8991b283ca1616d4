import { CLUSTER_CODES } from './codes/clusters';
import type { CodeEntry } from './codes/entry';
import { GITOPS_CODES } from './codes/gitops';
import { GRAPH_CODES } from './codes/graph';
import { LOCK_CODES } from './codes/lock';
import { OSSM3_CODES } from './codes/ossm3';
import { PLAN_CODES } from './codes/plan';
import { SHARING_CODES } from './codes/sharing';
import { STATUS_CODES } from './codes/status';
import { OSSM3_STATUS_CODES } from './codes/status-ossm3';
import { TOPOLOGY_CODES } from './codes/topology';
import { TRACE_CODES } from './codes/trace';
import { UP_CODES } from './codes/up';

/**
 * Every issue code: `TOP` for the topology, `CLI` for the command line, `LCK` for the lock and what is filled from it,
 * `GET` for what is read from clusters, `STA` for their status, `PLN` for changes, `UP` for what is written to them, `GRA` for pictures,
 * `TRC` for calls that are traced. A code is never reused; the number of a removed code stays unused.
 */
const CATALOGUE = {
  ...TOPOLOGY_CODES,
  ...SHARING_CODES,
  ...OSSM3_CODES,
  ...GITOPS_CODES,
  ...CLUSTER_CODES,
  ...LOCK_CODES,
  ...STATUS_CODES,
  ...OSSM3_STATUS_CODES,
  ...PLAN_CODES,
  ...UP_CODES,
  ...GRAPH_CODES,
  ...TRACE_CODES,
} as const;

/** A code of {@link CATALOGUE}. */
export type IssueCode = keyof typeof CATALOGUE;

/** All codes in the order of the catalogue. */
export const ISSUE_CODES = Object.keys(CATALOGUE) as readonly IssueCode[];

/** Whether a text is an issue code. */
export function isIssueCode(text: string): text is IssueCode {
  return Object.hasOwn(CATALOGUE, text);
}

/** The entry of a code. */
export function entryOf(code: IssueCode): CodeEntry {
  return CATALOGUE[code];
}
