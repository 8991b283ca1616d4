import { textAt, valueAt } from '../../observed/fields';
import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { gatewayIdentity } from './support/identities';
import { leftoverIn } from './support/leftover';

const PATH = ['spec', 'security', 'clientID'];

/** What a peer's ingress gateway does with a client ID that no identity can equal. */
const DENIED =
  'no identity equals it: the ingress gateway denies the other mesh, whose discovery gets 403 and whose calls are reset';

/** FED031: each peer has a client ID that an identity can equal. */
export const clientIDShape: Rule = {
  id: 'FED031',
  severity: 'error',
  title: 'the client ID of each peer is one whole identity without wildcards',
  cause: 'The client ID is left out, is written as a URI, or lets in more than one identity to save a look-up.',
  effect: DENIED,
  fix: 'Write the five parts <trust domain>/ns/<control-plane namespace>/sa/<egress gateway>-service-account of the other mesh.',
  source: 'fact sheet 2.3',
  example: { fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', '*')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const problem = problemOf(peer);
      if (problem !== undefined) report({ object: peer.object, path: PATH, fix: fixOf(peer), ...problem });
    }
  },
};

type Problem = Pick<Finding, 'message' | 'effect'>;

function problemOf(peer: ObservedPeer): Problem | undefined {
  const { clientID } = peer;
  if (clientID === undefined) return missing(valueAt(peer.object.value, PATH));
  // FED034 reports what is to be filled in.
  if (leftoverIn(clientID) !== undefined) return undefined;
  if (clientID.startsWith('spiffe://')) {
    return { message: `the client ID "${clientID}" starts with "spiffe://", which istiod puts before it once more` };
  }
  if (clientID.includes('*')) return wildcard(clientID);
  const parts = clientID.split('/');
  if (parts.length !== 5) {
    return { message: `the client ID "${clientID}" has ${parts.length} parts between slashes instead of five` };
  }
  return isCompared(peer) ? undefined : misshapen(clientID, parts);
}

/** Whether FED004 compares the parts with those of the other mesh. */
function isCompared({ remote, counterpart }: ObservedPeer): boolean {
  return remote !== undefined && counterpart?.egressName !== undefined;
}

function missing(value: unknown): Problem | undefined {
  // Anything else that is no text is against the schema.
  if (value !== undefined && value !== null && value !== '') return undefined;
  return {
    message: 'the peer has no client ID',
    effect:
      'nothing restricts who calls the exported services, as istiod makes no policy for them, and the discovery of the other mesh gets 403',
  };
}

function wildcard(clientID: string): Problem {
  const works = clientID.startsWith('*') || clientID.endsWith('*');
  return {
    message: `the client ID "${clientID}" has a wildcard and is no single identity`,
    effect: works
      ? 'the ingress gateway lets in every identity that it matches, and thus other workloads than the egress gateway of the other mesh'
      : DENIED,
  };
}

function misshapen(clientID: string, [domain, ns, namespace, sa, account]: readonly string[]): Problem | undefined {
  if (domain && ns === 'ns' && namespace && sa === 'sa' && account) return undefined;
  return {
    message: `the client ID "${clientID}" is not of the form <trust domain>/ns/<namespace>/sa/<service account>`,
  };
}

function fixOf({ remote, counterpart, spec }: ObservedPeer): string {
  if (remote !== undefined && counterpart?.egressName !== undefined) {
    return `write "${gatewayIdentity(remote.trustDomain, remote.namespace, counterpart.egressName)}"`;
  }
  const domain = textAt(spec, ['security', 'trustDomain']) ?? '<trust domain>';
  return `write ${domain}/ns/<control-plane namespace>/sa/<egress gateway>-service-account of the other mesh`;
}
