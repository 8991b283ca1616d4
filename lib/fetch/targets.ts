import { type LockScope, scopeOf } from '../lock/scope';
import { DISCOVERY_PORT, SERVICE_PORT } from '../ossm2/gateways';
import type { Ingress, MeshPlan, Ossm2Plan } from '../ossm2/model';

/** The ConfigMap in which istiod publishes the mesh's root certificates; fact sheet 4. */
export const ROOT_CONFIG_MAP = 'istio-ca-root-cert';
/** The key of {@link ROOT_CONFIG_MAP} that holds the PEM text; fact sheet 4. */
export const ROOT_KEY = 'root-cert.pem';

/** What is read from one cluster. */
export interface ClusterTargets {
  /** The cluster's name in the topology. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** Not empty; sorted by mesh, the root before the gateways. */
  readonly targets: readonly Target[];
}

/** One fact to read: the root certificates of a mesh, or where one of its ingress gateways is reached. */
export type Target = RootTarget | GatewayTarget;

/** The root certificates of a mesh. */
export interface RootTarget {
  readonly kind: 'root';
  readonly mesh: string;
  /** The control-plane namespace. */
  readonly namespace: string;
}

/** Where an ingress gateway is reached. */
export interface GatewayTarget {
  readonly kind: 'gateway';
  readonly mesh: string;
  /** The control-plane namespace. */
  readonly namespace: string;
  /** The gateway's name, which is its Service's. */
  readonly gateway: string;
  readonly type: 'LoadBalancer' | 'NodePort';
  /** What the manifests call the port for service traffic. */
  readonly servicePort: string;
  /** What the manifests call the port for discovery. */
  readonly discoveryPort: string;
}

/**
 * What must be read where, sorted by cluster: each fact that a manifest has a token for. What the topology states, and
 * what follows from names as the address of a ClusterIP does, is not read; nor is a cluster that nothing is read from.
 */
export function targetsOf(clusters: readonly Ossm2Plan[]): readonly ClusterTargets[] {
  const scope = scopeOf(clusters);
  return [...clusters]
    .sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
    .map((cluster) => ({ cluster: cluster.cluster, context: cluster.context, targets: targetsOn(cluster, scope) }))
    .filter(({ targets }) => targets.length > 0);
}

/** Whether the addresses of nodes are read. */
export function needsNodes(targets: readonly Target[]): boolean {
  return targets.some((target) => target.kind === 'gateway' && target.type === 'NodePort');
}

function targetsOn({ meshes }: Ossm2Plan, scope: LockScope): readonly Target[] {
  return [...meshes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((mesh) => {
      const wanted = scope.meshes[mesh.name];
      const { name, namespace } = mesh;
      const root: readonly Target[] = wanted?.needsRoot ? [{ kind: 'root', mesh: name, namespace }] : [];
      return [...root, ...gatewaysOf(mesh, new Set(wanted?.gateways))];
    });
}

function gatewaysOf({ name: mesh, namespace, peers }: MeshPlan, wanted: ReadonlySet<string>): readonly Target[] {
  const ingresses = new Map(peers.map(({ ingress }) => [ingress.name, ingress]));
  return [...wanted].sort().flatMap((gateway): readonly Target[] => {
    const ingress = ingresses.get(gateway);
    if (ingress === undefined || ingress.type === 'ClusterIP') return [];
    const { type } = ingress;
    const ports = { servicePort: portName(ingress, SERVICE_PORT), discoveryPort: portName(ingress, DISCOVERY_PORT) };
    return [{ kind: 'gateway', mesh, namespace, gateway, type, ...ports }];
  });
}

function portName({ ports }: Ingress, number: number): string {
  return ports.find(({ port }) => port === number)?.name ?? '';
}
