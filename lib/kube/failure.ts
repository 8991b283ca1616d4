/** Why an object could not be read from a cluster. */
export type FailureKind =
  /** The kubeconfig lacks the context. */
  | 'context'
  /** The kubeconfig cannot be read, or is invalid. */
  | 'kubeconfig'
  /** The kubeconfig turns TLS verification off, which was not allowed. */
  | 'insecure'
  /** The credential plugin of the kubeconfig failed. */
  | 'plugin'
  /** No connection. */
  | 'unreachable'
  /** A connection, but no complete response in time. */
  | 'timeout'
  /** TLS verification failed. */
  | 'tls'
  /** HTTP status 401. */
  | 'unauthorized'
  /** HTTP status 403. */
  | 'forbidden'
  /** HTTP status 404, sent by a Kubernetes API. */
  | 'missing'
  /** The API is temporarily unavailable: HTTP status 429 or 5xx. */
  | 'unavailable'
  /** The response was not sent by a Kubernetes API. */
  | 'answer'
  /** The response is another object than the requested one. */
  | 'other-object'
  /** The cluster is another one than the lock recorded. */
  | 'other-cluster'
  /** The object exists, but does not have the value yet. */
  | 'pending'
  /** The object differs from the topology. */
  | 'mismatch';

/** Why an object could not be read. */
export interface Failure {
  /** What went wrong, for programs. */
  readonly kind: FailureKind;
  /** Details for users, without a full stop; never a text that a server, a plugin or a credential contains. */
  readonly detail: string;
  /** The names of the contexts that the kubeconfig has; only of the kind `context`. */
  readonly contexts?: readonly string[];
  /** After how many milliseconds the server accepts the request again; undefined where it did not say. */
  readonly retryAfter?: number;
}

/** A value that was requested, or why it could not be read. */
export type Answer<T> = { readonly value: T } | { readonly failure: Failure };

/** Makes an answer from a failure. */
export function failed(kind: FailureKind, detail: string): { readonly failure: Failure } {
  return { failure: { kind, detail } };
}

const TRANSIENT: readonly FailureKind[] = ['unreachable', 'timeout', 'missing', 'unavailable', 'pending'];
const OF_ONE_OBJECT = ['forbidden', 'missing', 'other-object', 'pending', 'mismatch'] as const;

/** The kinds of failures that affect one object alone. */
export type ObjectFailureKind = (typeof OF_ONE_OBJECT)[number];

/** A failure that affects every request to a cluster. */
export interface ClusterFailure extends Failure {
  /** What went wrong, for programs. */
  readonly kind: Exclude<FailureKind, ObjectFailureKind>;
}

/**
 * Whether a failure may disappear with time, so that retrying makes sense. Credentials, permissions and kubeconfigs have
 * to be fixed by a person, who should see the error at once.
 */
export function isTransient({ kind }: Failure): boolean {
  return TRANSIENT.includes(kind);
}

/** Whether a failure affects every request to the cluster, so that no other object needs to be requested. */
export function isClusterWide(failure: Failure): failure is ClusterFailure {
  return OF_ONE_OBJECT.every((kind) => kind !== failure.kind);
}
