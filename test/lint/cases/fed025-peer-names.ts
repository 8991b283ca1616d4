import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

/** The peer of the base federation under another name, with its set of imports. */
const named = (name: string): readonly Edit[] => [
  set('west', 'ServiceMeshPeer east-mesh', 'metadata.name', name),
  set('west', 'ImportedServiceSet east-mesh', 'metadata.name', name),
];

/** FED025: names of peers. */
export const cases: RuleCases = {
  rule: 'FED025',
  findings: {
    nameOfOwnCluster: [
      {
        what: 'the default name of a cluster',
        edits: [...named('Kubernetes'), remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.cluster')],
      },
    ],
    invalidName: [
      { what: 'a capital letter', edits: named('East-mesh') },
      { what: 'a dash first', edits: named('-east') },
      { what: 'a dash last', edits: named('east-') },
      { what: 'a dot', edits: named('east.mesh') },
    ],
    longName: [
      { what: '56 characters', edits: named('a'.repeat(56)) },
      { what: '56 characters that are not a DNS label', edits: named('A'.repeat(56)) },
    ],
  },
  nearMisses: [
    { what: '55 characters', edits: named('a'.repeat(55)) },
    { what: 'one digit', edits: named('1') },
    { what: 'a dash in the middle', edits: named('a--b') },
    { what: 'the cluster name of the other mesh', edits: named('east-cluster') },
    {
      what: 'the cluster name of a mesh in another namespace',
      edits: [...named('west-cluster'), set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', 'shop')],
    },
    { what: 'a missing name', edits: [remove('west', 'ServiceMeshPeer east-mesh', 'metadata.name')] },
  ],
};
