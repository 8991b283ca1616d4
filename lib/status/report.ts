/** What is true of running clusters, compared with what the topology expects, in words of all generations. */

import type { IssueCode } from '../issues/catalogue';

/**
 * How well something is, in the words of Argo CD; `progressing` becomes healthy without a change, or after `fetch`.
 * `skipped` is what was not to be read.
 */
export type Health = 'healthy' | 'skipped' | 'progressing' | 'degraded' | 'unknown';

/** One cause why something is not healthy, or a remark about what is. */
export interface StatusFinding {
  /** The health that it leaves; `healthy` for a remark. */
  readonly health: Health;
  /** The code, which `ossm-fed explain` explains. */
  readonly code: IssueCode;
  /** The cause in one sentence, without a period at the end. */
  readonly cause: string;
  /** What to do next, in the imperative, without a period at the end. */
  readonly fix: string;
}

/** Something whose health is known, or known to be unknown. */
export interface StatusItem {
  /** The worst health of the findings. */
  readonly health: Health;
  /** The causes and remarks; empty for most that is healthy. */
  readonly findings: readonly StatusFinding[];
}

/** A part of a cluster, such as an operator, a control plane or its members. */
export interface PartStatus extends StatusItem {
  /** What it is: `operator`, `CNI`, `control plane` or `members`. */
  readonly part: string;
  /** Its name: the package of the operator, the name of the object, or the mesh. */
  readonly name: string;
}

/** One cluster with its parts. */
export interface ClusterStatus extends StatusItem {
  /** The name of the cluster. */
  readonly cluster: string;
  /** Whether any of its objects could be read. */
  readonly isRead: boolean;
  /** The parts in the order in which they are installed. */
  readonly parts: readonly PartStatus[];
}

/** One direction between two meshes: what `mesh` imports from `peer`. */
export interface EdgeStatus extends StatusItem {
  /** The mesh that connects and imports. */
  readonly mesh: string;
  /** The mesh that it connects to. */
  readonly peer: string;
  /** The last full synchronization as an instant of ISO 8601; undefined if there was none. */
  readonly lastFullSync?: string;
  /** The days until the stored root certificates of the peer have expired; undefined if there is no valid one. */
  readonly rootDays?: number;
}

/** One service that a mesh shares with another. */
export interface ServiceStatus extends StatusItem {
  /** The mesh that exports it. */
  readonly exporter: string;
  /** The mesh that imports it. */
  readonly importer: string;
  /** The Service in the exporter, as `namespace/name`. */
  readonly service: string;
  /** The host to call in the importer; undefined if it is not imported. */
  readonly host?: string;
}

/** The status of a federation. */
export interface FederationStatus {
  /** When the clusters were read, as an instant of ISO 8601. */
  readonly time: string;
  /** The clusters, sorted by name. */
  readonly clusters: readonly ClusterStatus[];
  /** The directions between peers, sorted: with OpenShift Service Mesh 2 both of each pair, with 3 those in which services are imported. */
  readonly edges: readonly EdgeStatus[];
  /** The shared services that exist or are named in the topology, sorted. */
  readonly services: readonly ServiceStatus[];
}

/** All that a status has a health for. */
export function itemsOf({ clusters, edges, services }: StatusParts): readonly StatusItem[] {
  return [...clusters, ...edges, ...services];
}

/** The status of what one generation plans. */
export type StatusParts = Omit<FederationStatus, 'time'>;

/** From the best to the worst: what is known to be broken is worse than what is unknown. */
const ORDER: readonly Health[] = ['healthy', 'skipped', 'progressing', 'unknown', 'degraded'];

/** The worst of several healths; healthy for none. */
export function worstOf(healths: readonly Health[]): Health {
  return ORDER[Math.max(0, ...healths.map((health) => ORDER.indexOf(health)))] ?? 'healthy';
}

/** Whether something is as it should be, as far as it was to be read. */
export function isGood({ health }: Pick<StatusItem, 'health'>): boolean {
  return health === 'healthy' || health === 'skipped';
}

/** Items sorted by their health, the worst first; those of the same health keep their order. */
export function worstFirst<T extends { readonly health: Health }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => ORDER.indexOf(b.health) - ORDER.indexOf(a.health));
}

/** An item with its findings, the worst first. */
export function itemOf(findings: readonly StatusFinding[]): StatusItem {
  return { health: worstOf(findings.map(({ health }) => health)), findings: worstFirst(findings) };
}

/** Makes a finding; the order of its arguments is that of its members. */
export function finding(health: Health, code: IssueCode, cause: string, fix: string): StatusFinding {
  return { health, code, cause, fix };
}

/** What to do about what could not be read for another reason than a missing permission. */
export const READ_AGAIN = 'read the cluster again';

/** How a user gets the permission to read a kind in a cluster. */
export function permissionFix(cluster: string, kind: string): string {
  return `allow the user to read ${kind}: let an administrator apply the output of "ossm-fed status --print-rbac --cluster ${cluster}", with your user or group as --subject`;
}
