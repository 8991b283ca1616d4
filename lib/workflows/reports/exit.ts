import { isError } from '../../issues/issue';
import type { PlacedIssue } from '../../issues/place';

/** The exit codes of all commands. */
export const EXIT = { ok: 0, problems: 1, usage: 2, input: 3 } as const;

/** The exit code for issues: that of invalid usage for issues of the command line; warnings do not change it. */
export function exitCodeOf(issues: readonly PlacedIssue[]): number {
  if (issues.some(({ code }) => code.startsWith('CLI'))) return EXIT.usage;
  return issues.some(isError) ? EXIT.problems : EXIT.ok;
}
