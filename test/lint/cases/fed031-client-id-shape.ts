import { remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const PATH = 'spec.security.clientID';
const clientID = (value: unknown) => set('west', 'ServiceMeshPeer east-mesh', PATH, value);
/** The other mesh has no peer that leads back, so that its egress gateway is unknown. */
const ONE_SIDED = [remove('east', 'ServiceMeshPeer west-mesh'), remove('east', 'ExportedServiceSet west-mesh')];
const WITHOUT_EGRESS = remove('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.egress');

/** FED031: client IDs that no single identity equals. */
export const cases: RuleCases = {
  rule: 'FED031',
  findings: {
    openWildcard: [
      { what: 'a star at the end', edits: [clientID('east-mesh.local/ns/east-mesh/*')] },
      { what: 'a star at the start', edits: [clientID('*/sa/west-mesh-egress-service-account')] },
      { what: 'the egress gateway of the other mesh is unknown', edits: [clientID('*'), ...ONE_SIDED] },
      { what: 'the other mesh does not name its egress gateway', edits: [clientID('*'), WITHOUT_EGRESS] },
      {
        what: 'the trust domain is missing as well',
        edits: [clientID('*'), remove('west', 'ServiceMeshPeer east-mesh', 'spec.security.trustDomain')],
      },
      {
        what: 'a trust domain with characters of a replacement',
        edits: [clientID('*'), set('west', 'ServiceMeshPeer east-mesh', 'spec.security.trustDomain', "$&.$'")],
      },
    ],
    uselessWildcard: [
      { what: 'a star in the middle', edits: [clientID('east-mesh.local/ns/*/sa/west-mesh-egress-service-account')] },
    ],
    missingClientID: [
      { what: 'no field', edits: [remove('west', 'ServiceMeshPeer east-mesh', PATH)] },
      { what: 'null', edits: [clientID(null)] },
      { what: 'an empty text', edits: [clientID('')] },
    ],
    scheme: [
      {
        what: 'a URI',
        edits: [clientID('spiffe://east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account')],
      },
      { what: 'a URI with a wildcard', edits: [clientID('spiffe://*')] },
    ],
    wrongParts: [
      { what: 'four parts', edits: [clientID('east-mesh.local/ns/east-mesh/west-mesh-egress-service-account')] },
      { what: 'six parts', edits: [clientID('east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account/')] },
      { what: 'one part', edits: [clientID('west-mesh-egress-service-account')] },
    ],
    wrongForm: [
      { what: 'no trust domain', edits: [clientID('/ns/a/sa/b'), ...ONE_SIDED] },
      { what: 'another second part', edits: [clientID('a.local/NS/a/sa/b'), ...ONE_SIDED] },
      { what: 'no namespace', edits: [clientID('a.local/ns//sa/b'), ...ONE_SIDED] },
      { what: 'another fourth part', edits: [clientID('a.local/ns/a/SA/b'), ...ONE_SIDED] },
      { what: 'no service account', edits: [clientID('a.local/ns/a/sa/'), ...ONE_SIDED] },
      {
        what: 'the other mesh does not name its egress gateway',
        edits: [clientID('a.local/NS/a/sa/b'), WITHOUT_EGRESS],
      },
    ],
  },
  nearMisses: [
    { what: 'another identity is FED004', edits: [clientID('a.local/ns/a/sa/b')] },
    { what: 'another form is FED004 where the other mesh is known', edits: [clientID('a.local/NS/a/SA/b')] },
    { what: 'any identity while the other mesh is unknown', edits: [clientID('a.local/ns/a/sa/b'), ...ONE_SIDED] },
    { what: 'a placeholder is FED034', edits: [clientID('<trust domain>/ns/*')] },
    { what: 'a value that is not a text is FED023', edits: [clientID(5)] },
    { what: 'false is FED023', edits: [clientID(false)] },
    {
      what: 'the scheme within the text',
      edits: [clientID('a.local/ns/a/sa/spiffe:b'), ...ONE_SIDED],
    },
  ],
};
