import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { FREEZES_MESH } from './support/frozen-mesh';

/** What precedes each part of a client ID in a message; "ns" and "sa" explain themselves. */
const PARTS = ['the trust domain ', '', 'the namespace ', '', 'the service account '];

const CLIENT_ID = ['spec', 'security', 'clientID'];
const EGRESS_NAME = ['spec', 'gateways', 'egress', 'name'];

const FINDINGS = {
  wrongIdentity: {
    severity: 'error',
    message: 'the client ID "{found}" has {differences}',
    effect:
      'the ingress gateway denies the other mesh: its discovery requests get 403, and its calls are reset; only the other side reports it',
    fix: 'write "{expected}"',
    related: ['the egress gateway is named here'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED004: each peer admits the identity of the other mesh's egress gateway. */
export const clientID: Rule = {
  id: 'FED004',
  generations: ['ossm2'],
  title: "a peer's client ID is the identity of the other mesh's egress gateway for this mesh",
  cause: `The client ID consists of a trust domain, a namespace and a service account of the other mesh, and is copied by hand. ${FREEZES_MESH}`,
  fix: 'Write <trust domain>/ns/<control plane namespace>/sa/<egress gateway>-service-account of the other mesh, with the egress gateway that it uses for this mesh. Do not recreate the peer at once: wait until its deletion is done, or restart istiod. Wait 60 s after an edit before you check its effect.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.security.clientID',
    'maistra/istio pkg/servicemesh/federation/discovery (RBAC of the ingress gateway)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'ServiceMeshPeer east-mesh',
        'spec.security.clientID',
        'east-mesh.local/ns/eats-mesh/sa/west-mesh-egress-service-account',
      ),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const found = checkClientID(peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkClientID(peer: ObservedPeer): Finding | undefined {
  const { clientID: found, remote, counterpart, object } = peer;
  if (found === undefined || remote === undefined || counterpart?.egressName === undefined) return undefined;
  // Another shape, or a wildcard, is what FED031 is about.
  if (found.split('/').length !== PARTS.length || found.includes('*')) return undefined;
  // A namespace that the manifests of the other mesh lack is right as it is written.
  const namespace = remote.namespace || found.split('/')[2];
  const expected = `${remote.trustDomain}/ns/${namespace}/sa/${counterpart.egressName}-service-account`;
  if (found === expected) return undefined;
  const related = [{ object: counterpart.object, path: EGRESS_NAME }];
  const place = { object, path: CLIENT_ID, related };
  return finding('wrongIdentity', place, { found, expected, differences: differences(found, expected) });
}

/** Which parts differ, each with the expected one. */
function differences(found: string, expected: string): string {
  const wanted = expected.split('/');
  return found
    .split('/')
    .flatMap((part, i) => (part === wanted[i] ? [] : `${PARTS[i]}"${part}" instead of "${wanted[i]}"`))
    .join(', ');
}
