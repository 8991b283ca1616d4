import { remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const TYPE = 'spec.security.identity.type';
const WEST = 'ServiceMeshControlPlane west-mesh';

/** FED028: the identity type by platform. */
export const cases: RuleCases = {
  rule: 'FED028',
  findings: {
    wrongType: [
      { what: 'no identity type', edits: [remove('west', WEST, 'spec.security.identity')] },
      { what: 'another text', edits: [set('west', WEST, TYPE, 'thirdparty')] },
    ],
    wrongTypeOnGuessedPlatform: [
      {
        what: 'the name of the cluster says ROSA',
        clusterNames: { west: 'rosa-west' },
        platforms: new Map(),
        edits: [set('west', WEST, TYPE, 'Kubernetes')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'on AWS, but not ROSA',
      platforms: new Map([['west', 'aws']]),
      edits: [remove('west', WEST, 'spec.security.identity')],
    },
    {
      what: 'the name of the cluster says AWS, but not ROSA',
      clusterNames: { west: 'west-aws' },
      platforms: new Map(),
      edits: [set('west', WEST, TYPE, 'Kubernetes')],
    },
    { what: 'on ARO', edits: [set('east', 'ServiceMeshControlPlane east-mesh', TYPE, 'Kubernetes')] },
    { what: 'on an unknown platform', platforms: new Map(), edits: [set('west', WEST, TYPE, 'Kubernetes')] },
    { what: 'ThirdParty on a guessed ROSA', clusterNames: { west: 'rosa-west' }, platforms: new Map(), edits: [] },
  ],
};
