import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { meshLabel } from './support/words';

/** The trust domain that a mesh has if it states none, and by which a policy means its own mesh. */
const DEFAULT = 'cluster.local';
const MESH_PATH = ['spec', 'security', 'trust', 'domain'];
const PEER_PATH = ['spec', 'security', 'trustDomain'];

/** FED005: each mesh has a name of its own in certificates. */
export const trustDomain: Rule = {
  id: 'FED005',
  severity: 'error',
  title: "each federated mesh has a trust domain of its own, and each peer states the other mesh's",
  cause:
    'The control plane states no trust domain and has the default one, or the setting was copied from another mesh.',
  effect:
    'istiod keeps root certificates by trust domain: it loads none for the peer, or one for both meshes, and connections between them fail',
  fix: "Write a trust domain that no other mesh has in each ServiceMeshControlPlane, such as the mesh's name with an ending, and the same in the peers for it.",
  source: 'fact sheet 2.1, 2.2 and 2.3',
  example: {
    fault: [
      set('east', 'ServiceMeshControlPlane east-mesh', 'spec.security.trust.domain', DEFAULT),
      set('west', 'ServiceMeshPeer east-mesh', 'spec.security.trustDomain', DEFAULT),
      set(
        'west',
        'ServiceMeshPeer east-mesh',
        'spec.security.clientID',
        `${DEFAULT}/ns/east-mesh/sa/west-mesh-egress-service-account`,
      ),
      set('east', 'AuthorizationPolicy ratings', 'spec.rules.0.from.0.source.principals', [
        `${DEFAULT}/ns/stock/*`,
        `${DEFAULT}/ns/east-mesh/sa/west-mesh-ingress-service-account`,
      ]),
    ],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const finding = checkMesh(mesh, fleet);
      if (finding !== undefined) report(finding);
    }
    for (const peer of fleet.peers) {
      const finding = checkPeer(peer, fleet);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkMesh(mesh: ObservedMesh, { meshesByTrustDomain }: Fleet): Finding | undefined {
  const { object, peers } = mesh;
  if (peers.length === 0) return undefined;
  if (mesh.trustDomain === DEFAULT) {
    return {
      object,
      path: MESH_PATH,
      message: `the mesh has the default trust domain "${DEFAULT}", which cannot be federated`,
      effect: 'policies take the name for the own mesh on each side, so the identities of the other mesh never match',
      fix: `write a trust domain that no other mesh has, such as "${mesh.name}.local", and the same in the peers for it`,
    };
  }
  const first = (meshesByTrustDomain.get(mesh.trustDomain) ?? []).find((other) => other.peers.length > 0);
  if (first === undefined || first === mesh) return undefined;
  return {
    object,
    path: MESH_PATH,
    message: `${meshLabel(first)} has the trust domain "${mesh.trustDomain}" too`,
    fix: 'write one that no other mesh has, and the same in the peers for it',
    related: [{ object: first.object, path: MESH_PATH, text: 'the first mesh with this trust domain' }],
  };
}

function checkPeer({ object, mesh, trustDomain: found }: ObservedPeer, fleet: Fleet): Finding | undefined {
  if (found === undefined) {
    return {
      object,
      path: PEER_PATH,
      message: 'the peer states no trust domain',
      effect: "istiod loads no root certificates for the peer, and trusts none of the other mesh's gateways",
      fix: "write what the other mesh's ServiceMeshControlPlane has at spec.security.trust.domain",
    };
  }
  const isOwn = found === mesh?.trustDomain;
  // Two meshes with one trust domain are told above, and so is a mesh with the default one.
  const hasMesh = (fleet.meshesByTrustDomain.get(found) ?? []).some(
    (other) => other !== mesh && other.peers.length > 0,
  );
  // Among several clusters, a trust domain that no mesh has is FED001.
  const isUnknown = found === DEFAULT && fleet.clusters.length === 1;
  if (hasMesh || !(isOwn || isUnknown)) return undefined;
  return {
    object,
    path: PEER_PATH,
    message: isOwn
      ? `"${found}" is the trust domain of the peer's own mesh`
      : `the trust domain "${found}" is the default one, which cannot be federated`,
    fix: "write the other mesh's trust domain",
    ...(isOwn && { related: [{ object: mesh.object, path: MESH_PATH, text: "the own mesh's trust domain" }] }),
  };
}
