import type { FactChange, FactKind } from '../facts/kind';
import { entriesOf, type LockEntry } from './entries';
import type { Lock } from './model';

/** The differences between two locks, by mesh, then in the order of the kinds, then by name. */
export function changesBetween(
  before: Lock | undefined,
  after: Lock,
  kinds: readonly FactKind[],
): readonly FactChange[] {
  const [old, now] = [entriesOf(before, kinds), entriesOf(after, kinds)];
  const order = new Map(kinds.map(({ name }, i) => [name, i]));
  const rank = ({ kind }: LockEntry) => order.get(kind.name) ?? 0;
  return [...new Map([...old, ...now])]
    .sort(([, a], [, b]) => compare(a.mesh, b.mesh) || rank(a) - rank(b) || compare(a.name ?? '', b.name ?? ''))
    .flatMap(([key, { kind, mesh, name }]) => {
      const subject = { kind: kind.name, mesh, ...(name !== undefined && { name }) };
      return kind.changes(subject, old.get(key)?.value, now.get(key)?.value);
    });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
