import { isError } from '../../issues/issue';
import type { PlacedIssue } from '../../issues/place';

/**
 * The exit codes of all commands: `ok` if everything is as wanted, `problems` in what was read, `usage` for an invalid
 * command line, `input` for a file that cannot be read or parsed and for a cluster that cannot be read.
 */
export const EXIT = { ok: 0, problems: 1, usage: 2, input: 3 } as const;

/** The codes of issues of input that cannot be read. */
export const UNREAD_CODES: ReadonlySet<string> = new Set([
  ...['TOP001', 'TOP002', 'LCK001', 'LCK002', 'LCK044', 'STA001', 'STA002', 'STA004'],
  ...['PLN001', 'PLN002', 'GRA001', 'GRA002', 'TRC001'],
  ...[
    'GET001',
    'GET002',
    'GET003',
    'GET004',
    'GET005',
    'GET006',
    'GET007',
    'GET008',
    'GET010',
    'GET011',
    'GET014',
    'GET015',
  ],
]);

/** The exit code for issues: invalid usage before unreadable input before other problems; warnings do not change it. */
export function exitCodeOf(issues: readonly PlacedIssue[]): number {
  const errors = issues.filter(isError);
  if (errors.some(({ code }) => code.startsWith('CLI'))) return EXIT.usage;
  if (errors.some(({ code }) => UNREAD_CODES.has(code))) return EXIT.input;
  return errors.length > 0 ? EXIT.problems : EXIT.ok;
}
