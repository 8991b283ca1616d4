import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const LABEL = set('west', 'WorkloadEntry archive-attic-north-mesh', 'metadata.labels.app', 'ratings');

/** FED124: WorkloadEntries that a Service selects by mistake. */
export const cases: RuleCases = {
  rule: 'FED124',
  findings: {
    selectedTwice: [
      {
        what: 'in a namespace of workloads',
        edits: [
          LABEL,
          set('west', 'WorkloadEntry archive-attic-north-mesh', 'metadata.namespace', 'shop'),
          set('west', 'ServiceEntry archive-attic-north-mesh', 'metadata.namespace', 'shop'),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'a Service of another namespace', edits: [LABEL] },
    { what: 'an import into a Service', edits: [] },
    {
      what: 'a Service without a selector',
      edits: [
        LABEL,
        add(
          'west',
          '{ apiVersion: v1, kind: Service, metadata: { name: any, namespace: west-mesh }, spec: { ports: [{ port: 80 }] } }',
        ),
      ],
    },
    { what: 'no import', edits: [remove('west', 'ServiceEntry archive-attic-north-mesh')] },
  ],
};
