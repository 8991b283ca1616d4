import { MAX_FILE_CHARACTERS } from '../bounds';
import { holdsPrivateKey } from '../certificates/pem';
import type { FactKind } from '../facts/kind';
import { RESTORE } from '../facts/locked-value';
import type { Issue } from '../issues/issue';
import { type Locate, type Position, positionAt } from '../issues/place';
import { ManifestFile } from '../manifests/object';
import { parseText } from '../manifests/parse';
import { checkLock } from './check-lock';
import type { Lock } from './model';

/** A lock file after reading. */
export interface LockSource {
  /** The lock; undefined where there are issues. */
  readonly lock?: Lock;
  /** All that is wrong with the file; no message repeats what could be secret. */
  readonly issues: readonly Issue[];
  /** Finds the place of a part of the lock in the file. */
  readonly locate: Locate;
}

/**
 * Reads the text of a lock and checks everything in it: a lock says whom meshes trust, and may have been edited by hand
 * or merged by a program. It is rejected as a whole where anything is invalid.
 */
export function readLock(text: string, kinds: readonly FactKind[]): LockSource {
  if (holdsPrivateKey(text)) return rejected(privateKey(), positionOf(text, /PRIVATE KEY|Private-Lines:/));
  if (text.length > MAX_FILE_CHARACTERS) {
    const message = `the lock is too large: ${text.length} characters, maximum ${MAX_FILE_CHARACTERS}`;
    return rejected({ code: 'LCK001', path: [], message, fix: RESTORE }, START);
  }
  if (CONFLICT_MARKER.test(text)) {
    const message = 'the lock has unresolved merge conflict markers';
    const fix = 'restore the file of either side, then run "ossm-fed fetch"';
    return rejected({ code: 'LCK002', path: [], message, fix }, positionOf(text, CONFLICT_MARKER));
  }
  const parsed = parseText(text);
  if ('problem' in parsed) {
    const { message, position } = parsed.problem;
    return rejected(
      { code: 'LCK002', path: [], message: `the lock is invalid YAML: ${message}`, fix: RESTORE },
      position,
    );
  }
  if (parsed.values.length !== 1) {
    const found = parsed.values.length === 0 ? 'is empty' : `has ${parsed.values.length} documents instead of one`;
    return rejected({ code: 'LCK002', path: [], message: `the lock ${found}`, fix: RESTORE }, START);
  }
  const { lock, issues } = checkLock(parsed.values[0], kinds);
  const file = new ManifestFile('', text);
  const locate: Locate = ({ path, atKey }) => file.locate(0, path, atKey ?? false);
  return { issues, locate, ...(lock !== undefined && { lock }) };
}

/** What Git writes into a file in which both sides of a merge changed the same lines. */
const CONFLICT_MARKER = /^(<{7}|={7}|>{7})( |\r?$)/m;

const START: Position = { line: 1, column: 1 };

function rejected(issue: Issue, position: Position): LockSource {
  return { issues: [issue], locate: () => position };
}

function privateKey(): Issue {
  const message = 'the lock has a private key';
  const fix = `remove it and replace it where it is used, because it is compromised; then ${RESTORE}`;
  return { code: 'LCK007', path: [], message, fix };
}

/** The place of the first match of a pattern. */
function positionOf(text: string, pattern: RegExp): Position {
  return positionAt(text, Math.max(0, text.search(pattern)));
}
