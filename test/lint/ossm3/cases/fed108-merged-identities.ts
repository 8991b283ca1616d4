import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const PATH = 'spec.trafficPolicy.tls.subjectAltNames';
const LOCAL = 'spiffe://west-mesh.local/ns/shop/sa/prices';
const REMOTE = 'spiffe://east-mesh.local/ns/stock/sa/prices';
const names = (...list: readonly string[]) => set('west', 'DestinationRule prices', PATH, list);

/** FED108: identities of a Service with endpoints of another mesh. */
export const cases: RuleCases = {
  rule: 'FED108',
  findings: {
    missingRule: [
      { what: 'no DestinationRule', edits: [remove('west', 'DestinationRule prices')] },
      { what: 'one for another host', edits: [set('west', 'DestinationRule prices', 'spec.host', 'ratings')] },
      { what: 'an empty list', edits: [names()] },
      {
        what: 'the exporting mesh is not in the manifests',
        edits: [
          'Gateway expose-services',
          'Gateway eastwestgateway',
          'Istio east-mesh',
          'ServiceEntry ratings-export',
          'ServiceEntry prices-export',
        ]
          .map((name) => remove('east', name))
          .concat(names()),
      },
    ],
    missingRemote: [
      { what: 'the local identity alone', edits: [names(LOCAL)] },
      {
        what: 'another account of the other mesh',
        edits: [names(LOCAL, 'spiffe://east-mesh.local/ns/stock/sa/default')],
      },
    ],
    missingLocal: [{ what: 'the remote identity alone', edits: [names(REMOTE)] }],
  },
  nearMisses: [
    { what: 'a short host', edits: [set('west', 'DestinationRule prices', 'spec.host', 'prices')] },
    {
      what: 'one trust domain and one service account',
      edits: [
        names(),
        set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomain', 'west-mesh.local'),
        ...['ServiceEntry prices-export', 'Deployment prices', 'Service prices'].map((name) =>
          set('east', name, 'metadata.namespace', 'shop'),
        ),
      ],
    },
    { what: 'local pods that are not in the manifests', edits: [remove('west', 'Deployment prices')] },
    { what: 'identities of neither side are FED114', edits: [names('spiffe://east-mesh.local/ns/a/sa/b')] },
    {
      what: 'a Service without remote endpoints',
      edits: [remove('west', 'WorkloadEntry prices-stock-east-mesh'), names()],
    },
    {
      what: 'more objects',
      edits: [add('west', '{ apiVersion: v1, kind: ServiceAccount, metadata: { name: prices, namespace: shop } }')],
    },
  ],
};
