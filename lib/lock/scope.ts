import type { FactKind } from '../facts/kind';
import type { MeshIdentities } from '../facts/model';
import type { TokenSubject } from '../facts/token';
import { entryKey } from './entries';

/** What the manifests of a federation need from the lock, and what the topology says of its meshes. */
export interface LockScope {
  /** What the lock may have a value for: the facts that manifests have tokens for. */
  readonly facts: readonly TokenSubject[];
  /** All meshes of the topology, also those without facts. */
  readonly meshes: MeshIdentities;
}

/** The keys of the values that manifests need. */
export function neededKeys({ facts }: LockScope, kinds: readonly FactKind[]): ReadonlySet<string> {
  return new Set(
    facts.flatMap((fact) => kinds.filter(({ name }) => name === fact.kind).map((kind) => entryKey(kind, fact))),
  );
}
