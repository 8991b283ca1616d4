import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

/** FED126: two labels for injection. */
export const cases: RuleCases = {
  rule: 'FED126',
  findings: {
    bothLabels: [
      {
        what: 'disabled by one of them',
        edits: [set('north', 'Namespace attic', 'metadata.labels.istio-injection', 'disabled')],
      },
    ],
  },
  nearMisses: [
    { what: 'only one', edits: [set('north', 'Namespace north-mesh', 'metadata.labels.istio-injection', 'disabled')] },
    {
      what: 'no mesh of this generation',
      edits: [
        remove('north', 'Istio north-mesh'),
        remove('north', 'Gateway expose-services'),
        set('north', 'Namespace attic', 'metadata.labels.istio-injection', 'enabled'),
      ],
    },
    {
      what: 'another namespace',
      edits: [
        add(
          'north',
          '{ apiVersion: v1, kind: Namespace, metadata: { name: other, labels: { istio-injection: enabled } } }',
        ),
      ],
    },
  ],
};
