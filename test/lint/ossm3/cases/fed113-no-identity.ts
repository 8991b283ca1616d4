import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ENTRY = 'ServiceEntry ratings-stock-east-mesh';
const NONE = remove('west', ENTRY, 'spec.subjectAltNames');

/** FED113: imports without identities. */
export const cases: RuleCases = {
  rule: 'FED113',
  findings: {
    missingIdentity: [
      { what: 'an empty list', edits: [set('west', ENTRY, 'spec.subjectAltNames', [])] },
      { what: 'the pods are not in the manifests', edits: [NONE, remove('east', 'Deployment ratings')] },
    ],
    missingUnknownIdentity: [
      { what: 'the other mesh has no ServiceEntry', edits: [NONE, remove('east', 'ServiceEntry ratings-export')] },
    ],
  },
  nearMisses: [
    {
      what: 'a DestinationRule has them',
      edits: [
        NONE,
        add(
          'west',
          `{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: ratings, namespace: west-mesh },
            spec: { host: ratings.stock.svc.east-mesh-imports.local, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, subjectAltNames: [spiffe://east-mesh.local/ns/stock/sa/ratings] } } } }`,
        ),
      ],
    },
    {
      what: 'a ServiceEntry without remote endpoints',
      edits: [remove('east', 'ServiceEntry ratings-export', 'spec.subjectAltNames')],
    },
  ],
};
