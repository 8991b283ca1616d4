import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const principal = (text: string) =>
  set('east', 'AuthorizationPolicy ratings', 'spec.rules[0].from[0].source.principals[2]', text);

/** FED137: patterns with cluster.local. */
export const cases: RuleCases = {
  rule: 'FED137',
  findings: { literalPattern: [{ what: 'all identities', edits: [principal('cluster.local/*')] }] },
  nearMisses: [
    { what: 'a full principal', edits: [principal('cluster.local/ns/stock/sa/page')] },
    { what: 'a pattern with the own trust domain', edits: [principal('east-mesh.local/ns/stock/*')] },
    {
      what: 'the trust domain is cluster.local',
      edits: [principal('cluster.local/*'), remove('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomain')],
    },
    { what: 'a pattern of the end', edits: [principal('*/sa/page')] },
    {
      what: 'another policy',
      edits: [
        add(
          'east',
          '{ apiVersion: security.istio.io/v1beta1, kind: AuthorizationPolicy, metadata: { name: none, namespace: shop }, spec: {} }',
        ),
      ],
    },
  ],
};
