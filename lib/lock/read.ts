import { holdsPrivateKey } from '../certificates/pem';
import type { Issue } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { ManifestFile } from '../manifests/object';
import { parseText } from '../manifests/parse';
import { ANEW, checkLock } from './check-lock';
import type { Lock } from './model';

/** The largest lock that is read, in characters; a thousand meshes take a third of it. */
export const MOST_LOCK_CHARACTERS = 10_000_000;

/** A lock file after reading. */
export interface LockSource {
  /** The lock; undefined where there are issues. */
  readonly lock?: Lock;
  /** All that is wrong with the file; nothing of it is repeated that could be secret. */
  readonly issues: readonly Issue[];
  /** Where a part of the lock stands in the file. */
  readonly locate: Locate;
}

/**
 * Reads the text of a lock and checks everything in it: a lock says whom meshes trust, and may have been edited by hand
 * or merged by a program. It is refused as a whole where anything does not fit.
 */
export function readLock(text: string): LockSource {
  if (holdsPrivateKey(text)) return refused(privateKey(), positionOf(text, /PRIVATE KEY|Private-Lines:/));
  if (text.length > MOST_LOCK_CHARACTERS) {
    const message = `the lock has ${text.length} characters, more than the ${MOST_LOCK_CHARACTERS} that are read`;
    return refused({ code: 'LCK001', path: [], message, fix: ANEW }, START);
  }
  if (MERGE_MARK.test(text)) {
    const message = 'the lock holds the marks of a merge that did not work out';
    const fix = 'restore the file as either side had it, and run "ossm-fed fetch"';
    return refused({ code: 'LCK002', path: [], message, fix }, positionOf(text, MERGE_MARK));
  }
  const parsed = parseText(text);
  if ('problem' in parsed) {
    const { message, position } = parsed.problem;
    return refused({ code: 'LCK002', path: [], message: `the lock is not YAML: ${message}`, fix: ANEW }, position);
  }
  if (parsed.values.length !== 1) {
    const found = parsed.values.length === 0 ? 'is empty' : `holds ${parsed.values.length} documents`;
    return refused({ code: 'LCK002', path: [], message: `the lock ${found}`, fix: ANEW }, START);
  }
  const { lock, issues } = checkLock(parsed.values[0]);
  const file = new ManifestFile('', text);
  const locate: Locate = ({ path, atKey }) => file.locate(0, path, atKey ?? false);
  return { issues, locate, ...(lock !== undefined && { lock }) };
}

/** What Git writes into a file of which two sides changed the same lines. */
const MERGE_MARK = /^(<{7}|={7}|>{7})( |\r?$)/m;

const START: Position = { line: 1, column: 1 };

function refused(issue: Issue, position: Position): LockSource {
  return { issues: [issue], locate: () => position };
}

function privateKey(): Issue {
  const message = 'the lock holds a private key';
  const fix = `remove it, and have its owner make a new one, as this one is known now; then ${ANEW}`;
  return { code: 'LCK007', path: [], message, fix };
}

/** Where a pattern is first found. */
function positionOf(text: string, pattern: RegExp): Position {
  const before = text.slice(0, Math.max(0, text.search(pattern))).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
