import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ALIAS = set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomainAliases', ['west-mesh.local']);
const principals = (...list: readonly string[]) =>
  set('east', 'AuthorizationPolicy ratings', 'spec.rules[0].from[0].source.principals', [
    'east-mesh.local/*',
    'west-mesh.local/ns/shop/sa/page',
    ...list,
  ]);
const LOCAL = principals('west-mesh.local/ns/stock/sa/prices');

/** FED120: principals of aliases. */
export const cases: RuleCases = {
  rule: 'FED120',
  findings: {
    alsoLocal: [
      { what: 'the same account in the same namespace', edits: [ALIAS, LOCAL] },
      { what: 'all accounts of a namespace', edits: [ALIAS, principals('west-mesh.local/ns/stock/sa/*')] },
    ],
  },
  nearMisses: [
    { what: 'no alias', edits: [LOCAL] },
    { what: 'another account', edits: [ALIAS, principals('west-mesh.local/ns/stock/sa/page')] },
    { what: 'another namespace', edits: [ALIAS, principals('west-mesh.local/ns/shop/sa/prices')] },
    { what: 'the own trust domain', edits: [ALIAS, principals('east-mesh.local/ns/stock/sa/prices')] },
    { what: 'no policy', edits: [ALIAS, remove('east', 'AuthorizationPolicy ratings')] },
    {
      what: 'a policy without sources',
      edits: [
        ALIAS,
        add(
          'east',
          '{ apiVersion: security.istio.io/v1beta1, kind: AuthorizationPolicy, metadata: { name: none, namespace: shop }, spec: {} }',
        ),
      ],
    },
  ],
};
