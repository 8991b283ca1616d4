import { clusterFailureWords, type FailureWords, serverFix } from '../fetch/failure-words';
import type { IssueCode } from '../issues/catalogue';
import type { PlacedIssue } from '../issues/place';
import type { ClusterFailure } from '../kube/failure';
import type { WriteFailure, WriteFailureKind } from '../kube/sending';
import type { ObjectRef } from '../kube/writer';
import { objectText } from './model';
import { isOfOneObject } from './retry';

/** A cluster with its kubeconfig context. */
export interface DeliveryTarget {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
}

/** The kinds of failures that affect one object alone. */
type ObjectWriteFailure = Exclude<WriteFailureKind, ClusterFailure['kind']>;

const FIXES: { readonly [kind in ObjectWriteFailure]: (target: DeliveryTarget) => readonly [IssueCode, string] } = {
  forbidden: ({ cluster }) => [
    'UP005',
    `let an administrator apply the output of "ossm-fed up --print-rbac --cluster ${cluster}", with your user or group as --subject`,
  ],
  missing: () => ['UP004', 'create its namespace, or set "createNamespaces" of the mesh'],
  'other-object': (target) => ['GET015', serverFix(target)],
  pending: () => ['UP006', AGAIN],
  mismatch: () => ['UP004', AGAIN],
  conflict: () => [
    'UP003',
    'let the other manager give the field up, or write the same value in the topology; nothing is taken over',
  ],
  rejected: ({ context }) => [
    'UP004',
    `see the reason with "kubectl --context ${context} apply --server-side --dry-run=server -f" and the file of "ossm-fed synth"`,
  ],
  changed: () => ['UP004', AGAIN],
  'unknown-kind': () => ['UP006', 'check whether the operator that installs the CRD runs'],
};

const AGAIN = 'run the command again';

/** Why a cluster could not be read or written. */
export function clusterIssue(target: DeliveryTarget, failure: WriteFailure): PlacedIssue {
  const { cluster } = target;
  const { code, reason, fix } = wordsOf(target, failure);
  return { code, cluster, path: cluster, message: `cluster "${cluster}" could not be read: ${reason}`, fix };
}

function wordsOf(target: DeliveryTarget, failure: WriteFailure): FailureWords {
  if (!isOfOneObject(failure)) return clusterFailureWords({ ...target, failure: failure as ClusterFailure });
  const [code, fix] = FIXES[failure.kind as ObjectWriteFailure](target);
  return { code, reason: reasonText(failure), fix };
}

/**
 * Why an object could not be written.
 *
 * @param verb what was to be done, such as `apply`
 */
export function objectIssue(target: DeliveryTarget, ref: ObjectRef, verb: string, failure: WriteFailure): PlacedIssue {
  const { code, reason, fix } = wordsOf(target, failure);
  const message = `cannot ${verb} ${objectText(ref)} on cluster "${target.cluster}": ${reason}`;
  return deliveryIssue(code, target.cluster, objectText(ref), message, fix);
}

/** An issue at an object or a cluster. */
export function deliveryIssue(
  code: IssueCode,
  cluster: string,
  place: string,
  message: string,
  fix: string,
  level?: 'warning',
): PlacedIssue {
  return { code, cluster, path: `${cluster}/${place}`, message, fix, ...(level !== undefined && { level }) };
}

function reasonText({ kind, detail }: WriteFailure): string {
  if (kind === 'forbidden') return 'forbidden (403)';
  if (kind === 'missing') return 'its namespace does not exist';
  return detail;
}
