import { valueAt } from '../../observed/fields';
import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayIdentity } from './support/identities';
import { leftoverIn } from './support/leftover';

const PATH = ['spec', 'security', 'clientID'];

const DENIED =
  'no identity equals it: the ingress gateway denies the other mesh, whose discovery requests get 403 and whose calls are reset';
const WILDCARD = 'the client ID "{clientID}" has a wildcard and is not a single identity';
const WRITE = 'write {identity}';

/** What to write where the other mesh is not in the manifests; `{domain}` is its trust domain. */
const UNKNOWN_IDENTITY = '{domain}/ns/<control-plane namespace>/sa/<egress gateway>-service-account of the other mesh';

const FINDINGS = {
  openWildcard: {
    severity: 'error',
    message: WILDCARD,
    effect:
      'the ingress gateway admits every identity that it matches, and thus workloads other than the egress gateway of the other mesh',
    fix: WRITE,
  },
  uselessWildcard: { severity: 'error', message: WILDCARD, effect: DENIED, fix: WRITE },
  missingClientID: {
    severity: 'error',
    message: 'the peer has no client ID',
    effect:
      'istiod creates no policy for the exported services, so any identity that the mesh trusts can call them, and the discovery requests of the other mesh get 403',
    fix: WRITE,
  },
  scheme: {
    severity: 'error',
    message: 'the client ID "{clientID}" starts with "spiffe://", which istiod adds itself',
    effect: DENIED,
    fix: WRITE,
  },
  wrongParts: {
    severity: 'error',
    message: 'the client ID "{clientID}" has the wrong number of parts between slashes: {count} instead of 5',
    effect: DENIED,
    fix: WRITE,
  },
  wrongForm: {
    severity: 'error',
    message: 'the client ID "{clientID}" does not have the form <trust domain>/ns/<namespace>/sa/<service account>',
    effect: DENIED,
    fix: WRITE,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED031: each peer has a client ID that an identity can equal. */
export const clientIDShape: Rule = {
  id: 'FED031',
  generations: ['ossm2'],
  title: 'the client ID of each peer is one whole identity without wildcards',
  cause: 'The client ID is missing, is written as a URI, or matches more than one identity to save a lookup.',
  fix: 'Write the five parts <trust domain>/ns/<control-plane namespace>/sa/<egress gateway>-service-account of the other mesh.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.security.clientID',
    'maistra/istio pkg/servicemesh/federation/server/routing.go and discovery/discovery.go (policies of the ingress gateway)',
    'maistra/istio pilot/pkg/security/authz/matcher/string.go (wildcards)',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', '*')] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const found = checkPeer(peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkPeer(peer: ObservedPeer): Finding | undefined {
  const { clientID, object } = peer;
  const place = { object, path: PATH };
  const identity = identityOf(peer);
  if (clientID === undefined) return isMissing(peer) ? finding('missingClientID', place, { identity }) : undefined;
  // FED034 reports what is to be filled in.
  if (leftoverIn(clientID) !== undefined) return undefined;
  const slots = { clientID, identity };
  if (clientID.startsWith('spiffe://')) return finding('scheme', place, slots);
  if (clientID.includes('*')) return finding(isOpen(clientID) ? 'openWildcard' : 'uselessWildcard', place, slots);
  const parts = clientID.split('/');
  if (parts.length !== 5) return finding('wrongParts', place, { ...slots, count: parts.length });
  return isCompared(peer) || hasForm(parts) ? undefined : finding('wrongForm', place, slots);
}

/** Whether a peer has no client ID; any other value that is not a string is what FED023 is about. */
function isMissing({ object }: ObservedPeer): boolean {
  const value = valueAt(object.value, PATH);
  return value === undefined || value === null || value === '';
}

/** Whether a wildcard has an effect; one in the middle is an ordinary character. */
function isOpen(clientID: string): boolean {
  return clientID.startsWith('*') || clientID.endsWith('*');
}

/** Whether FED004 compares the parts with those of the other mesh. */
function isCompared({ remote, counterpart }: ObservedPeer): boolean {
  return remote !== undefined && counterpart?.egressName !== undefined;
}

function hasForm([domain, ns, namespace, sa, account]: readonly string[]): boolean {
  return domain !== '' && ns === 'ns' && namespace !== '' && sa === 'sa' && account !== '';
}

/** The identity to write, in quotes where it is known. */
function identityOf({ remote, counterpart, trustDomain = '<trust domain>' }: ObservedPeer): string {
  if (remote === undefined || counterpart?.egressName === undefined) {
    return UNKNOWN_IDENTITY.replace('{domain}', () => trustDomain);
  }
  return `"${gatewayIdentity(remote.trustDomain, remote.namespace, counterpart.egressName)}"`;
}
