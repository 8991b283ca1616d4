import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const principal = (text: string) =>
  set('east', 'AuthorizationPolicy ratings', 'spec.rules[0].from[0].source.principals[2]', text);
const WRONG = principal('west.local/ns/shop/sa/page');

/** FED144: trust domains of no mesh. */
export const cases: RuleCases = {
  rule: 'FED144',
  findings: {
    unknownDomain: [
      {
        what: 'beside the root of a peer that calls nothing, which has no trust domain',
        edits: [WRONG, remove('west', 'Istio west-mesh', 'spec.values.meshConfig.caCertificates[0].trustDomains')],
      },
      {
        what: 'in a DestinationRule',
        edits: [
          set(
            'west',
            'DestinationRule prices',
            'spec.trafficPolicy.tls.subjectAltNames[2]',
            'spiffe://south-mesh.local/ns/stock/sa/prices',
          ),
        ],
      },
      {
        what: 'in notPrincipals',
        edits: [
          add(
            'east',
            '{ apiVersion: security.istio.io/v1beta1, kind: AuthorizationPolicy, metadata: { name: deny, namespace: stock }, spec: { action: DENY, rules: [{ from: [{ source: { notPrincipals: [south-mesh.local/*] } }] }] } }',
          ),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'cluster.local', edits: [principal('cluster.local/ns/stock/sa/page')] },
    {
      what: 'an alias',
      edits: [WRONG, set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomainAliases', ['west.local'])],
    },
    { what: 'a pattern without a trust domain', edits: [principal('*/sa/page')] },
    { what: 'one mesh is not in the manifests', edits: [WRONG, remove('north', 'Istio north-mesh')] },
    {
      what: 'more roots without a trust domain than peers',
      edits: [WRONG, set('east', 'Istio east-mesh', 'spec.values.meshConfig.caCertificates[1]', { pem: 'a root' })],
    },
    {
      what: 'a root of an unknown mesh',
      edits: [
        WRONG,
        set('east', 'Istio east-mesh', 'spec.values.meshConfig.caCertificates[1]', { trustDomains: ['depot.local'] }),
      ],
    },
  ],
};
