/** Chooses the facts that fetch, lock and inject work with; they know none by themselves. */

import type { FactKind } from '../facts/kind';
import type { Fact } from '../facts/model';
import type { Federation } from '../federation/model';
import type { LockScope } from '../lock/scope';
import { factsOf, identitiesOf, OSSM2_FACT_KINDS } from '../ossm2/facts';

/** All kinds of facts, of all generations of the product: one lock may have values of each. */
export const FACT_KINDS: readonly FactKind[] = OSSM2_FACT_KINDS;

/** What a federation needs from the lock. */
export interface FederationScope extends LockScope {
  /** The facts, with where each is read. */
  readonly facts: readonly Fact[];
}

/** What a federation needs from the lock, and what the topology says of its meshes. */
export function lockScopeOf(federation: Federation): FederationScope {
  return { facts: factsOf(federation), meshes: identitiesOf(federation) };
}
