import type { NamespacedName } from '../../../matching/service-name';
import type { Fleet, ObservedImport, ObservedPeer } from '../../../observed/model';

/** An import as local whose service the other mesh imports as local from this one. */
export interface Loop {
  /** The import of one mesh. */
  readonly there: ObservedImport;
  /** The import of the same service by the other mesh, under its original name. */
  readonly back: ObservedImport;
}

/** The loops of a fleet, each one from both of its sides; docs/federation.md, Import as local. */
export function loopsOf({ meshes }: Fleet): readonly Loop[] {
  const byPeer = new Map<ObservedPeer, Map<string, ObservedImport>>();
  const local = meshes.flatMap(({ imports }) => imports.filter(({ isLocal }) => isLocal));
  for (const imported of local) {
    const own = byPeer.get(imported.peer) ?? new Map<string, ObservedImport>();
    byPeer.set(imported.peer, own.set(keyOf(imported.export.original), imported));
  }
  return local.flatMap((there) => {
    const counterpart = there.peer.counterpart;
    const back = counterpart && byPeer.get(counterpart)?.get(keyOf(there));
    return back !== undefined && keyOf(back) === keyOf(there.export.original) ? [{ there, back }] : [];
  });
}

function keyOf({ name, namespace }: NamespacedName): string {
  return `${namespace}/${name}`;
}
