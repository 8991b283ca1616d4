import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ENTRY = 'WorkloadEntry archive-attic-north-mesh';
const LABELS = { 'ossm-fed.dev/import': 'archive-attic-north-mesh' };
const labels = (more: object = {}) => set('west', ENTRY, 'metadata.labels', { ...LABELS, ...more });

/** FED112: the label for mutual TLS. */
export const cases: RuleCases = {
  rule: 'FED112',
  findings: {
    missingTlsMode: [
      {
        what: 'an import into a local Service',
        edits: [set('west', 'WorkloadEntry prices-stock-east-mesh', 'metadata.labels', { app: 'prices' })],
      },
      {
        what: 'an inline endpoint',
        edits: [
          set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.workloadSelector', undefined),
          set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.endpoints', [{ network: 'north-mesh-network' }]),
          remove('west', ENTRY),
        ],
      },
    ],
    otherTlsMode: [{ what: 'disabled', edits: [labels({ 'security.istio.io/tlsMode': 'disabled' })] }],
  },
  nearMisses: [
    {
      what: 'the label in the spec',
      edits: [labels(), set('west', ENTRY, 'spec.labels', { 'security.istio.io/tlsMode': 'istio' })],
    },
    { what: 'a service account', edits: [labels(), set('west', ENTRY, 'spec.serviceAccount', 'archive')] },
    {
      what: 'the own network',
      edits: [labels(), set('west', ENTRY, 'spec', { network: 'network-west-mesh', address: '10.0.0.1' })],
    },
    {
      what: 'an endpoint outside of the mesh',
      edits: [
        add(
          'west',
          '{ apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: { name: vm, namespace: shop, labels: { app: vm } }, spec: { address: 10.0.0.9 } }',
        ),
      ],
    },
  ],
};
