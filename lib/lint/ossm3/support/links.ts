import type { IstioMesh, MeshImport, Ossm3Fleet } from '../../../observed/ossm3/model';

/** The meshes that share services with each mesh, in either direction; a mesh without any is left out. */
export function linkedMeshes({ meshes }: Ossm3Fleet): ReadonlyMap<IstioMesh, ReadonlySet<IstioMesh>> {
  const links = meshes.map((mesh) => {
    const peers = [...mesh.imports.flatMap(({ exporters }) => exporters), ...mesh.importedBy.map((one) => one.mesh)];
    return [mesh, new Set(peers)] as const;
  });
  return new Map(links.filter(([, peers]) => peers.size > 0));
}

/** An import and a mesh that exports it. */
export interface ImportLink {
  /** The import. */
  readonly imported: MeshImport;
  /** The mesh that exports it. */
  readonly exporter: IstioMesh;
}

/** Each import with each mesh that exports it. */
export function importLinks({ meshes }: Ossm3Fleet): readonly ImportLink[] {
  const imports = meshes.flatMap((mesh) => mesh.imports);
  return imports.flatMap((imported) => imported.exporters.map((exporter) => ({ imported, exporter })));
}
