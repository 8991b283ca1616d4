import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const channel = (value: unknown) => set('north', 'Subscription servicemeshoperator3', 'spec.channel', value);

/** FED101: versions that the operator does not install. */
export const cases: RuleCases = {
  rule: 'FED101',
  findings: {
    notInstalled: [
      {
        what: 'the version of the guide with a new operator',
        edits: [
          set('north', 'Istio north-mesh', 'spec.version', 'v1.24-latest'),
          set('north', 'Namespace attic', 'metadata.labels[istio.io/rev]', undefined),
        ],
      },
      { what: 'a full version', edits: [set('north', 'IstioCNI default', 'spec.version', 'v1.29.2')] },
    ],
  },
  nearMisses: [
    { what: 'the channel of all versions', edits: [channel('stable')] },
    { what: 'no Subscription', edits: [remove('north', 'Subscription servicemeshoperator3')] },
    {
      what: 'another operator',
      edits: [set('north', 'Subscription servicemeshoperator3', 'spec.name', 'sailoperator'), channel('stable-3.0')],
    },
    { what: 'a full version of a known one', edits: [set('north', 'IstioCNI default', 'spec.version', 'v1.30.3')] },
    { what: 'the newest of upstream', edits: [set('north', 'IstioCNI default', 'spec.version', 'master')] },
    {
      what: 'two Subscriptions',
      edits: [
        channel('stable-3.3'),
        add(
          'north',
          '{ apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, metadata: { name: other, namespace: openshift-operators }, spec: { name: servicemeshoperator3, channel: stable-3.4 } }',
        ),
      ],
    },
  ],
};
