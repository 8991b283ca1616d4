import type { ObservedClusters } from '../../status/clusters';
import type { ClusterObjects, Observation } from '../../status/observation';
import type { Ossm3Mesh, Ossm3Plan, RemoteGateway } from '../model';

/** A mesh with what its cluster has. */
export interface MeshSide {
  /** The mesh. */
  readonly mesh: Ossm3Mesh;
  /** Its cluster. */
  readonly cluster: ClusterObjects;
}

/** One direction between two meshes: what one imports from the other. */
export interface ImportDirection {
  /** The mesh that imports. */
  readonly importer: MeshSide;
  /** The mesh that exports. */
  readonly exporter: MeshSide;
  /** The gateway of the exporter, as the importer is to see it. */
  readonly remote: RemoteGateway;
  /** The time of the observation in milliseconds. */
  readonly now: number;
}

/** All directions in which services are imported, sorted by importer and exporter. */
export function directionsOf(
  plans: readonly Ossm3Plan[],
  { time }: Observation,
  observed: ObservedClusters,
): readonly ImportDirection[] {
  const sides = new Map(
    plans.flatMap(({ cluster, meshes }) =>
      meshes.map((mesh): [string, MeshSide] => [mesh.name, { mesh, cluster: observed.of(cluster) }]),
    ),
  );
  return [...sides.values()]
    .sort((a, b) => (a.mesh.name < b.mesh.name ? -1 : 1))
    .flatMap((importer) =>
      [...importer.mesh.remotes]
        .sort((a, b) => (a.mesh < b.mesh ? -1 : 1))
        .flatMap((remote): readonly ImportDirection[] => {
          const exporter = sides.get(remote.mesh);
          return exporter === undefined ? [] : [{ importer, exporter, remote, now: time.getTime() }];
        }),
    );
}
