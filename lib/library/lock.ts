import { GENERATIONS } from '../generations';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Lock } from '../lock/model';
import { readLock } from '../lock/read';
import { lockText } from '../lock/text';
import { factKindsOf } from '../workflows/facts';

export type { Lock } from '../lock/model';

/** A lock, or what is wrong with its text. */
export interface ParsedLock {
  /** The lock; undefined where there are issues. */
  readonly lock?: Lock;
  /** What is wrong, with places in the text. */
  readonly issues: readonly PlacedIssue[];
}

/** Reads the text of a lock, such as the content of `federation.lock.yaml`, and checks every value. */
export function parseLock(text: string, path = 'federation.lock.yaml'): ParsedLock {
  const { lock, issues, locate } = readLock(text, factKindsOf(GENERATIONS));
  if (issues.length > 0 || lock === undefined) return { issues: placeIssues(issues, path, locate) };
  return { lock, issues: [] };
}

/** The text of a lock, as `ossm-fed fetch` writes it. */
export function printLock(lock: Lock): string {
  return lockText(lock, factKindsOf(GENERATIONS));
}
