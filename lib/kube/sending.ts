import type { Failure, FailureKind } from './failure';

/** Why a request that may write was not answered as wanted. */
export type WriteFailureKind =
  | FailureKind
  /** Other field managers own fields that the object has with other values. */
  | 'conflict'
  /** The API server, or an admission webhook, rejects the object. */
  | 'rejected'
  /** The object was replaced or changed after it was read. */
  | 'changed'
  /** The API server does not have the kind, such as before its CRD is installed. */
  | 'unknown-kind';

/** A field that another manager owns. */
export interface FieldConflict {
  /** The path of the field, such as `.spec.replicas`. */
  readonly field: string;
  /** The name of the other manager, such as `kubectl-edit`. */
  readonly manager: string;
}

/** Why a request that may write failed. */
export interface WriteFailure extends Omit<Failure, 'kind'> {
  /** What went wrong, for programs. */
  readonly kind: WriteFailureKind;
  /** The fields that others own; only of the kind `conflict`. */
  readonly conflicts?: readonly FieldConflict[];
}

/** A value, or why the request failed. */
export type WriteAnswer<T> = { readonly value: T } | { readonly failure: WriteFailure };

/** A request to an API server. */
export interface ApiRequest {
  /** The HTTP method. */
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** The path, with its query. */
  readonly path: string;
  /**
   * The media type of the response.
   *
   * @default application/json
   */
  readonly accept?: string;
  /** The body; undefined for none. */
  readonly body?: { readonly type: string; readonly text: string };
}

/** Sends a request and returns the JSON of the response. */
export type Send = (request: ApiRequest) => Promise<WriteAnswer<unknown>>;
