import type { IssueCode } from '../issues/catalogue';
import { listNames, nearest } from '../issues/suggest';
import type { ClusterFailure, Failure } from '../kube/failure';
import { otherClusterFix } from './identity';

/** A failure in words for users. */
export interface FailureWords {
  /** The code, which `ossm-fed explain` explains. */
  readonly code: IssueCode;
  /** Why nothing could be read, without a period at the end. */
  readonly reason: string;
  /** What to do, in the imperative, without a period at the end. */
  readonly fix: string;
}

/** A cluster that could not be read. */
export interface FailedCluster {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** Why. */
  readonly failure: ClusterFailure;
}

/**
 * Why a cluster could not be read, and what to do.
 *
 * @param waited whether the command waited for it, or could wait with `--wait`; undefined if it cannot wait
 */
export function clusterFailureWords(failed: FailedCluster, waited?: boolean): FailureWords {
  return WORDS[failed.failure.kind](failed, waited);
}

type ClusterWords = (failed: FailedCluster, waited: boolean | undefined) => FailureWords;

const WORDS: { readonly [kind in ClusterFailure['kind']]: ClusterWords } = {
  context: (failed) => ({
    code: 'GET001',
    reason: `the kubeconfig has no context "${failed.context}"`,
    fix: contextFix(failed),
  }),
  kubeconfig: (failed) => ({
    code: 'GET002',
    reason: `invalid kubeconfig: ${failed.failure.detail}`,
    fix: `set KUBECONFIG or "--kubeconfig" to a file that has the context, then try ${kubectl(failed)}`,
  }),
  insecure: ({ context, failure }) => ({
    code: 'GET014',
    reason: `insecure connection: ${failure.detail}`,
    fix: `${secureFix(context)}, or allow it with "--allow-insecure"`,
  }),
  plugin: (failed) => ({
    code: 'GET003',
    reason: `the credential plugin of the kubeconfig failed: ${failed.failure.detail}`,
    fix: `see its output with ${kubectl(failed)}, then log in again`,
  }),
  unreachable: ({ failure }, waited) => ({ code: 'GET004', reason: failure.detail, fix: orWait(NETWORK, waited) }),
  timeout: ({ failure }, waited) => ({ code: 'GET005', reason: failure.detail, fix: orWait(NETWORK, waited) }),
  tls: (failed) => ({
    code: 'GET006',
    reason: `TLS verification failed: ${failed.failure.detail}`,
    fix: `fix server and certificates of the context, or log in again, then try ${kubectl(failed)}`,
  }),
  unauthorized: ({ context }) => ({
    code: 'GET007',
    reason: 'unauthorized (401): the credentials are invalid or have expired',
    fix: `log in again for the context "${context}", such as with "oc login"`,
  }),
  unavailable: ({ failure }, waited) => ({
    code: 'GET010',
    reason: failure.detail,
    fix: orWait('check the API server, or try again later', waited),
  }),
  'other-cluster': ({ cluster, context, failure }) => ({
    code: 'UP001',
    reason: failure.detail,
    fix: otherClusterFix(cluster, context),
  }),
  answer: (failed) => ({
    code: 'GET011',
    reason: `the response is not from a Kubernetes API: ${failed.failure.detail}`,
    fix: serverFix(failed),
  }),
};

const NETWORK = 'check the network, VPN, proxy and whether the cluster is running';

/** How a connection becomes one that others cannot read or forge. */
export function secureFix(context: string): string {
  return `write an https server with its "certificate-authority-data" in the kubeconfig for the context "${context}"`;
}

/** What to do about a server that does not answer as a Kubernetes API. */
export function serverFix(cluster: Pick<FailedCluster, 'context'>): string {
  return `fix the server or the proxy of the context, then try ${kubectl(cluster)}`;
}

/** A fix, or to wait. */
export function orWait(fix: string, waited: boolean | undefined): string {
  if (waited === undefined) return fix;
  return `${fix}; or ${waited ? 'wait longer with "--timeout"' : 'wait with "--wait"'}`;
}

function kubectl({ context }: Pick<FailedCluster, 'context'>): string {
  return `"kubectl --context ${shellWord(context)} version"`;
}

/** A word in quotes where a shell needs them. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function contextFix({ cluster, context, failure }: FailedCluster): string {
  const known = contextsOf(failure);
  const near = nearest(context, known);
  if (near !== undefined) {
    return `write "context: ${near}" for the cluster "${cluster}", or rename the context with "kubectl config rename-context ${shellWord(near)} ${shellWord(context)}"`;
  }
  const contexts =
    known.length === 0
      ? 'the kubeconfig has no contexts; set KUBECONFIG or "--kubeconfig" if they are in another file'
      : `the kubeconfig has ${listNames([...known].sort())}`;
  return `log in to the cluster, and write the name of its context as "context" of the cluster "${cluster}"; ${contexts}`;
}

/** The names of contexts that can be printed as they are. */
function contextsOf({ contexts = [] }: Failure): readonly string[] {
  return contexts.filter((name) => /^[\x21-\x7e]{1,253}$/.test(name));
}
