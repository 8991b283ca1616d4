import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

/** FED128: API versions from before the first release. */
export const cases: RuleCases = {
  rule: 'FED128',
  findings: {
    oldVersion: [
      {
        what: 'an Istio resource',
        edits: [set('north', 'Istio north-mesh', 'apiVersion', 'sailoperator.io/v1alpha1')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'another group',
      edits: [add('north', '{ apiVersion: example.org/v1alpha1, kind: Istio, metadata: { name: a } }')],
    },
    { what: 'a version of the future', edits: [set('north', 'IstioCNI default', 'apiVersion', 'sailoperator.io/v2')] },
    { what: 'no IstioCNI', edits: [remove('north', 'IstioCNI default')] },
  ],
};
