import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { collidingNames } from '../../../lib/lint/rules/fed036-colliding-names';
import type { RuleCases } from './case';

const { given = [], fault } = collidingNames.example;
const EXPORTS = 'ExportedServiceSet west-mesh';

function rule(name: string, namespace: string, alias?: { readonly name: string; readonly namespace: string }) {
  return { type: 'NameSelector', nameSelector: { namespace, name, ...(alias && { alias }) } };
}

/** What east exports to west. */
function exporting(...rules: readonly object[]): Edit {
  return set('east', EXPORTS, 'spec.exportRules', rules);
}

/** Two names of services in east for one name of routes of a length. */
function ofLength(length: number): readonly Edit[] {
  const rest = length - 'fed-exp-a--new-stock-west-mesh'.length;
  const name = `a-${'b'.repeat(rest)}`;
  return [...given.slice(0, 2), exporting(rule(name, 'new-stock'), rule(`${name}-new`, 'stock'))];
}

/** A peer of west without a counterpart, and what it is offered. */
function exportingTo(name: string, ...rules: readonly object[]): readonly Edit[] {
  return [
    add(
      'west',
      `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: ${name}, namespace: west-mesh }
spec:
  remote: { addresses: [203.0.113.11] }
  gateways: { ingress: { name: ${name}-ingress }, egress: { name: ${name}-egress } }
  security: { trustDomain: ${name}.local, clientID: ${name}.local/ns/a/sa/b-service-account }`,
    ),
    offering(name, ...rules),
  ];
}

/** What west exports to a peer. */
function offering(name: string, ...rules: readonly object[]): Edit {
  return set('west', `ExportedServiceSet ${name}`, '', {
    apiVersion: 'federation.maistra.io/v1',
    kind: 'ExportedServiceSet',
    metadata: { name, namespace: 'west-mesh' },
    spec: { exportRules: rules },
  });
}

/** FED036: names of routes. */
export const cases: RuleCases = {
  rule: 'FED036',
  findings: {
    samePeer: [
      { what: '63 characters are not shortened', edits: ofLength(63) },
      { what: '64 characters are shortened', edits: ofLength(64) },
      {
        what: 'three services: each with the first one',
        edits: [exporting(rule('a', 'b-c-d'), rule('a-b', 'c-d'), rule('a-b-c', 'd'))],
      },
      {
        what: 'imports, by the names under which they are exported',
        edits: [
          exporting(
            rule('ratings', 'stock', { name: 'a-b', namespace: 'c' }),
            rule('prices', 'stock', { name: 'a', namespace: 'b-c' }),
          ),
          set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [rule('a', 'b-c'), rule('a-b', 'c')]),
        ],
      },
    ],
    otherPeer: [
      {
        what: 'the name of a peer is the end of the name of another',
        edits: [offering('east-mesh', rule('ratings', 'shop')), ...exportingTo('mesh', rule('ratings', 'shop-east'))],
      },
    ],
  },
  nearMisses: [
    { what: 'the same name in two namespaces', edits: given },
    {
      what: 'one service in two rules',
      edits: [exporting(rule('films', 'stock'), rule('films', 'stock'))],
    },
    {
      what: 'one service for two peers',
      edits: [...NORTH, offering('east-mesh', rule('a', 'shop')), offering('north-mesh', rule('a', 'shop'))],
    },
    {
      what: 'long names that differ at their ends',
      edits: [
        exporting(
          rule(`a-${'b'.repeat(60)}`, 'stock', { name: 'a', namespace: 'stock' }),
          rule(`a-${'b'.repeat(59)}c`, 'stock', { name: 'b', namespace: 'stock' }),
        ),
      ],
    },
    {
      what: 'names that collide in neither direction: one is exported and one is imported',
      edits: [
        exporting(rule('ratings', 'stock', { name: 'a-b', namespace: 'c' }), rule('prices', 'stock')),
        offering('east-mesh', rule('a', 'b-c')),
        set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [rule('a-b', 'c')]),
        remove('west', 'VirtualService ratings'),
      ],
    },
    {
      what: 'only one of two exports is imported',
      edits: [
        exporting(
          rule('ratings', 'stock', { name: 'a-b', namespace: 'c' }),
          rule('prices', 'stock', { name: 'a', namespace: 'b-c' }),
        ),
        set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [rule('a-b', 'c')]),
      ],
    },
    {
      what: 'the rule is dropped',
      edits: [...given, ...fault, set('east', EXPORTS, 'spec.exportRules.3.type', 'none')],
    },
  ],
};
