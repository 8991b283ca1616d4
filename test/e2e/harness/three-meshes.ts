import type { KubeObject } from '../../helpers/synthesize';
import type { Fleet } from './fleet';
import { giveAddress, newRoot, publishRoot } from './stand-in';
import { CLUSTERS, type ClusterName } from './state';

/** The ports of an ingress gateway (fact sheet 3.3). */
const PORTS = [
  { name: 'tls', port: 15443 },
  { name: 'https-discovery', port: 8188 },
];

/**
 * A mesh on each cluster of the fleet, of which there is what `fetch` reads and nothing else, so that a test can spoil
 * one object at a time. The mesh on rosa is the hub; 7 facts are read.
 */
export class ThreeMeshes {
  private readonly roots = new Map<ClusterName, string>();
  private generation = 0;

  /**
   * @param fleet the clusters
   * @param name what the names of the meshes begin with, so that no other test meets them
   * @param commonNamespace the namespace of each mesh on its cluster; by default it is called as the mesh is
   */
  constructor(
    private readonly fleet: Fleet,
    private readonly name: string,
    private readonly commonNamespace?: string,
  ) {}

  /** The name of the mesh on a cluster. */
  mesh(cluster: ClusterName): string {
    return `${this.name}-${cluster}`;
  }

  /** The namespace of the mesh on a cluster. */
  namespace(cluster: ClusterName): string {
    return this.commonNamespace ?? this.mesh(cluster);
  }

  /** The names of the ingress gateways of the mesh on a cluster. */
  gateways(cluster: ClusterName): readonly string[] {
    const peers = cluster === 'rosa' ? CLUSTERS.filter((other) => other !== 'rosa') : (['rosa'] as const);
    return peers.map((peer) => `${this.mesh(peer)}-ingress`);
  }

  /** The root certificate that the mesh on a cluster has now. */
  root(cluster: ClusterName): string {
    return this.roots.get(cluster) ?? '';
  }

  /**
   * The text of the topology.
   *
   * @param contexts the kubeconfig contexts of clusters where they are called otherwise
   */
  topology(contexts: { readonly [cluster in ClusterName]?: string } = {}): string {
    const clusters = CLUSTERS.map((cluster) => {
      const context = contexts[cluster];
      return `  ${cluster}: {${context === undefined ? '' : ` context: ${context} `}}\n`;
    });
    const meshes = CLUSTERS.map(
      (cluster) => `  ${this.mesh(cluster)}: { cluster: ${cluster}, namespace: ${this.namespace(cluster)} }\n`,
    );
    return `clusters:\n${clusters.join('')}meshes:\n${meshes.join('')}peerings: [{ hub: ${this.mesh('rosa')} }]\n`;
  }

  /** Makes the namespaces and gateways. */
  async make(): Promise<void> {
    await each(async (cluster) => {
      const api = this.fleet.api(cluster);
      const namespace = this.namespace(cluster);
      await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      for (const name of this.gateways(cluster)) await api.apply(service(name, namespace));
    });
  }

  /** Gives each mesh a new root certificate, and each of its gateways a new address. */
  async renew(): Promise<void> {
    this.generation += 1;
    await each(async (cluster) => {
      this.roots.set(cluster, newRoot(`${this.mesh(cluster)}.local`));
      await this.mend(cluster);
    });
  }

  /** Makes the mesh on a cluster as it was before a test spoilt it. */
  async mend(cluster: ClusterName): Promise<void> {
    await publishRoot(this.fleet, cluster, this.namespace(cluster), this.root(cluster));
    for (const [i, name] of this.gateways(cluster).entries()) {
      const hostname = `gateway-${i}.${cluster}.generation-${this.generation}.test`;
      await giveAddress(this.fleet, cluster, { namespace: this.namespace(cluster), name }, [{ hostname }]);
    }
  }
}

/** An ingress gateway as the operator makes it. */
function service(name: string, namespace: string): KubeObject {
  const spec = { type: 'LoadBalancer', selector: { app: name }, ports: PORTS };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

async function each(use: (cluster: ClusterName) => Promise<void>): Promise<void> {
  await Promise.all(CLUSTERS.map(use));
}
