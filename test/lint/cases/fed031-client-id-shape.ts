import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCase, RuleCases } from './case';

const PEER = 'ServiceMeshPeer east-mesh';
const CLIENT_ID = 'spec.security.clientID';
const TRUST_DOMAIN = 'spec.security.trustDomain';
const RIGHT = 'east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account';

function clientID(what: string, value: unknown, ...edits: readonly Edit[]): RuleCase {
  return { what, edits: [set('west', PEER, CLIENT_ID, value), ...edits] };
}

/** A client ID of a mesh that the manifests do not include. */
function unknownMesh(what: string, value: string): RuleCase {
  return clientID(what, value, set('west', PEER, TRUST_DOMAIN, 'north.local'));
}

/** FED031: the form of the client ID. */
export const cases: RuleCases = {
  rule: 'FED031',
  findings: {
    wildcard: [
      clientID('every service account of a namespace', 'east-mesh.local/ns/east-mesh/sa/*'),
      clientID('anything', '*'),
      clientID('every trust domain', '*/ns/east-mesh/sa/west-mesh-egress-service-account'),
    ],
    wildcardInTheMiddle: [
      clientID('every namespace', 'east-mesh.local/ns/*/sa/west-mesh-egress-service-account'),
      clientID('in the middle and at the end', 'east-mesh.local/ns/*/sa/*'),
    ],
    severalWildcards: [
      clientID('at both ends', '*west-mesh-egress*'),
      clientID('at the beginning and in the middle', '*/ns/*/sa/west-mesh-egress-service-account'),
      clientID('two stars', '**'),
    ],
    missingClientID: [
      { what: 'no field', edits: [remove('west', PEER, CLIENT_ID)] },
      clientID('null', null),
      clientID('an empty text', ''),
      clientID('of a mesh without manifests', '', set('west', PEER, TRUST_DOMAIN, 'north.local')),
      clientID('of a mesh without a trust domain', '', remove('west', PEER, TRUST_DOMAIN)),
      clientID(
        'of a mesh whose peer has no egress gateway',
        '',
        remove('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.egress'),
      ),
    ],
    spiffePrefix: [
      clientID('a URI', `spiffe://${RIGHT}`),
      clientID('a URI with a wildcard', 'spiffe://east-mesh.local/*'),
    ],
    wrongPartCount: [
      clientID('only the service account', 'west-mesh-egress-service-account'),
      clientID('four parts', 'east-mesh.local/ns/east-mesh/west-mesh-egress-service-account'),
      clientID('a slash at the beginning', `/${RIGHT}`),
    ],
    wrongForm: [
      unknownMesh('no trust domain', '/ns/north/sa/west-egress'),
      unknownMesh('another second part', 'north.local/namespace/north/sa/west-egress'),
      unknownMesh('no namespace', 'north.local/ns//sa/west-egress'),
      unknownMesh('another fourth part', 'north.local/ns/north/serviceaccount/west-egress'),
      unknownMesh('no service account', 'north.local/ns/north/sa/'),
    ],
  },
  nearMisses: [
    unknownMesh('an identity of a mesh without manifests', 'north.local/ns/north/sa/west-egress'),
    clientID(
      'another form in a known mesh is FED004',
      'east-mesh.local/NS/east-mesh/SA/west-mesh-egress-service-account',
    ),
    clientID('a placeholder is FED034', 'east-mesh.local/ns/<namespace>/sa/west-mesh-egress-service-account'),
    clientID('a placeholder for all of it is FED034', 'CHANGE_ME'),
    clientID('a number is FED023', 42),
    clientID('a list is FED023', [RIGHT]),
  ],
};
