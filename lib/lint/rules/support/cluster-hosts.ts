import type { ManifestObject } from '../../../manifests/object';
import { listAt, numberAt, textsAt } from '../../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../../observed/model';
import { mayImportAsLocal } from './import-hosts';
import type { ObjectsByNamespace } from './objects-by-namespace';
import { isOfIstio } from './traffic';

/** The end of the hosts of the Services of a cluster. */
const SUFFIX = '.svc.cluster.local';

/** A Service that a host names and that the manifests do not have, though they have others of its namespace. */
export interface UnknownService {
  /** The namespace. */
  readonly namespace: string;
  /** The name. */
  readonly name: string;
  /** The names of the Services of the namespace. */
  readonly known: readonly string[];
}

/** What the manifests say about the hosts that the workloads of one mesh can call. */
export class ClusterHosts {
  private readonly mayImport: (host: string) => boolean;

  /**
   * @param mesh the mesh of the callers
   * @param services the Services of all clusters
   * @param entries the hosts of the ServiceEntries of its cluster
   */
  constructor(
    private readonly mesh: ObservedMesh,
    private readonly services: ObjectsByNamespace,
    private readonly entries: ReadonlySet<string>,
  ) {
    this.mayImport = mayImportAsLocal(mesh);
  }

  /** The Service that is missing for a host of the cluster; undefined if it is there, or may be. */
  unknownService(host: string): UnknownService | undefined {
    const { cluster, namespace: own } = this.mesh;
    const service = serviceOf(host);
    if (service === undefined || this.entries.has(host)) return undefined;
    const { name, namespace } = service;
    // The operator creates Services in the namespace of a control plane.
    if (namespace === own || !this.services.has(cluster, namespace) || this.mayImport(host)) return undefined;
    if (cluster.find('Service', namespace, name) !== undefined) return undefined;
    return { ...service, known: this.services.in(cluster, namespace).map((one) => one.name) };
  }

  /** The ports of a host, each once; empty if the manifests do not say all of them. */
  portsOf(host: string): readonly number[] {
    if (this.entries.has(host)) return [];
    const imported = (this.mesh.importsByHost.get(host) ?? []).map((one) => one.export.service?.object);
    const { name = '', namespace } = serviceOf(host) ?? {};
    const local = namespace === undefined ? undefined : this.mesh.cluster.find('Service', namespace, name);
    const objects = local === undefined ? imported : [local, ...imported];
    if (!objects.every((object) => object?.group === '')) return [];
    return [...new Set(objects.flatMap(portsOfService))].sort((a, b) => a - b);
  }
}

/** The hosts of the ServiceEntries of a cluster. */
export function serviceEntryHosts({ byKind }: ObservedCluster): ReadonlySet<string> {
  const entries = (byKind.get('ServiceEntry') ?? []).filter(isOfIstio);
  return new Set(entries.flatMap(({ value }) => textsAt(value, ['spec', 'hosts'])));
}

function serviceOf(host: string): { readonly name: string; readonly namespace: string } | undefined {
  if (!host.endsWith(SUFFIX)) return undefined;
  const [name = '', namespace, ...others] = host.slice(0, -SUFFIX.length).split('.');
  return name === '' || name.includes('*') || namespace === undefined || others.length > 0
    ? undefined
    : { name, namespace };
}

function portsOfService(object: ManifestObject | undefined): readonly number[] {
  return listAt(object?.value, ['spec', 'ports']).flatMap((port) => numberAt(port, ['port']) ?? []);
}
