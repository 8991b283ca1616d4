import type {
  ClusterProps,
  MeshProps,
  PeeringProps,
  ShareProps,
  Topology,
  TrafficProps,
} from '../../lib/topology/model';
import { type KubeObject, objectsOf } from './synthesize';

/** What a test says of the two meshes that it looks at. */
export interface TwoMeshes {
  readonly westCluster?: ClusterProps;
  readonly eastCluster?: ClusterProps;
  readonly west?: MeshProps;
  readonly east?: MeshProps;
  readonly peering?: PeeringProps;
  readonly shares?: readonly ShareProps[];
  readonly traffic?: readonly TrafficProps[];
}

/** Two meshes that federate, `west` and `east`, each with the member `shop`. */
export function twoMeshes({ peering, shares = [], traffic = [], ...own }: TwoMeshes = {}): Topology {
  return {
    clusters: { west: own.westCluster ?? {}, east: own.eastCluster ?? {} },
    meshes: { west: { members: ['shop'], ...own.west }, east: { members: ['shop'], ...own.east } },
    peerings: [{ between: ['west', 'east'], ...peering }],
    shares,
    traffic,
  };
}

/** The part of an object at a path of keys; undefined where there is none. */
export function partOf(object: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((part, key) => (part as { [key: string]: unknown } | undefined)?.[key], object);
}

/** One object of a topology by cluster and identity, such as `west: Service/shop/details`. */
export function objectOf(topology: Topology, object: string): KubeObject {
  const found = objectsOf(topology).get(object);
  if (found === undefined) throw new Error(`there is no ${object}`);
  return found;
}

/** The spec of the control plane of `west`. */
export function controlPlaneOf(props: TwoMeshes): unknown {
  return objectOf(twoMeshes(props), 'west: ServiceMeshControlPlane/west/west').spec;
}

/** The ingress gateway of `west` towards `east`. */
export function ingressOf(props: TwoMeshes): unknown {
  return partOf(controlPlaneOf(props), 'gateways', 'additionalIngress', 'east-ingress');
}

/** Where `east` reaches `west`. */
export function remoteOf(props: TwoMeshes): unknown {
  return partOf(objectOf(twoMeshes(props), 'east: ServiceMeshPeer/east/west').spec, 'remote');
}
