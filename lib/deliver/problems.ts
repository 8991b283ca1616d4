import { otherClusterFix } from '../fetch/identity';
import type { IssueCode } from '../issues/catalogue';
import type { PlacedIssue } from '../issues/place';
import type { WriteFailure, WriteFailureKind } from '../kube/sending';
import type { ObjectRef } from '../kube/writer';
import { objectText } from './model';

/** A cluster with its kubeconfig context. */
export interface DeliveryTarget {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
}

/** The code of a failure, and what to do about it. */
interface FailureWords {
  readonly code: IssueCode;
  readonly fix: (target: DeliveryTarget) => string;
}

const tryAgain = ({ context }: DeliveryTarget) =>
  `check the context "${context}" with kubectl, then run the command again`;
const checkServer = () => 'check the network and whether the cluster is running, then run the command again';

const WORDS: { readonly [kind in WriteFailureKind]: FailureWords } = {
  context: {
    code: 'GET001',
    fix: ({ cluster }) => `write the name of a context of the kubeconfig as "context" of the cluster "${cluster}"`,
  },
  kubeconfig: { code: 'GET002', fix: () => 'set KUBECONFIG or "--kubeconfig" to a file that has the context' },
  insecure: {
    code: 'GET014',
    fix: () => 'write an https server with its CA in the kubeconfig, or use "--allow-insecure"',
  },
  plugin: { code: 'GET003', fix: tryAgain },
  unreachable: { code: 'GET004', fix: checkServer },
  timeout: { code: 'GET005', fix: checkServer },
  tls: { code: 'GET006', fix: tryAgain },
  unauthorized: { code: 'GET007', fix: ({ context }) => `log in again for the context "${context}"` },
  forbidden: {
    code: 'UP005',
    fix: ({ cluster }) =>
      `let an administrator apply the output of "ossm-fed up --print-rbac --cluster ${cluster}", with your user or group as --subject`,
  },
  unavailable: { code: 'GET010', fix: checkServer },
  answer: { code: 'GET011', fix: tryAgain },
  'other-object': { code: 'GET015', fix: tryAgain },
  'other-cluster': { code: 'UP001', fix: ({ cluster, context }) => otherClusterFix(cluster, context) },
  missing: { code: 'UP004', fix: () => 'create its namespace, or set "createNamespaces" of the mesh' },
  pending: { code: 'UP006', fix: checkServer },
  mismatch: { code: 'UP004', fix: tryAgain },
  conflict: {
    code: 'UP003',
    fix: () =>
      'let the other manager give the field up, or write the same value in the topology; nothing is taken over',
  },
  rejected: {
    code: 'UP004',
    fix: ({ context }) =>
      `see the reason with "kubectl --context ${context} apply --server-side --dry-run=server -f" and the file of "ossm-fed synth"`,
  },
  changed: { code: 'UP004', fix: () => 'run the command again' },
  'unknown-kind': { code: 'UP006', fix: () => 'check whether the operator that installs the CRD runs' },
};

/** Why a cluster could not be read or written. */
export function clusterIssue(target: DeliveryTarget, failure: WriteFailure): PlacedIssue {
  const { code, fix } = WORDS[failure.kind];
  const { cluster } = target;
  const message = `cluster "${cluster}" could not be read: ${reasonText(failure)}`;
  return { code, cluster, path: cluster, message, fix: fix(target) };
}

/**
 * Why an object could not be written.
 *
 * @param verb what was to be done, such as `apply`
 */
export function objectIssue(target: DeliveryTarget, ref: ObjectRef, verb: string, failure: WriteFailure): PlacedIssue {
  const { code, fix } = WORDS[failure.kind];
  const message = `cannot ${verb} ${objectText(ref)} on cluster "${target.cluster}": ${reasonText(failure)}`;
  return deliveryIssue(code, target.cluster, objectText(ref), message, fix(target));
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
  if (kind === 'context') return 'the kubeconfig does not have the context';
  if (kind === 'unauthorized') return 'unauthorized (401)';
  if (kind === 'forbidden') return 'forbidden (403)';
  if (kind === 'missing') return 'its namespace does not exist';
  return detail;
}
