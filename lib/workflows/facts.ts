/** Chooses the facts that fetch, lock and inject work with; they know none by themselves. */

import { type FactKind, joinKinds } from '../facts/kind';
import type { Fact, MeshIdentities } from '../facts/model';
import type { Federation } from '../federation/model';
import type { Generation } from '../generation';
import type { LockScope } from '../lock/scope';
import type { Loaded } from './load';

/** What a federation needs from the lock. */
export interface FederationScope extends LockScope {
  /** The facts, with where each is read. */
  readonly facts: readonly Fact[];
}

/** All kinds of facts of some generations: one lock may have values of each. */
export function factKindsOf(generations: readonly Generation[]): readonly FactKind[] {
  return joinKinds(generations.flatMap(({ factKinds }) => factKinds));
}

/** What a topology needs from the lock, and what it says of its meshes; nothing where it has problems. */
export function lockScopeOf({ federation, clusters = [], generations }: Loaded): FederationScope {
  const facts = generations.flatMap((generation) => {
    const parts = clusters.flatMap((cluster) => cluster.parts.filter((part) => part.generation === generation.name));
    return generation.facts(parts.map(({ plan }) => plan));
  });
  return { facts, meshes: federation === undefined ? {} : identitiesOf(federation) };
}

/** What the topology says of each mesh, by which what its cluster publishes is checked. */
function identitiesOf({ meshes }: Federation): MeshIdentities {
  return Object.fromEntries(
    meshes.map(({ name, trustDomain, props: { customCA = false, commonRoot } }) => [
      name,
      { trustDomain, customCA, ...(commonRoot !== undefined && { commonRoot }) },
    ]),
  );
}
