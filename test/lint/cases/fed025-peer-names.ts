import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

/** The peer of `west` and its sets under another name. */
function named(name: string): readonly Edit[] {
  return [
    set('west', 'ServiceMeshPeer east-mesh', 'metadata.name', name),
    set('west', 'ImportedServiceSet east-mesh', 'metadata.name', name),
  ];
}

/** FED025: the name of a peer as a cluster ID and as a part of other names. */
export const cases: RuleCases = {
  rule: 'FED025',
  findings: {
    ownClusterName: [
      {
        what: 'no cluster name, which means "Kubernetes"',
        edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.cluster'), ...named('Kubernetes')],
      },
    ],
    tooLong: [{ what: '56 characters', edits: named('e'.repeat(56)) }],
    invalidLabel: [
      { what: 'a dot', edits: named('east.mesh') },
      { what: 'capitals', edits: named('East') },
      { what: 'a hyphen at the end', edits: named('east-') },
      { what: 'a hyphen at the beginning', edits: named('-east') },
    ],
  },
  nearMisses: [
    { what: '55 characters', edits: named('e'.repeat(55)) },
    { what: 'digits and hyphens', edits: named('0-east-1') },
    { what: 'one character', edits: named('e') },
    {
      what: "the other mesh's cluster name",
      edits: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.cluster.name', 'west')],
    },
    { what: 'an empty name', edits: named('') },
  ],
};
