import type { ManifestObject } from '../../manifests/object';
import { groupBy } from '../../values';
import type { IndexedManifests } from '../indexed-manifests';
import { readEntry, readMeshService, readRule, readWorkloadEntry } from './entries';
import { exposedByGateway, exposedByIstio, readMeshGateway } from './gateways';
import { findImports, type MeshImportDraft } from './imports';
import { findIstioMeshes, type IstioMeshDraft, meshOfObject } from './meshes';
import type { IstioMesh, Ossm3Fleet } from './model';
import { knownMeshes, networksOf, peeringsOf } from './peerings';

const ISTIO = 'networking.istio.io';

/** Indexes the meshes of OpenShift Service Mesh 3 and links the imports of each with the meshes that export them. */
export function buildOssm3(clusters: readonly IndexedManifests[]): Ossm3Fleet {
  const meshes = clusters.flatMap((cluster) => {
    const own = findIstioMeshes(cluster);
    if (own.length > 0) fillMeshes(cluster, own);
    return own;
  });
  if (meshes.length > 0) linkMeshes(meshes);
  return { meshes };
}

/** Sorts objects, so that nothing depends on the order of files. */
function byName(a: ManifestObject, b: ManifestObject): number {
  return `${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1;
}

/** Sets the objects of the meshes of a cluster. */
function fillMeshes(cluster: IndexedManifests, meshes: readonly IstioMeshDraft[]): void {
  const ownerOf = meshOfObject(cluster, meshes);
  const kinds = new Map<string, ReadonlyMap<IstioMeshDraft | undefined, readonly ManifestObject[]>>();
  const ownedObjects = (kind: string, group: string) => {
    const objects = (cluster.byKind.get(kind) ?? []).filter((object) => object.group === group).sort(byName);
    return groupBy(objects, ownerOf);
  };
  const byOwner = (kind: string, group: string) => {
    const id = `${group}/${kind}`;
    const owned = kinds.get(id) ?? ownedObjects(kind, group);
    kinds.set(id, owned);
    return (mesh: IstioMeshDraft): readonly ManifestObject[] => owned.get(mesh) ?? [];
  };
  const own = {
    gateways: byOwner('Gateway', 'gateway.networking.k8s.io'),
    exposing: byOwner('Gateway', ISTIO),
    entries: byOwner('ServiceEntry', ISTIO),
    workloadEntries: byOwner('WorkloadEntry', ISTIO),
    rules: byOwner('DestinationRule', ISTIO),
    services: byOwner('Service', ''),
  };
  for (const mesh of meshes) {
    mesh.gateways = own.gateways(mesh).flatMap((object) => readMeshGateway(mesh, object) ?? []);
    mesh.exposed = [
      ...own.exposing(mesh).flatMap((object) => exposedByIstio(mesh, object)),
      ...mesh.gateways.flatMap(exposedByGateway),
    ];
    mesh.workloadEntries = own.workloadEntries(mesh).map((object) => readWorkloadEntry(mesh, object));
    const beside = groupBy(mesh.workloadEntries, ({ namespace }) => namespace);
    mesh.entries = own.entries(mesh).map((object) => readEntry(mesh, object, beside.get(object.namespace ?? '') ?? []));
    mesh.entriesByHost = groupedByHost(mesh);
    mesh.destinationRules = own.rules(mesh).map(readRule);
    mesh.objectsOf = (kind, group) => byOwner(kind, group)(mesh);
    mesh.services = own.services(mesh).map(readMeshService);
    mesh.servicesByHost = new Map(mesh.services.map((service) => [service.host, service]));
  }
}

function groupedByHost({ entries }: IstioMesh): IstioMesh['entriesByHost'] {
  const pairs = entries.flatMap((entry) => entry.hosts.map((host) => ({ host, entry })));
  return new Map(
    [...groupBy(pairs, ({ host }) => host)].map(([host, group]) => [host, group.map(({ entry }) => entry)]),
  );
}

/** Finds the imports of all meshes, and the meshes that export them. */
function linkMeshes(meshes: readonly IstioMeshDraft[]): void {
  const imports = new Map<IstioMesh, readonly MeshImportDraft[]>();
  for (const mesh of meshes) {
    const found = findImports(mesh);
    imports.set(mesh, found);
    mesh.imports = found;
  }
  const known = knownMeshes(meshes);
  const importedBy = new Map<IstioMesh, MeshImportDraft[]>(meshes.map((mesh) => [mesh, []]));
  for (const mesh of meshes) {
    mesh.peerings = peeringsOf(mesh, known);
    const remotes = new Map(mesh.peerings.map(({ network, remote }) => [network, remote]));
    for (const one of imports.get(mesh) ?? []) {
      one.exporters = [...new Set(networksOf(one).flatMap((network) => remotes.get(network) ?? []))];
      for (const exporter of one.exporters) importedBy.get(exporter)?.push(one);
    }
  }
  for (const mesh of meshes) mesh.importedBy = importedBy.get(mesh) ?? [];
}
