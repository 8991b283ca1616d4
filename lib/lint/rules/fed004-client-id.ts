import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

/** The parts of a client ID in their order, as messages call them. */
const PARTS = ['trust domain', '"ns"', 'namespace', '"sa"', 'service account'];

/** FED004: each peer admits the identity of the other mesh's egress gateway. */
export const clientID: Rule = {
  id: 'FED004',
  severity: 'error',
  title: "a peer's client ID is the identity of the other mesh's egress gateway towards this one",
  cause:
    'The client ID names a trust domain, a namespace and a ServiceAccount of the other mesh, and is copied by hand.',
  effect:
    'the ingress gateway denies the other mesh: its discovery gets 403, and its calls are reset; only the other side shows it',
  fix: 'Write <trust domain>/ns/<control-plane namespace>/sa/<egress gateway>-service-account of the other mesh, with the egress gateway that it uses towards this one.',
  source: 'fact sheet 2.1 and 2.3',
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
      const finding = checkClientID(peer);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkClientID(peer: ObservedPeer): Finding | undefined {
  const { clientID: found, remote, counterpart, object } = peer;
  if (found === undefined || remote === undefined || counterpart?.egressName === undefined) return undefined;
  // Another shape, or a wildcard, is what FED031 is about.
  if (found.split('/').length !== PARTS.length || found.includes('*')) return undefined;
  const expected = `${remote.trustDomain}/ns/${remote.namespace}/sa/${counterpart.egressName}-service-account`;
  if (found === expected) return undefined;
  return {
    object,
    path: ['spec', 'security', 'clientID'],
    message: `the client ID "${found}" has ${differences(found, expected)}`,
    fix: `write "${expected}"`,
    related: [
      {
        object: counterpart.object,
        path: ['spec', 'gateways', 'egress', 'name'],
        text: 'the egress gateway is named here',
      },
    ],
  };
}

/** Which parts differ, each with what it should be. */
function differences(found: string, expected: string): string {
  const wanted = expected.split('/');
  return found
    .split('/')
    .flatMap((part, i) => (part === wanted[i] ? [] : `the ${PARTS[i]} "${part}" instead of "${wanted[i]}"`))
    .join(', ');
}
