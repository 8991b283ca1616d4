import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseSubject, type RbacSubject } from '../fetch/rbac';

/** What the options of permissions say. */
export interface RbacFlags {
  /** Whether permissions are printed, and nothing else is done. */
  readonly printRbac?: boolean;
  /** Who gets them. */
  readonly subject?: RbacSubject;
}

/**
 * Adds the options `--print-rbac` and `--subject` to a command that reads clusters.
 *
 * @param conflicts the options of the command that have no effect on permissions, in camel case
 */
export function addRbacOptions(command: Command, defaultSubject: RbacSubject, conflicts: readonly string[]): Command {
  return command
    .addOption(
      new Option(
        '--print-rbac',
        `print the RBAC permissions that ${command.name()} needs, without reading any cluster`,
      ).conflicts([...conflicts]),
    )
    .option(
      '--subject <subject>',
      `who gets the permissions of --print-rbac: Group:NAME, User:NAME or ServiceAccount:NAMESPACE/NAME (default: Group:${defaultSubject.name})`,
      toSubject,
    );
}

/** Rejects `--subject` without `--print-rbac`. */
export function checkRbacFlags({ printRbac, subject }: RbacFlags, command: Command): void {
  if (subject !== undefined && !printRbac) command.error('error: "--subject" requires "--print-rbac"');
}

function toSubject(value: string): RbacSubject {
  const subject = parseSubject(value);
  if (subject !== undefined) return subject;
  throw new InvalidArgumentError('Expected Group:NAME, User:NAME or ServiceAccount:NAMESPACE/NAME.');
}
