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
    alsoRemote: [
      { what: 'an own principal that the peer has too', edits: [ALIAS, principals('east-mesh.local/ns/shop/sa/page')] },
      { what: 'the same as cluster.local', edits: [ALIAS, principals('cluster.local/ns/shop/sa/page')] },
      {
        what: 'a principal of one alias, which another peer has too',
        edits: [
          set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomainAliases', [
            'west-mesh.local',
            'north-mesh.local',
          ]),
          principals('west-mesh.local/ns/attic/sa/archive'),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'no alias', edits: [LOCAL] },
    { what: 'another account', edits: [ALIAS, principals('west-mesh.local/ns/stock/sa/page')] },
    { what: 'another namespace', edits: [ALIAS, principals('west-mesh.local/ns/shop/sa/prices')] },
    { what: 'the own trust domain', edits: [ALIAS, principals('east-mesh.local/ns/stock/sa/prices')] },
    { what: 'a pattern, which is not rewritten', edits: [ALIAS, principals('east-mesh.local/ns/shop/*')] },
    { what: 'an own principal without an alias', edits: [principals('east-mesh.local/ns/shop/sa/page')] },
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
