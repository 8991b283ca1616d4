import { remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const clientID = (value: unknown) => set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', value);

/** FED004: the client ID against the egress gateway of the other mesh. */
export const cases: RuleCases = {
  rule: 'FED004',
  findings: {
    wrongIdentity: [
      { what: 'every part differs', edits: [clientID('west.local/NS/west/SA/west-egress-service-account')] },
      {
        what: 'the service account of the ingress',
        edits: [clientID('east-mesh.local/ns/east-mesh/sa/west-mesh-ingress-service-account')],
      },
      {
        what: 'the trust domain in capitals',
        edits: [clientID('East-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account')],
      },
    ],
  },
  nearMisses: [
    { what: 'a wildcard is FED031', edits: [clientID('east-mesh.local/ns/east-mesh/sa/*')] },
    {
      what: 'four parts are FED031',
      edits: [clientID('east-mesh.local/ns/east-mesh/west-mesh-egress-service-account')],
    },
    {
      what: 'six parts are FED031',
      edits: [clientID('east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account/x')],
    },
    {
      what: 'the other mesh has no peer back (FED001)',
      edits: [clientID('far.local/ns/x/sa/y'), remove('east', 'ServiceMeshPeer west-mesh')],
    },
    {
      what: 'the other mesh is unknown (FED001)',
      edits: [clientID('far.local/ns/x/sa/y'), remove('east', 'ServiceMeshControlPlane east-mesh')],
    },
    {
      what: 'the peer on the other side has no egress gateway (FED006)',
      edits: [clientID('far.local/ns/x/sa/y'), remove('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.egress')],
    },
    {
      what: 'no client ID: the CRD requires it (FED023)',
      edits: [remove('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID')],
    },
    {
      what: 'the egress gateway has another name on both sides',
      edits: [
        set('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.egress.name', 'to-west'),
        clientID('east-mesh.local/ns/east-mesh/sa/to-west-service-account'),
      ],
    },
  ],
};
