/** What to know before a change is applied. Sources: docs/federation.md, Client IDs, Timing, and A peer that does not answer. */

import type { ChangeWarning } from '../../changes/model';
import { listNames } from '../../issues/suggest';
import { textAt } from '../../status/observation';
import type { GraphMesh, GraphPeer } from './graph';

/** Why a peer that does not answer is dangerous. */
const FREEZE = 'which freezes its control plane until the peer answers';

/**
 * A change that cuts a peer off.
 *
 * @param waiting the meshes that wait for the other one
 * @param reason what the change does
 */
export function cutOff(waiting: readonly string[], lost: string, reason: string, fix: string): ChangeWarning {
  const effect =
    waiting.length === 1
      ? `loses its peer "${lost}", ${FREEZE}`
      : `lose their peer "${lost}", which freezes their control planes until the peer answers`;
  return { code: 'PLN010', message: `${reason}: ${listNames(waiting)} ${effect}`, fix };
}

/** A ServiceMeshPeer whose other side does not have one. */
export function oneSided({ mesh, peer, name, namespace }: GraphPeer): ChangeWarning {
  return {
    code: 'PLN011',
    message: `"${peer}" has no ServiceMeshPeer for "${mesh}", so "${mesh}" waits for it, ${FREEZE}`,
    fix: `apply the ServiceMeshPeer of "${peer}" at the same time, or delete ServiceMeshPeer "${name}" in namespace "${namespace}"`,
  };
}

/** A field of a ServiceMeshPeer that istiod does not take in place. */
export function notInPlace(
  field: string,
  { mesh, name, namespace }: GraphPeer,
  own: GraphMesh | undefined,
): ChangeWarning {
  const controlPlane = own === undefined ? 'CONTROL_PLANE' : textAt(own.object, ['metadata', 'name']);
  return {
    code: 'PLN012',
    message: `istiod of "${mesh}" keeps the old "${field}" of ServiceMeshPeer "${name}" for service traffic and takes the new one for discovery only`,
    fix: `apply it, then restart istiod: "oc -n ${namespace} rollout restart deployment/istiod-${controlPlane}"; do not delete the ServiceMeshPeer and create it again at once, its exports would be lost until that restart`,
  };
}

/** A gateway whose address may become another one. */
export function movedGateway(gateway: string, { mesh, peer }: GraphPeer): ChangeWarning {
  return {
    code: 'PLN014',
    message: `ingress gateway "${gateway}" of "${mesh}" may get another address or port, which "${peer}" does not know`,
    fix: 'apply "20-mesh", run "ossm-fed fetch" and "ossm-fed synth", and apply "40-federation" of the peer at once',
  };
}
