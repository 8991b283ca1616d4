import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ENTRY = 'ServiceEntry archive-export';
const labels = (value: unknown) => set('north', ENTRY, 'spec.workloadSelector.labels', value);
const endpoint = (address: string, resolution = 'STATIC') => [
  remove('north', ENTRY, 'spec.workloadSelector'),
  set('north', ENTRY, 'spec.endpoints', [{ address }]),
  set('north', ENTRY, 'spec.resolution', resolution),
];

/** FED139: workloads of exported hosts. */
export const cases: RuleCases = {
  rule: 'FED139',
  findings: {
    selectsNothing: [{ what: 'a label more', edits: [labels({ app: 'archive', version: 'v1' })] }],
    otherNamespace: [
      { what: 'the namespace of the gateway', edits: [set('north', ENTRY, 'metadata.namespace', 'istio-ingress')] },
    ],
    hostNameAsEndpoint: [{ what: 'a name', edits: endpoint('archive.attic.svc.cluster.local') }],
    unknownWorkloads: [{ what: 'no workloads', edits: [remove('north', 'Deployment archive')] }],
  },
  nearMisses: [
    { what: 'a StatefulSet', edits: [set('north', 'Deployment archive', 'kind', 'StatefulSet')] },
    { what: 'an IP address', edits: endpoint('10.0.0.9') },
    { what: 'a name that is resolved', edits: endpoint('archive.example.org', 'DNS') },
    {
      what: 'a WorkloadEntry',
      edits: [
        labels({ app: 'vm' }),
        add(
          'north',
          '{ apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: { name: vm, namespace: attic }, spec: { address: 10.0.0.9, labels: { app: vm } } }',
        ),
      ],
    },
    { what: 'an import', edits: [set('west', 'ServiceEntry archive-attic-north-mesh', 'metadata.labels', { a: 'b' })] },
  ],
};
