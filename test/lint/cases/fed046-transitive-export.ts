import { remove, set } from '../../../lib/lint/examples/edit';
import { transitiveExport } from '../../../lib/lint/rules/fed046-transitive-export';
import type { RuleCases } from './case';

const { given = [], fault } = transitiveExport.example;
const WITHOUT_SERVICES = remove('west', 'Service web');

/** FED046: exports of what the mesh imports. */
export const cases: RuleCases = {
  rule: 'FED046',
  findings: {
    fromSamePeer: [
      {
        what: 'the host of the import',
        edits: [
          ...given,
          set('west', 'ExportedServiceSet east-mesh', 'spec.exportRules.0.nameSelector', {
            namespace: 'shop',
            name: 'far-ratings.front.svc.east-mesh-imports.local',
          }),
        ],
      },
    ],
    perhapsFromSamePeer: [
      { what: 'no Service of the namespace is known', edits: [...given, ...fault, WITHOUT_SERVICES] },
    ],
  },
  nearMisses: [
    {
      what: 'the namespace has a Service of that name',
      edits: [...given, ...fault, set('west', 'Service web', 'metadata.name', 'far-ratings')],
    },
  ],
};
