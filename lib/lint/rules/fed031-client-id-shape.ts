import { textAt } from '../../observed/fields';
import type { ObservedPeer } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayIdentity } from './support/identities';
import { leftoverIn } from './support/leftover';

const PATH = ['spec', 'security', 'clientID'];

/** What a peer's ingress gateway does if no identity equals the client ID. */
const DENIED =
  'no identity equals the client ID, so the ingress gateway denies the other mesh: its discovery requests get 403, and its calls are reset';

const WILDCARD = 'the client ID "{clientID}" has a wildcard instead of a single identity';

const FIX = 'write {identity}';

/** The identity of an egress gateway that the manifests do not include. */
const UNKNOWN_IDENTITY =
  '<control plane namespace>/sa/<egress gateway>-service-account with the names of the other mesh';

const FINDINGS = {
  wildcard: {
    severity: 'error',
    message: WILDCARD,
    effect:
      'the ingress gateway allows every identity that the wildcard matches, such as workloads of the other mesh in addition to its egress gateway',
    fix: FIX,
  },
  wildcardInTheMiddle: { severity: 'error', message: WILDCARD, effect: DENIED, fix: FIX },
  severalWildcards: {
    severity: 'error',
    message: 'the client ID "{clientID}" has several wildcards instead of a single identity',
    effect:
      'Istio expands only one star, at the beginning or at the end: with a second one the client ID matches no identity, or others than the pattern suggests',
    fix: FIX,
  },
  missingClientID: {
    severity: 'error',
    message: 'the client ID is missing',
    effect:
      'istiod creates no policy for the exported services, so every trusted identity can call them, and the discovery requests of the other mesh get 403',
    fix: FIX,
  },
  spiffePrefix: {
    severity: 'error',
    message: 'the client ID "{clientID}" starts with "spiffe://", and istiod adds this prefix again',
    effect: DENIED,
    fix: FIX,
  },
  wrongPartCount: {
    severity: 'error',
    message: 'the client ID "{clientID}" has {count} instead of 5 parts separated by slashes',
    effect: DENIED,
    fix: FIX,
  },
  wrongForm: {
    severity: 'error',
    message: 'the client ID "{clientID}" does not have the form <trust domain>/ns/<namespace>/sa/<service account>',
    effect: DENIED,
    fix: FIX,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED031: each peer has a client ID that one identity can equal. */
export const clientIDShape: Rule = {
  id: 'FED031',
  generations: ['ossm2'],
  title: 'the client ID of each peer is one complete identity without wildcards',
  cause:
    'The client ID is missing, is written as a URI, or has a wildcard that saves looking up the identity of the egress gateway.',
  fix: 'Write the five parts <trust domain>/ns/<control plane namespace>/sa/<egress gateway>-service-account of the other mesh.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.security.clientID',
    'maistra/istio pkg/servicemesh/federation/server/routing.go (policy of the exported services)',
    'maistra/istio pilot/pkg/security/authz/matcher/string.go (match of a principal)',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', '*')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const found = checkClientID(peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkClientID(peer: ObservedPeer): Finding | undefined {
  const { object, clientID } = peer;
  const place = { object, path: PATH };
  const expected = expectedIdentity(peer);
  const identity = expected === undefined ? unknownIdentity(peer) : `"${expected}"`;
  if (clientID === undefined) return isMissing(peer) ? finding('missingClientID', place, { identity }) : undefined;
  // FED034 reports placeholders.
  if (leftoverIn(clientID) !== undefined) return undefined;
  if (clientID.startsWith('spiffe://')) return finding('spiffePrefix', place, { clientID, identity });
  if (clientID.includes('*')) return finding(wildcardName(clientID), place, { clientID, identity });
  const parts = clientID.split('/');
  const count = parts.length;
  if (count !== 5) return finding('wrongPartCount', place, { clientID, count, identity });
  // FED004 compares the parts with the expected ones if they are known.
  return expected !== undefined || hasForm(parts) ? undefined : finding('wrongForm', place, { clientID, identity });
}

/** Whether the client ID is missing; FED023 reports values of other types. */
function isMissing({ object }: ObservedPeer): boolean {
  const value = valueAt(object.value, PATH);
  return value === undefined || value === null || value === '';
}

/**
 * Istio expands a star at the end of a principal by a comparison with what is before it, and one at the beginning by a
 * regular expression, in which a further star repeats the character before it.
 */
function wildcardName(clientID: string): 'wildcard' | 'wildcardInTheMiddle' | 'severalWildcards' {
  const hasMore = clientID.replace(/^\*|\*$/, '').includes('*');
  if (!hasMore) return 'wildcard';
  return clientID.startsWith('*') ? 'severalWildcards' : 'wildcardInTheMiddle';
}

function hasForm([domain, ns, namespace, sa, account]: readonly string[]): boolean {
  return Boolean(domain && namespace && account) && ns === 'ns' && sa === 'sa';
}

/** The identity of the egress gateway of the other mesh, if the manifests include it. */
function expectedIdentity({ remote, counterpart }: ObservedPeer): string | undefined {
  if (!remote?.namespace || counterpart?.egressName === undefined) return undefined;
  return gatewayIdentity(remote.trustDomain, remote.namespace, counterpart.egressName);
}

function unknownIdentity({ spec }: ObservedPeer): string {
  const domain = textAt(spec, ['security', 'trustDomain']) ?? '<trust domain>';
  return `${domain}/ns/${UNKNOWN_IDENTITY}`;
}
