/** What clusters hold, read from their APIs by no code of the project. */
import { X509Certificate } from 'node:crypto';
import type { StoredObject } from './harness/api';
import type { Fleet } from './harness/fleet';
import type { ClusterName } from './harness/state';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };

/** A mesh, whose control-plane namespace has its name, and the mesh that it peers with. */
export interface Side {
  readonly mesh: string;
  readonly cluster: ClusterName;
  readonly peer: string;
  readonly peerCluster: ClusterName;
  /** The ingress gateway of the peer for this mesh. */
  readonly gateway: string;
}

/** All peers of the project's own topology, each as its mesh sees it. */
export const SIDES: readonly Side[] = [
  side('rosa-prod-mesh', 'rosa', 'aro-stg-mesh', 'aro', 'rosa-prod-ingress'),
  side('rosa-prod-mesh', 'rosa', 'gcp-dev-mesh', 'rog', 'rosa-prod-ingress'),
  side('aro-stg-mesh', 'aro', 'rosa-prod-mesh', 'rosa', 'aro-stg-ingress'),
  side('gcp-dev-mesh', 'rog', 'rosa-prod-mesh', 'rosa', 'gcp-dev-ingress'),
];

function side(mesh: string, cluster: ClusterName, peer: string, peerCluster: ClusterName, gateway: string): Side {
  return { mesh, cluster, peer, peerCluster, gateway };
}

/** What a mesh was told of its peer. */
export interface Told {
  /** The text of the ConfigMap that the ServiceMeshPeer names. */
  readonly pem: string;
  readonly addresses: readonly string[];
  readonly servicePort: number;
  readonly discoveryPort: number;
}

/** What a mesh was told of its peer, found as istiod finds it: by the ServiceMeshPeer and the ConfigMap that it names. */
export async function toldOf(fleet: Fleet, { mesh, cluster, peer }: Side): Promise<Told> {
  const { spec } = await existing(fleet, cluster, PEER, mesh, peer);
  const { remote, security } = spec as {
    readonly remote: Omit<Told, 'pem'>;
    readonly security: { readonly certificateChain: { readonly kind: string; readonly name: string } };
  };
  return { pem: await pemIn(fleet, cluster, mesh, security.certificateChain.name), ...remote };
}

/** What a mesh shows as its root certificates. */
export function shownRoot(fleet: Fleet, cluster: ClusterName, namespace: string): Promise<string> {
  return pemIn(fleet, cluster, namespace, 'istio-ca-root-cert');
}

/** A Service with what the server, the cloud and the operator have written into it. */
export function serviceOf(fleet: Fleet, cluster: ClusterName, namespace: string, name: string): Promise<Gateway> {
  return existing(fleet, cluster, SERVICE, namespace, name) as Promise<StoredObject & Gateway>;
}

/** What counts of the Service of a gateway. */
export interface Gateway {
  readonly spec: {
    readonly ports: readonly { readonly name: string; readonly port: number; readonly nodePort?: number }[];
  };
  readonly status: {
    readonly loadBalancer: { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] };
  };
}

/** The fingerprints of the certificates of a text, in their order. */
export function fingerprintsIn(pem: string): readonly string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block).fingerprint256);
}

/** The version of each object that a test may see, to tell whether anything was written. */
export async function versionsOn(fleet: Fleet, cluster: ClusterName): Promise<string> {
  const kinds =
    'namespaces,nodes,configmaps,secrets,services,serviceaccounts,roles,rolebindings,smcp,smmr,servicemeshpeers';
  const line = '{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.resourceVersion}';
  const path = `jsonpath={range .items[*]}${line}{"\\n"}{end}`;
  const { code, stdout, stderr } = await fleet.kubectl(cluster, ['get', kinds, '-A', '-o', path]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

async function pemIn(fleet: Fleet, cluster: ClusterName, namespace: string, name: string): Promise<string> {
  const { data } = await existing(fleet, cluster, CONFIG_MAP, namespace, name);
  return (data as { readonly [key: string]: string })['root-cert.pem'] ?? '';
}

async function existing(
  fleet: Fleet,
  cluster: ClusterName,
  kind: { readonly apiVersion: string; readonly kind: string },
  namespace: string,
  name: string,
): Promise<StoredObject> {
  const found = await fleet.api(cluster).get(kind, name, namespace);
  if (found === undefined) throw new Error(`${cluster} has no ${kind.kind} ${namespace}/${name}`);
  return found;
}
