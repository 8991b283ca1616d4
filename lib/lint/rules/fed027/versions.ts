import type { Fleet, ObservedMesh, ObservedPeer } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import type { ObservedSubscription } from '../support/subscriptions';
import { finding, OPERATOR } from './findings';

/** The minor version of the last OSSM 2 operator, which a Subscription installs unless it is pinned. */
export const LAST_OPERATOR = 6;

/** Where a control plane has its version. */
export const VERSION = ['spec', 'version'];

/** The minor version of a mesh; undefined where the operator selects it or it is a version of another generation. */
export function minorOf({ version }: ObservedMesh): number | undefined {
  const [, minor] = /^v2\.(\d)$/.exec(version ?? '') ?? [];
  return minor === undefined || Number(minor) > LAST_OPERATOR ? undefined : Number(minor);
}

/** Reports a version that OSSM 2 does not have. */
export function checkVersionForm(mesh: ObservedMesh): Finding | undefined {
  const { version, object } = mesh;
  if (version === undefined || minorOf(mesh) !== undefined) return undefined;
  const plain = /^v?(2\.[0-6])(\.\d+)?$/.exec(version)?.[1];
  return finding('unknownVersion', { object, path: VERSION }, { version, known: `v${plain ?? `2.${LAST_OPERATOR}`}` });
}

/** Reports a version that the subscribed operator does not support. */
export function checkVersion(mesh: ObservedMesh, subscription: ObservedSubscription): Finding | undefined {
  const minor = minorOf(mesh);
  const operator = subscription.pinnedMinor ?? LAST_OPERATOR;
  if (minor === undefined) return undefined;
  const place = {
    object: mesh.object,
    path: VERSION,
    related: [{ object: subscription.object, path: ['spec'] }],
  };
  const version = `v2.${minor}`;
  if (minor > operator) return finding('newerThanOperator', place, { version, minor: operator });
  const oldest = oldestFor(operator);
  if (minor >= oldest) return undefined;
  const label = subscription.pinnedMinor === undefined ? OPERATOR.newest : OPERATOR.pinned;
  // The operator 2.5 is known to reject versions before v2.2; the release notes end the support of the others.
  const name = minor < 2 ? 'removedVersion' : 'unsupportedVersion';
  return finding(name, place, { version, oldest, operator: label, minor: operator });
}

/** The oldest minor version of a mesh that an operator supports. */
function oldestFor(operator: number): number {
  if (operator >= 6) return 4;
  return operator === 5 ? 3 : 0;
}

/** Reports pairs of meshes that are further apart than one minor version, each pair once. */
export function checkPairs({ peers }: Fleet): readonly Finding[] {
  return peers.flatMap((peer) => {
    const { mesh, remote, counterpart } = peer;
    if (mesh === undefined || remote === undefined || (counterpart !== undefined && !isFirst(peer, counterpart)))
      return [];
    const [own, other] = [minorOf(mesh), minorOf(remote)];
    if (own === undefined || other === undefined || Math.abs(own - other) < 2) return [];
    const place = { object: mesh.object, path: VERSION, related: [{ object: remote.object, path: VERSION }] };
    const slots = { mesh: mesh.name, version: `v2.${own}`, peer: remote.name, other: `v2.${other}` };
    return [finding('distantVersions', place, slots)];
  });
}

function isFirst(a: ObservedPeer, b: ObservedPeer): boolean {
  const key = ({ cluster, namespace, name }: ObservedPeer) => JSON.stringify([cluster.name, namespace, name]);
  return key(a) < key(b);
}
