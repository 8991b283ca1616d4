import type { FactChange } from '../kind';
import { type LockedRoot, shortFingerprint } from './locked-root';

/** A difference in the root certificates of a mesh. */
export interface RootChange extends FactChange {
  /** New; no longer published, but kept; published again; removed from the lock. */
  readonly kind: 'root-added' | 'root-retired' | 'root-returned' | 'root-dropped';
  /** The fingerprint of the certificate. */
  readonly fingerprint: string;
}

const TEXTS: { readonly [kind in RootChange['kind']]: string } = {
  'root-added': 'is new',
  'root-retired': 'is no longer published; it stays trusted until "ossm-fed fetch --drop-old"',
  'root-returned': 'is published again',
  'root-dropped': 'is dropped',
};

/** How the root certificates of a mesh differ from those before. */
export function rootChanges(
  mesh: string,
  before: readonly LockedRoot[],
  after: readonly LockedRoot[],
): readonly RootChange[] {
  const known = new Map(before.map((root) => [root.fingerprint, root]));
  const kept = new Set(after.map(({ fingerprint }) => fingerprint));
  const changed = after.flatMap(({ fingerprint, retired }) => {
    const old = known.get(fingerprint);
    if (old === undefined) return [change('root-added', mesh, fingerprint)];
    if (old.retired === retired) return [];
    return [change(retired ? 'root-retired' : 'root-returned', mesh, fingerprint)];
  });
  const dropped = [...known.keys()].filter((fingerprint) => !kept.has(fingerprint));
  return [...changed, ...dropped.map((fingerprint) => change('root-dropped', mesh, fingerprint))];
}

function change(kind: RootChange['kind'], mesh: string, fingerprint: string): RootChange {
  const text = `${mesh}: root certificate ${shortFingerprint(fingerprint)} ${TEXTS[kind]}`;
  return { kind, mesh, fingerprint, text };
}
