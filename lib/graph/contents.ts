import { type ObservedWorkload, WorkloadsByNamespace } from '../lint/rules/support/workloads';
import type { ManifestObject } from '../manifests/object';
import { labelsAt, listAt, numberAt } from '../observed/fields';
import { selects } from '../observed/ossm3/entries';
import type { GraphDraft } from './draft';
import { idOf, idWithin, importId, meshId } from './ids';
import type { ImportPart, MeshPart } from './parts/model';

/** The kinds whose namespaces are shown, also where nothing says that they belong to the mesh. */
const SHOWN_KINDS = [
  ['Service', ''],
  ['Deployment', 'apps'],
  ['StatefulSet', 'apps'],
  ['VirtualService', 'networking.istio.io'],
] as const;

/** Adds the nodes of meshes. */
export class MeshNodes {
  private readonly workloads = new WorkloadsByNamespace();

  /** @param draft where they are added */
  constructor(private readonly draft: GraphDraft) {}

  /** Adds a mesh with its gateways, namespaces, services, workloads and imports. */
  add(part: MeshPart): void {
    const { cluster, name: label, detail, places, gateways } = part;
    const mesh = meshId(part);
    this.draft.node({ id: mesh, kind: 'mesh', parent: idOf('cluster', cluster.name), label, detail, places });
    for (const { name, ...gateway } of [...gateways].sort(byName)) {
      this.draft.node({ ...gateway, id: idWithin(mesh, gateway.kind, name), parent: mesh, label: name });
    }
    const objects = SHOWN_KINDS.flatMap(([kind, group]) => part.objectsOf(kind, group));
    const namespaces = new Set([
      ...part.members,
      ...[...objects, ...part.imports].map(({ namespace = '' }) => namespace),
    ]);
    for (const namespace of [...namespaces].sort()) this.addNamespace(part, namespace);
  }

  private addNamespace(part: MeshPart, namespace: string): void {
    const { cluster } = part;
    const mesh = meshId(part);
    const object = cluster.find('Namespace', undefined, namespace);
    const id = this.draft.node({
      ...{ id: idWithin(mesh, 'namespace', namespace), kind: 'namespace', parent: mesh, label: namespace || 'unknown' },
      places: object === undefined ? [] : [{ object, path: [] }],
    });
    const isInside = (one: { readonly namespace?: string | undefined }) => (one.namespace ?? '') === namespace;
    const services = part.objectsOf('Service', '').filter(isInside).sort(byName);
    for (const service of services) this.addService(mesh, id, service);
    const workloads = this.workloads.in(cluster, namespace);
    for (const workload of [...workloads].sort((a, b) => byName(a.object, b.object))) {
      this.addWorkload(mesh, id, workload, services);
    }
    for (const one of part.imports.filter(isInside).sort((a, b) => (a.host < b.host ? -1 : 1)))
      this.addImport(mesh, id, one);
  }

  private addService(mesh: string, parent: string, object: ManifestObject): void {
    const ports = listAt(object.value, ['spec', 'ports']).flatMap((port) => numberAt(port, ['port']) ?? []);
    this.draft.node({
      ...{ id: idWithin(mesh, 'service', object.namespace ?? '', object.name), kind: 'service', parent },
      ...{ label: object.name, detail: ports.join(', '), places: [{ object, path: [] }] },
    });
  }

  /** A workload is in the Service that selects it, if only one does. */
  private addWorkload(
    mesh: string,
    namespace: string,
    { object, labels }: ObservedWorkload,
    services: readonly ManifestObject[],
  ): void {
    const selecting = services.filter(({ value }) => selects(labelsAt(value, ['spec', 'selector']), labels));
    const [service, ...others] = selecting;
    const isOfOne = service !== undefined && others.length === 0;
    this.draft.node({
      ...{ id: idWithin(mesh, 'workload', object.namespace ?? '', object.kind, object.name), kind: 'workload' },
      parent: isOfOne ? idWithin(mesh, 'service', service.namespace ?? '', service.name) : namespace,
      ...{ label: object.name, places: [{ object, path: [] }] },
    });
  }

  private addImport(mesh: string, parent: string, one: ImportPart): void {
    const { name, host, region, places } = one;
    const detail = region === undefined ? host : `${host} · ${region}`;
    this.draft.node({ id: importId(mesh, one), kind: 'import', parent, label: name, detail, places });
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
