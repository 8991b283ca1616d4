import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { FREEZES_MESH } from './support/frozen-mesh';
import { meshLabel } from './support/words';

/** The trust domain of a mesh that does not set one; in policies it means the mesh itself. */
const DEFAULT = 'cluster.local';
const MESH_PATH = ['spec', 'security', 'trust', 'domain'];
const PEER_PATH = ['spec', 'security', 'trustDomain'];

const MIXED_UP =
  'istiod stores root certificates by trust domain: it loads none for the peer, or one for both meshes, and connections between them fail';
const NEVER_MATCHES =
  "in policies the default trust domain means the policy's own mesh, so the identities of the other mesh never match";
const WRITE_OTHER = "write the other mesh's trust domain";

const FINDINGS = {
  defaultOfMesh: {
    severity: 'error',
    message: `the mesh has the default trust domain "${DEFAULT}", which cannot be federated`,
    effect: NEVER_MATCHES,
    fix: 'write a trust domain that no other mesh has, such as "{name}.local", and the same one in the peers for this mesh',
  },
  duplicate: {
    severity: 'error',
    message: 'duplicate trust domain "{trustDomain}": {mesh} has it too',
    effect: MIXED_UP,
    fix: 'write a trust domain that no other mesh has, and the same one in the peers for this mesh',
    related: ['the first mesh with this trust domain'],
  },
  missing: {
    severity: 'error',
    message: 'missing trust domain of the other mesh',
    effect: "istiod loads no root certificates for the peer, and does not trust the other mesh's gateways",
    fix: "write the value of spec.security.trust.domain in the other mesh's ServiceMeshControlPlane",
  },
  ownOfPeer: {
    severity: 'error',
    message: '"{trustDomain}" is the trust domain of the peer\'s own mesh instead of the other mesh',
    effect: MIXED_UP,
    fix: WRITE_OTHER,
    related: ["the trust domain of the peer's own mesh"],
  },
  defaultOfPeer: {
    severity: 'error',
    message: `the peer has the default trust domain "${DEFAULT}", which cannot be federated`,
    effect: NEVER_MATCHES,
    fix: WRITE_OTHER,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED005: each mesh has its own name in certificates. */
export const trustDomain: Rule = {
  id: 'FED005',
  generations: ['ossm2'],
  title: "each federated mesh has its own trust domain, and each peer has the other mesh's",
  cause: `The control plane does not set a trust domain and has the default one, or the setting was copied from another mesh. ${FREEZES_MESH}`,
  fix: "Write a trust domain that no other mesh has in each ServiceMeshControlPlane, such as the mesh's name followed by .local, and the same one in the peers for it.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.security.trustDomain',
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (root certificates by trust domain)',
    'maistra/istio pilot/pkg/security/trustdomain/bundle.go (cluster.local in policies)',
  ],
  findings: FINDINGS,
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
      const found = checkMesh(mesh, fleet);
      if (found !== undefined) report(found);
    }
    for (const peer of fleet.peers) {
      const found = checkPeer(peer, fleet);
      if (found !== undefined) report(found);
    }
  },
};

function checkMesh(mesh: ObservedMesh, { meshesByTrustDomain }: Fleet): Finding | undefined {
  const { object, peers } = mesh;
  if (peers.length === 0) return undefined;
  const place = { object, path: MESH_PATH };
  if (mesh.trustDomain === DEFAULT) return finding('defaultOfMesh', place, { name: mesh.name });
  const [first] = federated(meshesByTrustDomain.get(mesh.trustDomain));
  if (first === undefined || first === mesh) return undefined;
  const related = [{ object: first.object, path: MESH_PATH }];
  return finding('duplicate', { ...place, related }, { trustDomain: mesh.trustDomain, mesh: meshLabel(first) });
}

function checkPeer({ object, mesh, trustDomain: found }: ObservedPeer, fleet: Fleet): Finding | undefined {
  const place = { object, path: PEER_PATH };
  if (found === undefined) return finding('missing', place, {});
  // Two meshes with one trust domain are reported above, and so is a mesh with the default one.
  if (federated(fleet.meshesByTrustDomain.get(found)).some((other) => other !== mesh)) return undefined;
  if (found === mesh?.trustDomain) {
    const related = [{ object: mesh.object, path: MESH_PATH }];
    return finding('ownOfPeer', { ...place, related }, { trustDomain: found });
  }
  // Among several clusters, a trust domain that no mesh has is FED001.
  return found === DEFAULT && fleet.clusters.length === 1 ? finding('defaultOfPeer', place, {}) : undefined;
}

/** The meshes that have peers. */
function federated(meshes: readonly ObservedMesh[] = []): readonly ObservedMesh[] {
  return meshes.filter(({ peers }) => peers.length > 0);
}
