import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ENTRY = 'ServiceEntry archive-attic-north-mesh';
const NAMES = 'spec.subjectAltNames';

/** FED132: imports whose two objects do not belong together. */
export const cases: RuleCases = {
  rule: 'FED132',
  findings: {
    unserved: [
      { what: 'other labels', edits: [set('west', ENTRY, 'spec.workloadSelector.labels', { app: 'archive' })] },
      { what: 'no WorkloadEntry', edits: [remove('west', 'WorkloadEntry archive-attic-north-mesh')] },
      {
        what: 'only the identity tells that it is an import',
        edits: [
          remove('west', 'WorkloadEntry archive-attic-north-mesh'),
          set('west', ENTRY, 'spec.hosts', ['archive.example.org']),
        ],
      },
    ],
    unselected: [
      { what: 'no ServiceEntry', edits: [remove('west', ENTRY)] },
      {
        what: 'labels that no Service selects',
        edits: [set('west', 'WorkloadEntry prices-stock-east-mesh', 'metadata.labels.app', 'price')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'inline endpoints',
      edits: [
        remove('west', 'WorkloadEntry archive-attic-north-mesh'),
        remove('west', ENTRY, 'spec.workloadSelector'),
        set('west', ENTRY, 'spec.endpoints', [
          { network: 'north-mesh-network', labels: { 'security.istio.io/tlsMode': 'istio' } },
        ]),
      ],
    },
    {
      what: 'a namespace whose Services are elsewhere',
      edits: [set('west', 'WorkloadEntry prices-stock-east-mesh', 'metadata.namespace', 'other')],
    },
    { what: 'an export', edits: [remove('north', 'Deployment archive')] },
    {
      what: 'a ServiceEntry for pods of its namespace',
      edits: [
        remove('west', 'WorkloadEntry archive-attic-north-mesh'),
        set('west', ENTRY, 'metadata.namespace', 'shop'),
        set('west', ENTRY, 'spec.workloadSelector.labels', { app: 'page' }),
      ],
    },
    {
      what: 'a ServiceEntry that nothing says is an import',
      edits: [
        remove('west', 'WorkloadEntry archive-attic-north-mesh'),
        remove('west', ENTRY, NAMES),
        set('west', ENTRY, 'spec.hosts', ['archive.example.org']),
      ],
    },
    {
      what: 'a WorkloadEntry of the own network',
      edits: [
        add(
          'west',
          '{ apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: { name: vm, namespace: shop }, spec: { address: 10.0.0.9, network: network-west-mesh } }',
        ),
      ],
    },
  ],
};
