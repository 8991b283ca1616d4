import { readPem } from '../../certificates/pem';
import type { ChangedObject, FieldChange, Judgement } from '../../changes/model';
import { textAt } from '../../status/observation';
import type { Fields } from '../../values';
import { ROOT_KEY } from '../names';
import { type GraphPair, incoming, outgoing, peersOf, rootConfigMapOf, sharedOver } from './graph';
import { cutOff } from './warnings';

/** Judges a ConfigMap with the root certificates of a peer; undefined for any other. */
export function judgeRoot(change: ChangedObject, _: FieldChange | undefined, graphs: GraphPair): Judgement | undefined {
  const { cluster, namespace = '', name, before, after, action } = change;
  const peer = peersOf({ cluster, namespace }, graphs).find((each) => rootConfigMapOf(each) === name);
  if (peer === undefined) return undefined;
  const edges = [outgoing(peer), incoming(peer)];
  const old = fingerprintsOf(before);
  const now = new Set(fingerprintsOf(after));
  // What deleting the peer does is said of the peer.
  const isStaying = graphs.after.peersIn({ cluster, namespace }).includes(peer);
  const isLost = isStaying && old.length > 0 && !old.some((fingerprint) => now.has(fingerprint));
  const fix = `keep the old root certificate next to the new one until "${peer.peer}" uses the new one: "ossm-fed fetch" without "--drop-old"`;
  const reason = `"${peer.mesh}" no longer trusts the root certificate of "${peer.peer}"`;
  return {
    risk: action === 'create' ? 'traffic' : 'identity',
    edges,
    services: sharedOver(peer, edges, graphs),
    warnings: isLost ? [cutOff([peer.mesh], peer.peer, reason, fix)] : [],
  };
}

/** The fingerprints of the certificates that istiod reads; none for a token or another text. */
function fingerprintsOf(configMap: Fields | undefined): readonly string[] {
  const content = readPem(textAt(configMap, ['data', ROOT_KEY]));
  return 'certificates' in content ? content.certificates.map(({ fingerprint }) => fingerprint) : [];
}
