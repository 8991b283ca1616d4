import { ClusterObjects, type Observation } from './observation';
import { finding, permissionFix, READ_AGAIN, type StatusFinding } from './report';

/** An object that the topology requires. */
export interface RequiredObject {
  /** The kind. */
  readonly kind: string;
  /** The namespace; empty for kinds that are cluster-scoped. */
  readonly namespace: string;
  /** The name. */
  readonly name: string;
  /** The stage that has it, such as `20-mesh`. */
  readonly stage: string;
}

/** The clusters of an observation by name, indexed once. */
export class ObservedClusters {
  private readonly clusters = new Map<string, ClusterObjects>();

  constructor(private readonly observation: Observation) {}

  /** A cluster; without objects if the observation does not contain it. */
  of(name: string): ClusterObjects {
    const { clusters } = this.observation;
    const reading = Object.hasOwn(clusters, name) ? clusters[name] : undefined;
    const objects = this.clusters.get(name) ?? new ClusterObjects(name, reading);
    this.clusters.set(name, objects);
    return objects;
  }
}

/** Why a required object was not found: the cluster or its kind could not be read, or it does not exist. */
export function absence(cluster: ClusterObjects, { kind, namespace, name, stage }: RequiredObject): StatusFinding {
  const unread = unreadFinding(cluster, kind, namespace);
  if (unread !== undefined) return unread;
  const cause = `cluster "${cluster.name}" has no ${kind} "${name}"${inNamespace(namespace)}`;
  return finding('degraded', 'STA003', cause, `apply "${cluster.name}/${stage}"`);
}

/** Why a kind could not be listed in a namespace, which is empty for kinds that are cluster-scoped; undefined if it was. */
export function unreadFinding(cluster: ClusterObjects, kind: string, namespace: string): StatusFinding | undefined {
  const whole = clusterFinding(cluster);
  if (whole !== undefined) return whole;
  const unread = cluster.unreadKind(kind, namespace);
  if (unread === undefined) return undefined;
  const { reason, isForbidden = false } = unread;
  const cause = `objects of kind ${kind}${inNamespace(namespace)} of cluster "${cluster.name}" could not be read: ${reason}`;
  return finding('unknown', 'STA002', cause, isForbidden ? permissionFix(cluster.name, kind) : READ_AGAIN);
}

/** Why nothing of a cluster was read; undefined if it was read. */
export function clusterFinding({ name, failure, fix, isSkipped }: ClusterObjects): StatusFinding | undefined {
  if (isSkipped) {
    const cause = `cluster "${name}" was not read, because "--cluster" does not name it`;
    return finding('skipped', 'STA006', cause, `read it too with "--cluster ${name}"`);
  }
  if (failure === undefined) return undefined;
  return finding('unknown', 'STA001', `cluster "${name}" could not be read: ${failure}`, fix);
}

function inNamespace(namespace: string): string {
  return namespace === '' ? '' : ` in namespace "${namespace}"`;
}
