/** Why a fact could not be read from a cluster. */
export type FailureKind =
  /** The kubeconfig has no such context. */
  | 'context'
  /** The kubeconfig cannot be read, or what it says cannot be used. */
  | 'kubeconfig'
  /** The program that the kubeconfig names for credentials failed. */
  | 'plugin'
  /** No connection. */
  | 'unreachable'
  /** A connection, and no whole answer in time. */
  | 'timeout'
  /** A connection that is not to be trusted. */
  | 'tls'
  /** 401. */
  | 'unauthorized'
  /** 403. */
  | 'forbidden'
  /** 404 by a Kubernetes API. */
  | 'missing'
  /** The API is there and cannot answer now: 429 and 5xx. */
  | 'unavailable'
  /** What answers is no Kubernetes API. */
  | 'answer'
  /** The object is there, but does not hold yet what is looked for. */
  | 'pending'
  /** The object is another one than the topology says. */
  | 'unfit';

/** Why a fact could not be read. */
export interface Failure {
  readonly kind: FailureKind;
  /** More for people, without a full stop; never a text that came from a server, a plugin or a credential. */
  readonly detail: string;
  /** The contexts that there are, of `context` alone. */
  readonly contexts?: readonly string[];
}

/** What was asked for, or why it is not there. */
export type Answer<T> = { readonly value: T } | { readonly failure: Failure };

/** Makes an answer of a failure. */
export function failed(kind: FailureKind, detail: string): { readonly failure: Failure } {
  return { failure: { kind, detail } };
}

const PASSING: readonly FailureKind[] = ['unreachable', 'timeout', 'missing', 'unavailable', 'pending'];
const OF_ONE_OBJECT: readonly FailureKind[] = ['forbidden', 'missing', 'pending', 'unfit'];

/**
 * Whether time alone may mend it, so that waiting makes sense: what is not there yet. Credentials, permissions and
 * kubeconfigs are mended by people, who should hear of it at once.
 */
export function isPassing({ kind }: Failure): boolean {
  return PASSING.includes(kind);
}

/** Whether it holds for all of a cluster, so that nothing else needs to be asked of it. */
export function isOfCluster({ kind }: Failure): boolean {
  return !OF_ONE_OBJECT.includes(kind);
}
