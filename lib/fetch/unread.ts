import type { Failure } from '../kube/failure';
import type { Target } from './targets';

/** An object of a cluster. */
export interface ObjectRef {
  readonly kind: 'ConfigMap' | 'Service' | 'Node';
  /** Of all but Nodes, which are always all of them. */
  readonly name?: string;
}

/** A fact that could not be read, and why. */
export interface Unread {
  readonly cluster: string;
  readonly context: string;
  readonly target: Target;
  /** The object that was asked for. */
  readonly object: ObjectRef;
  readonly failure: Failure;
}
