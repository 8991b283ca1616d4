import type { Path } from '../../issues/issue';
import { groupBy } from '../../values';
import { selects } from './entries';
import type { EntryEndpoint, IstioMesh, MeshEntry, MeshImport, MeshService } from './model';

/** An import whose exporters are set when the peerings are known. */
export type MeshImportDraft = { -readonly [K in keyof MeshImport]: MeshImport[K] };

/** The services that a mesh imports: by ServiceEntries, and by WorkloadEntries that join a local Service. */
export function findImports(mesh: IstioMesh): readonly MeshImportDraft[] {
  return [...mesh.entries.flatMap(importsOfEntry), ...importsIntoServices(mesh)];
}

function importsOfEntry(entry: MeshEntry): readonly MeshImportDraft[] {
  const { mesh, object, hosts, ports, endpoints } = entry;
  const remote = endpoints.filter(({ isRemote }) => isRemote);
  if (remote.length === 0) return [];
  const place = (i: number): { object: typeof object; path: Path } => ({ object, path: ['spec', 'hosts', i] });
  return hosts.map((host, i) => ({
    ...{ mesh, host, place: place(i), entry, ports, endpoints: remote, exporters: [] },
    identities: [...entry.identities, ...identitiesOfRules(mesh, host)],
  }));
}

/** A WorkloadEntry that a ServiceEntry selects is not meant for a Service. */
function importsIntoServices(mesh: IstioMesh): readonly MeshImportDraft[] {
  const ofEntries = new Set(mesh.entries.flatMap(({ endpoints }) => endpoints));
  const remote = groupBy(
    mesh.workloadEntries.filter((endpoint) => endpoint.isRemote && !ofEntries.has(endpoint)),
    ({ namespace }) => namespace,
  );
  if (remote.size === 0) return [];
  return mesh.services.flatMap((service) => {
    const joining = (remote.get(service.namespace) ?? []).filter(({ labels }) => selects(service.selector, labels));
    return joining.length === 0 ? [] : [intoService(mesh, service, joining)];
  });
}

function intoService(mesh: IstioMesh, service: MeshService, endpoints: readonly EntryEndpoint[]): MeshImportDraft {
  const [{ object }] = endpoints as [EntryEndpoint];
  const { host, ports } = service;
  const place = { object, path: ['metadata', 'labels'] };
  return { mesh, host, place, service, ports, endpoints, exporters: [], identities: identitiesOfRules(mesh, host) };
}

function identitiesOfRules({ destinationRules }: IstioMesh, host: string): readonly string[] {
  return destinationRules.filter((rule) => rule.host === host).flatMap(({ identities }) => identities);
}
