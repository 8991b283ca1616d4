import type { ClusterProps, MeshProps, OperatorsProps, PeeringProps, ShareProps } from '../../../lib/topology/model';

/* A topology while it is being built: what has been decided, so that later decisions can fit. */

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface ClusterDraft {
  readonly name: string;
  /** Under which key of `clusters` it stands. */
  readonly key: string;
  /** Whether its operator stays at a version that knows v2.3. */
  readonly old: boolean;
  readonly operators: OperatorsProps | undefined;
  readonly props: Mutable<ClusterProps>;
  /** Namespaces that are control planes' or members. */
  readonly taken: Set<string>;
  nextNodePort: number;
}

export interface MeshDraft {
  readonly name: string;
  /** Under which key of `meshes` it stands. */
  readonly key: string;
  readonly cluster: ClusterDraft;
  readonly namespace: string;
  readonly members: readonly string[];
  readonly props: Mutable<MeshProps>;
  /** Where it has bookinfo with `details v1` and `reviews v1 to v3`. */
  readonly bookinfo: string | undefined;
}

/** One direction in which shares may go. */
export interface Direction {
  readonly exporter: MeshDraft;
  readonly importer: MeshDraft;
}

/** A share from one mesh to another, as traffic statements may refer to it. */
export interface Delivery extends Direction {
  readonly share: ShareProps;
  /** What traffic statements call the share. */
  readonly name: string;
  readonly several: boolean;
}

export interface Draft {
  readonly clusters: readonly ClusterDraft[];
  readonly meshes: readonly MeshDraft[];
  readonly peerings: PeeringProps[];
  /** Names of meshes that peer, as `a b`, in both orders. */
  readonly linked: Set<string>;
  readonly shares: ShareProps[];
  readonly deliveries: Delivery[];
}

export function isLinked({ linked }: Draft, a: MeshDraft, b: MeshDraft): boolean {
  return linked.has(`${a.name} ${b.name}`);
}

/** All directions between meshes that peer. */
export function directions(draft: Draft): readonly Direction[] {
  return draft.meshes.flatMap((exporter) =>
    draft.meshes.filter((importer) => isLinked(draft, exporter, importer)).map((importer) => ({ exporter, importer })),
  );
}
