import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const labels = (namespace: string, value: unknown) => set('north', `Namespace ${namespace}`, 'metadata.labels', value);
const OTHER = { 'ossm-fed.dev/mesh': 'north' };

/** FED127: namespaces that the control plane does not watch. */
export const cases: RuleCases = {
  rule: 'FED127',
  findings: {
    notSelected: [
      { what: 'the namespace of the control plane', edits: [labels('north-mesh', OTHER)] },
      { what: 'a namespace of workloads', edits: [labels('attic', { 'istio.io/rev': 'north-mesh-v1-30-latest' })] },
      { what: 'a namespace with ServiceEntries', edits: [labels('attic', undefined)] },
    ],
  },
  nearMisses: [
    {
      what: 'no selectors',
      edits: [
        labels('attic', undefined),
        remove('north', 'Istio north-mesh', 'spec.values.meshConfig.discoverySelectors'),
      ],
    },
    {
      what: 'another selector matches',
      edits: [
        labels('attic', OTHER),
        set('north', 'Istio north-mesh', 'spec.values.meshConfig.discoverySelectors[1]', { matchLabels: OTHER }),
      ],
    },
    { what: 'a namespace that is not in the manifests', edits: [remove('north', 'Namespace attic')] },
    {
      what: 'a namespace outside of the mesh',
      edits: [add('north', '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }')],
    },
  ],
};
