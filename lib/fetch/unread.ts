import type { FailedObject } from '../facts/kind';
import type { Fact } from '../facts/model';
import type { Failure } from '../kube/failure';

/** A fact that could not be read, and why. */
export interface UnreadFact {
  /** The fact. */
  readonly fact: Fact;
  /** The object that could not be read, or that lacks the value. */
  readonly object: FailedObject;
  /** Why. */
  readonly failure: Failure;
}
