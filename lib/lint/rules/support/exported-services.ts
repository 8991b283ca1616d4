import type { ObservedExport, ObservedMesh, ObservedService } from '../../../observed/model';

/** A service that a mesh exports to one or more peers, under its name in the mesh. */
export interface ExportedService {
  /** The name of the Service. */
  readonly name: string;
  /** The namespace of the Service. */
  readonly namespace: string;
  /** The Service, if the manifests have it. */
  readonly service?: ObservedService;
  /** One for each peer. */
  readonly exports: readonly ObservedExport[];
}

/** The services that a mesh exports, by namespace. */
export function exportedServices(mesh: ObservedMesh): ReadonlyMap<string, readonly ExportedService[]> {
  const found = new Map<string, Map<string, ExportedService & { readonly exports: ObservedExport[] }>>();
  for (const one of mesh.peers.flatMap(({ offers }) => offers)) {
    const { name, namespace } = one.original;
    const own = found.get(namespace) ?? new Map();
    const known = own.get(name) ?? { name, namespace, exports: [], ...(one.service && { service: one.service }) };
    known.exports.push(one);
    found.set(namespace, own.set(name, known));
  }
  return new Map([...found].map(([namespace, own]) => [namespace, [...own.values()]]));
}
