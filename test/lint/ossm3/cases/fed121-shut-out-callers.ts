import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const policy = (spec: object) =>
  set('east', 'AuthorizationPolicy ratings', 'spec', {
    selector: { matchLabels: { app: 'ratings' } },
    action: 'ALLOW',
    ...spec,
  });
const from = (...sources: readonly object[]) => policy({ rules: [{ from: sources.map((source) => ({ source })) }] });
const LOCAL = { principals: ['east-mesh.local/*'] };
const REMOTE = { principals: ['west-mesh.local/ns/shop/sa/page'] };

/** FED121: callers that policies shut out. */
export const cases: RuleCases = {
  rule: 'FED121',
  findings: {
    noImporter: [
      {
        what: 'a policy for the whole namespace',
        edits: [policy({ selector: undefined, rules: [{ from: [{ source: LOCAL }] }] })],
      },
      { what: 'no rules', edits: [policy({})] },
      { what: 'trust domains', edits: [from({ trustDomains: ['east-mesh.local'] })] },
      { what: 'cluster.local', edits: [from({ principals: ['cluster.local/ns/stock/sa/page'] })] },
    ],
    noLocalCaller: [{ what: 'the importing mesh alone', edits: [from(REMOTE)] }],
  },
  nearMisses: [
    { what: 'two sources', edits: [from(LOCAL, REMOTE)] },
    { what: 'namespaces, which have no trust domain', edits: [from({ namespaces: ['shop'] })] },
    { what: 'everybody with an identity', edits: [from({ principals: ['*'] })] },
    { what: 'every account of a name', edits: [from({ principals: ['*/sa/page'] })] },
    { what: 'no sources', edits: [policy({ rules: [{ to: [{ operation: { methods: ['GET'] } }] }] })] },
    {
      what: 'an alias',
      edits: [
        from(LOCAL),
        set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomainAliases', ['west-mesh.local']),
      ],
    },
    {
      what: 'the action DENY',
      edits: [policy({ action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['x/*'] } }] }] })],
    },
    {
      what: 'other pods',
      edits: [policy({ selector: { matchLabels: { app: 'other' } }, rules: [{ from: [{ source: LOCAL }] }] })],
    },
    {
      what: 'a policy for a gateway',
      edits: [
        policy({
          selector: undefined,
          targetRefs: [{ kind: 'Gateway', name: 'web' }],
          rules: [{ from: [{ source: LOCAL }] }],
        }),
      ],
    },
    { what: 'no policy', edits: [remove('east', 'AuthorizationPolicy ratings')] },
    {
      what: 'another policy allows the other side',
      edits: [
        from(LOCAL),
        add(
          'east',
          '{ apiVersion: security.istio.io/v1beta1, kind: AuthorizationPolicy, metadata: { name: more, namespace: stock }, spec: { selector: { matchLabels: { app: ratings } }, rules: [{ from: [{ source: { principals: [west-mesh.local/*] } }] }] } }',
        ),
      ],
    },
  ],
};
