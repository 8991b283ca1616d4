import { gatherRbacText, STATUS_SUBJECT } from '../fetch/gather-rbac';
import type { RbacSubject } from '../fetch/rbac';
import type { Loaded } from '../workflows/load';
import { listsOf, observeIssues } from '../workflows/observe';
import { EXIT, type ReportFormat, report } from '../workflows/report';
import type { Io } from './io';

/** Prints the permissions that `status` and `gather` need. */
export function printStatusRbac(
  loaded: Loaded,
  command: 'status' | 'gather',
  { cluster, subject = STATUS_SUBJECT }: { readonly cluster?: readonly string[]; readonly subject?: RbacSubject },
  format: ReportFormat,
  io: Io,
): number {
  const issues = observeIssues(loaded, cluster);
  if (issues.length > 0) return report({ command, issues }, format, io);
  io.stdout.write(gatherRbacText(listsOf(loaded, cluster), subject));
  return EXIT.ok;
}
