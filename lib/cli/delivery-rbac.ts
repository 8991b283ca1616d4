import { DELIVERY_SUBJECT } from '../deliver/rbac';
import { deliveryRbac } from '../workflows/delivery-rbac';
import { loadNamed } from '../workflows/load';
import { EXIT, type ReportFormat, report } from '../workflows/report';
import type { Io } from './io';
import type { RbacFlags } from './rbac-options';
import { loadOptionsOf, type TopologyFlags } from './topology-options';

/** The flags of a command that writes to clusters, as far as its permissions depend on them. */
export interface DeliveryRbacFlags extends TopologyFlags, RbacFlags {
  /** The names of the clusters; undefined for all. */
  readonly cluster?: readonly string[];
  /** The name of the inventory. */
  readonly inventory: string;
  /** The format of problems. */
  readonly format: ReportFormat;
}

/** Prints the permissions that `up` or `down` needs. */
export function printDeliveryRbac(command: 'up' | 'down', flags: DeliveryRbacFlags, io: Io): number {
  const { file, cluster: clusters, inventory, subject = DELIVERY_SUBJECT, format } = flags;
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  const text = deliveryRbac(loaded, { command, clusters, inventory, subject });
  if (typeof text !== 'string') return report({ command, issues: text, changes: [] }, format, io);
  io.stdout.write(text);
  return EXIT.ok;
}
