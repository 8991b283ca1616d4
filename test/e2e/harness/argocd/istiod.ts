import type { KubeObject } from '../../../helpers/synthesize';
import type { StoredObject } from '../api';
import type { Fleet } from '../fleet';
import { CLUSTERS, type ClusterName } from '../state';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const CONTROL_PLANE = { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' };
const FEDERATION = { apiVersion: 'federation.maistra.io/v1' };
const PEER = { ...FEDERATION, kind: 'ServiceMeshPeer' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };

interface PeerSpec {
  readonly gateways: { readonly ingress: { readonly name: string } };
  readonly remote: { readonly addresses: readonly string[] };
  readonly security: { readonly certificateChain: { readonly name: string } };
}

interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

interface Rule {
  readonly nameSelector?: ServiceName & { readonly alias?: Partial<ServiceName> };
}

/** Where a control plane is. */
interface Mesh {
  readonly cluster: ClusterName;
  readonly namespace: string;
}

/** How long a lost connection has been lost, in milliseconds: longer than health checks wait. */
const LOST = 3_600_000;

/** The time between two full synchronizations, in milliseconds. */
const SYNC_PERIOD = 180_000;

/** Reports on peers what istiod reports when the root certificates and addresses are what they are. */
export class Istiod {
  private readonly started = Date.now();

  constructor(private readonly fleet: Fleet) {}

  /** Reports on one peer of a cluster and on its sets of services. A peer without a root is not accepted. */
  async report(cluster: ClusterName, peer: StoredObject): Promise<void> {
    const { name, namespace = '' } = peer.metadata;
    if ((await this.storedRoot(cluster, peer)) === undefined) return;
    const isConnected = await this.reaches(cluster, peer);
    const pod = { pod: `istiod-${namespace}-0`, ...(isConnected ? this.connected() : this.lost(peer)) };
    const status = { discoveryStatus: { [isConnected ? 'active' : 'inactive']: [pod] } };
    await this.fleet.api(cluster).apply({ ...PEER, metadata: { name, namespace }, status }, 'status');
    await this.reportSet(cluster, peer, 'ExportedServiceSet', isConnected);
    await this.reportSet(cluster, peer, 'ImportedServiceSet', isConnected);
  }

  /** Synchronized within the last minutes, however long the tests take; the status changes no more often than that. */
  private connected(): object {
    const synchronized = Date.now() - (Date.now() % SYNC_PERIOD);
    const times = { lastConnected: time(this.started), lastFullSync: time(synchronized) };
    return { watch: { connected: true, ...times }, remotes: [{ source: '192.0.2.1', connected: true, ...times }] };
  }

  /** A peer that was never connected has no times. */
  private lost({ status }: StoredObject): object {
    const since = time(this.started - LOST);
    const wasConnected = JSON.stringify(status ?? {}).includes('lastFullSync');
    const times = wasConnected ? { lastConnected: since, lastFullSync: since, lastDisconnect: since } : {};
    return { watch: { connected: false, lastDisconnectStatus: '503 Service Unavailable', ...times } };
  }

  private async reportSet(
    cluster: ClusterName,
    { metadata }: StoredObject,
    kind: 'ExportedServiceSet' | 'ImportedServiceSet',
    isConnected: boolean,
  ): Promise<void> {
    const { name, namespace = '' } = metadata;
    const set = await this.fleet.api(cluster).get({ ...FEDERATION, kind }, name, namespace);
    if (set === undefined) return;
    const [rules, list, suffix] =
      kind === 'ExportedServiceSet'
        ? (['exportRules', 'exportedServices', 'exports'] as const)
        : (['importRules', 'importedServices', 'imports'] as const);
    const { [rules]: selected = [] } = set.spec as { readonly [key in typeof rules]?: readonly Rule[] };
    const services = selected.flatMap(({ nameSelector }) => (nameSelector === undefined ? [] : [nameSelector]));
    const entries = services.map(({ alias, ...service }) => {
      const other = { name: alias?.name ?? service.name, namespace: alias?.namespace ?? service.namespace };
      const hostname = `${other.name}.${other.namespace}.svc.${name}-${suffix}.local`;
      const { name: own, namespace: place } = kind === 'ExportedServiceSet' ? service : other;
      return { exportedName: hostname, localService: { name: own, namespace: place, hostname } };
    });
    const object: KubeObject = { ...FEDERATION, kind, metadata: { name, namespace } };
    await this.fleet.api(cluster).apply({ ...object, status: { [list]: isConnected ? entries : [] } }, 'status');
  }

  /** Whether root and addresses are those of the other mesh, and that mesh accepts this one. */
  private async reaches(cluster: ClusterName, peer: StoredObject): Promise<boolean> {
    const own = (await this.fleet.api(cluster).list(CONTROL_PLANE, peer.metadata.namespace))[0]?.metadata.name;
    const other = await this.find(peer.metadata.name);
    if (own === undefined || other === undefined) return false;
    const api = this.fleet.api(other.cluster);
    const counterpart = await api.get(PEER, own, other.namespace);
    if (counterpart === undefined || (await this.storedRoot(other.cluster, counterpart)) === undefined) return false;
    const published = await api.get(CONFIG_MAP, 'istio-ca-root-cert', other.namespace);
    if (rootIn(published) !== (await this.storedRoot(cluster, peer))) return false;
    const service = await api.get(SERVICE, (counterpart.spec as PeerSpec).gateways.ingress.name, other.namespace);
    const { loadBalancer } = (service?.status ?? {}) as {
      readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
    };
    const real = (loadBalancer?.ingress ?? []).map(({ ip, hostname }) => hostname ?? ip);
    return (peer.spec as PeerSpec).remote.addresses.every((address) => real.includes(address));
  }

  /** The root certificate that a mesh has been given for a peer; undefined without the key that istiod reads. */
  private async storedRoot(cluster: ClusterName, { metadata, spec }: StoredObject): Promise<string | undefined> {
    const { name } = (spec as PeerSpec).security.certificateChain;
    return rootIn(await this.fleet.api(cluster).get(CONFIG_MAP, name, metadata.namespace));
  }

  private async find(mesh: string): Promise<Mesh | undefined> {
    for (const cluster of CLUSTERS) {
      // The operator is not installed on all clusters yet.
      const all = await this.fleet
        .api(cluster)
        .list(CONTROL_PLANE)
        .catch(() => []);
      const found = all.find(({ metadata }) => metadata.name === mesh);
      if (found !== undefined) return { cluster, namespace: found.metadata.namespace ?? '' };
    }
    return undefined;
  }
}

function rootIn(configMap: StoredObject | undefined): string | undefined {
  return (configMap?.data as { readonly [key: string]: string } | undefined)?.['root-cert.pem'];
}

/** A time as istiod writes it. */
function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
