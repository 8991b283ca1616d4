import { isIdentity } from '../facts/identity';
import type { Permission } from '../facts/kind';
import type { PlacedIssue } from '../issues/place';
import { type Answer, type Failure, failed, isClusterWide } from '../kube/failure';
import type { ApiObject, ClusterReader } from '../kube/reader';
import { isText, ownEntry, valueAt } from '../values';

/** The identities of clusters by their names: the UIDs of their namespaces `kube-system`. */
export interface ClusterIdentities {
  /** The UID; undefined for a cluster whose identity is not known. */
  readonly [cluster: string]: string;
}

/** The namespace whose UID identifies a cluster: each has it for as long as it exists. */
const IDENTITY: ApiObject = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', name: 'kube-system' };

/** The permission that reading the identity of a cluster needs. */
export const IDENTITY_PERMISSION: Permission = { group: '', resource: IDENTITY.plural, name: IDENTITY.name };

/** Reads the identity of a cluster. */
export async function readIdentity(reader: ClusterReader): Promise<Answer<string>> {
  const answer = await reader.object(IDENTITY);
  if ('failure' in answer) return answer;
  const uid = valueAt(answer.value, ['metadata', 'uid']);
  return isText(uid) && isIdentity(uid)
    ? { value: uid }
    : failed('mismatch', 'its namespace kube-system has no valid UID');
}

/** Why a cluster is not the one of the lock; undefined if it is, or if the lock has no identity of it. */
export function otherClusterText(uid: string, recorded: string | undefined): string | undefined {
  if (recorded === undefined || recorded === uid) return undefined;
  return `another cluster than the one in the lock: its kube-system has the UID ${uid}, the lock has ${recorded}`;
}

/** Reads the identity of each cluster once, before anything else, and compares it with the lock. */
export class IdentityCheck {
  /** The identities of the clusters that were read, by their names. */
  readonly found = new Map<string, string>();
  /** The clusters whose identity the user may not read. */
  readonly unidentified = new Set<string>();
  private readonly asked = new Set<string>();

  /** @param recorded the identities in the lock */
  constructor(private readonly recorded: ClusterIdentities) {}

  /** Why nothing may be read of a cluster; undefined if it may be. */
  async refuse(cluster: string, reader: ClusterReader): Promise<Failure | undefined> {
    if (this.asked.has(cluster)) return undefined;
    const answer = await readIdentity(reader);
    if ('failure' in answer) {
      if (isClusterWide(answer.failure)) return answer.failure;
      if (answer.failure.kind === 'forbidden') this.unidentified.add(cluster);
      this.asked.add(cluster);
      return undefined;
    }
    const other = otherClusterText(answer.value, ownEntry(this.recorded, cluster));
    if (other !== undefined) return failed('other-cluster', other).failure;
    this.found.set(cluster, answer.value);
    this.asked.add(cluster);
    return undefined;
  }
}

/** The fix for a context that leads to another cluster. */
export function otherClusterFix(cluster: string, context: string): string {
  return `fix the context "${context}" of the kubeconfig; if the cluster was installed again, remove "clusters.${cluster}" from the lock`;
}

/**
 * The warning for a cluster whose identity the user may not read.
 *
 * @param command the command that prints the missing permission
 */
export function unidentifiedIssue(cluster: string, command: 'fetch' | 'plan' | 'up'): PlacedIssue {
  const message = `the identity of cluster "${cluster}" is not checked: the user may not get the namespace kube-system`;
  const fix = `let an administrator apply the output of "ossm-fed ${command} --print-rbac --cluster ${cluster}", with your user or group as --subject`;
  return { code: 'UP002', level: 'warning', cluster, path: cluster, message, fix };
}
