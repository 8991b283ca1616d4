import { instantAt, mapsAt, textAt } from '../../status/observation';
import { type Fields, valueAt } from '../../values';

/** A watch of one istiod on another, as one of the two reports it. */
export interface Watch {
  /** Whether it is connected. */
  readonly isConnected: boolean;
  /** When it was connected last, in milliseconds; undefined if never. */
  readonly lastConnected: number | undefined;
  /** When all services were transferred last, in milliseconds; undefined if never. */
  readonly lastFullSync: number | undefined;
  /** How the last connection or attempt ended, such as `503 Service Unavailable`; kept while it is connected. */
  readonly lastStatus: string;
}

/** What one pod of istiod reports of a peer. */
export interface PodWatches {
  /** The name of the pod. */
  readonly pod: string;
  /** Its own watch on the peer. */
  readonly own: Watch;
  /** The watches of the peer on it. */
  readonly remotes: readonly Watch[];
}

/** What the pods of istiod report in the status of a ServiceMeshPeer; undefined if it has no such status. */
export function podWatchesOf(peer: Fields): readonly PodWatches[] | undefined {
  const status = ['status', 'discoveryStatus'];
  if (valueAt(peer, status) === undefined) return undefined;
  return ['active', 'inactive'].flatMap((list) =>
    mapsAt(peer, [...status, list]).map((entry) => ({
      pod: textAt(entry, ['pod']),
      own: watchOf(entry.watch),
      remotes: mapsAt(entry, ['remotes']).map(watchOf),
    })),
  );
}

function watchOf(value: unknown): Watch {
  return {
    isConnected: valueAt(value, ['connected']) === true,
    lastConnected: instantAt(value, ['lastConnected']),
    lastFullSync: instantAt(value, ['lastFullSync']),
    lastStatus: textAt(value, ['lastDisconnectStatus']),
  };
}
