import { targetsOf } from '../../lib/lint/ossm3/support/exports';
import type { Fleet } from '../../lib/observed/model';

/** A call to an import, and where it must arrive. */
export interface ImportedCall {
  readonly caller: string;
  readonly host: string;
  /** `<cluster>/<namespace>/<name>` of the Service or ServiceEntry. */
  readonly target: string;
}

/** A call to each import of each mesh, from a workload in the first namespace of the mesh that has one. */
export function callsOf(fleet: Fleet): readonly ImportedCall[] {
  const older = fleet.meshes.flatMap((mesh) =>
    mesh.imports.map(({ host, export: offered }) => {
      const remote = offered.peer.cluster.name;
      const { namespace, name } = offered.original;
      return {
        caller: callerIn(fleet, mesh.cluster.name, [...mesh.members]),
        host,
        target: `${remote}/${namespace}/${name}`,
      };
    }),
  );
  const newer = fleet.ossm3.meshes.flatMap((mesh) =>
    mesh.imports.flatMap(({ host, exporters }) =>
      exporters.map((exporter) => {
        const { service, entries } = targetsOf(exporter, host);
        const found = service ?? entries[0];
        const namespaces = mesh.cluster.objects.flatMap(({ kind, namespace }) =>
          kind === 'Deployment' && namespace !== undefined ? [namespace] : [],
        );
        return {
          caller: callerIn(fleet, mesh.cluster.name, [...new Set(namespaces)]),
          host,
          target: `${exporter.cluster.name}/${found?.namespace}/${found?.object.name}`,
        };
      }),
    ),
  );
  return [...older, ...newer];
}

/** A workload in one of the namespaces of a cluster, of which `*` is any; `client` where the manifests have none. */
export function callerIn({ clusters }: Fleet, name: string, namespaces: readonly string[]): string {
  const deployments = clusters.find((one) => one.name === name)?.byKind.get('Deployment') ?? [];
  const found = deployments.find(({ namespace }) => namespaces.includes(namespace ?? ''));
  const [first] = namespaces;
  return `${name}/${found?.namespace ?? (first === '*' ? 'apps' : first)}/${found?.name ?? 'client'}`;
}
