/** Which meshes the manifests of clusters have, and what they import. */

import type { ChangeContext, Edge, PlacedObject } from '../../changes/model';
import { keyOf } from '../../changes/objects';
import { textAt, textsAt } from '../../status/observation';
import { type Fields, groupBy, valueAt } from '../../values';
import { IMPORT_LABEL } from '../names';

/** A mesh of the manifests. */
export interface ManifestMesh {
  /** The name of its cluster. */
  readonly cluster: string;
  /** The name of the mesh: that of the topology if it is known, otherwise that of the Istio resource. */
  readonly name: string;
  /** The control plane namespace. */
  readonly namespace: string;
  /** The trust domain; `cluster.local` by default. */
  readonly trustDomain: string;
}

/** A host that a mesh imports. */
export interface ManifestImport {
  /** The host. */
  readonly host: string;
  /** The mesh that imports it, and the one that serves it. */
  readonly edge: Edge;
  /** The cluster of the mesh that imports it. */
  readonly cluster: string;
  /** The network of the mesh that serves it, as the importing one knows it; empty if unknown. */
  readonly network: string;
}

/** The meshes of all clusters and what they import. */
export class ImportGraph {
  /** The meshes. */
  readonly meshes: readonly ManifestMesh[];
  /** The imports. */
  readonly imports: readonly ManifestImport[];
  private readonly byPlace: ReadonlyMap<string, ManifestMesh>;
  private readonly byDomain: ReadonlyMap<string, readonly ManifestMesh[]>;
  private readonly byCluster: ReadonlyMap<string, readonly ManifestMesh[]>;
  private readonly names: ReadonlySet<string>;
  private readonly importsByCluster: ReadonlyMap<string, readonly ManifestImport[]>;
  private readonly byHost: ReadonlyMap<string, readonly ManifestImport[]>;

  constructor(objects: readonly PlacedObject[], meshName: ChangeContext['meshName'] = () => undefined) {
    const byKind = groupBy(objects, ({ object }) => textAt(object, ['kind']));
    this.meshes = (byKind.get('Istio') ?? []).map(({ cluster, object }) => {
      const namespace = textAt(object, ['spec', 'namespace']);
      const name = meshName(cluster, namespace) ?? textAt(object, ['metadata', 'name']);
      const trustDomain = textAt(object, ['spec', 'values', 'meshConfig', 'trustDomain']) || 'cluster.local';
      return { cluster, name, namespace, trustDomain };
    });
    this.byPlace = new Map(this.meshes.map((mesh) => [`${mesh.cluster} ${mesh.namespace}`, mesh]));
    this.byDomain = groupBy(this.meshes, ({ trustDomain }) => trustDomain);
    this.byCluster = groupBy(this.meshes, ({ cluster }) => cluster);
    this.names = new Set(this.meshes.map(({ name }) => name));
    const networks = networksOf(byKind.get('WorkloadEntry') ?? []);
    this.imports = (byKind.get('ServiceEntry') ?? []).flatMap((placed) => this.importsOf(placed, networks));
    this.importsByCluster = groupBy(this.imports, ({ cluster }) => cluster);
    this.byHost = groupBy(this.imports, ({ host }) => host);
  }

  private importsOf(placed: PlacedObject, networks: ReadonlyMap<string, string>): readonly ManifestImport[] {
    const { cluster, object } = placed;
    const { namespace = '' } = keyOf(placed);
    const mesh = this.meshIn(cluster, namespace);
    const [, domain] = /^spiffe:\/\/([^/]+)\//.exec(textsAt(object, ['spec', 'subjectAltNames'])[0] ?? '') ?? [];
    if (mesh === undefined || domain === undefined) return [];
    const label = textAt(object, ['spec', 'workloadSelector', 'labels', IMPORT_LABEL]);
    const network = networks.get(`${cluster} ${namespace} ${label}`) ?? '';
    const edge = { mesh: mesh.name, peer: this.meshOfDomain(domain) ?? domain };
    return textsAt(object, ['spec', 'hosts']).map((host) => ({ host, edge, cluster, network }));
  }

  /** The mesh whose control plane is in a namespace. */
  meshIn(cluster: string, namespace: string): ManifestMesh | undefined {
    return this.byPlace.get(`${cluster} ${namespace}`);
  }

  /** The name of the mesh with a trust domain. */
  meshOfDomain(domain: string): string | undefined {
    return this.byDomain.get(domain)?.[0]?.name;
  }

  /** The names of the meshes of a cluster. */
  meshesOn(cluster: string): readonly string[] {
    return (this.byCluster.get(cluster) ?? []).map(({ name }) => name);
  }

  /** The imports of the meshes of a cluster. */
  importsOn(cluster: string): readonly ManifestImport[] {
    return this.importsByCluster.get(cluster) ?? [];
  }

  /** The imports of a host that a mesh of a cluster has or serves. */
  importsOfHost(cluster: string, host: string): readonly ManifestImport[] {
    const own = new Set(this.meshesOn(cluster));
    return (this.byHost.get(host) ?? []).filter((one) => one.cluster === cluster || own.has(one.edge.peer));
  }

  /** The edges from the meshes of a cluster to the mesh behind a network. */
  edgesToNetwork(cluster: string, network: string): readonly Edge[] {
    const known = this.importsOn(cluster).filter((one) => one.network === network);
    if (known.length > 0) return known.map(({ edge }) => edge);
    const name = network.replace(/-network$/, '');
    return this.names.has(name) ? this.meshesOn(cluster).map((mesh) => ({ mesh, peer: name })) : [];
  }

  /** The edges that begin or end at a mesh. */
  edgesOf(mesh: string): readonly Edge[] {
    return this.imports.map(({ edge }) => edge).filter((edge) => edge.mesh === mesh || edge.peer === mesh);
  }
}

/** The networks of imports, by cluster, namespace and the label that an import selects its endpoint by. */
function networksOf(entries: readonly PlacedObject[]): ReadonlyMap<string, string> {
  return new Map(
    entries.map((placed) => {
      const { cluster, object } = placed;
      const label = textAt(object, ['metadata', 'labels', IMPORT_LABEL]);
      return [`${cluster} ${keyOf(placed).namespace ?? ''} ${label}`, textAt(object, ['spec', 'network'])];
    }),
  );
}

/** The shared service of a host, as `namespace/name`. */
export function serviceOf(host: string): string {
  const [name = '', namespace = ''] = host.split('.');
  return `${namespace}/${name}`;
}

/** What is known of both sides of a change. */
export interface ImportGraphs {
  /** What clusters had before, as far as it is known. */
  readonly before: ImportGraph;
  /** What they have after. */
  readonly after: ImportGraph;
}

/** The texts at a path of an object before and after a change. */
export function textsOf(
  objects: readonly (Fields | undefined)[],
  path: readonly (string | number)[],
): readonly string[] {
  return objects.map((object) => valueAt(object, path)).filter((value) => typeof value === 'string');
}
