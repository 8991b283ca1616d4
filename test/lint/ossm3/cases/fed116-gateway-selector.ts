import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const selector = (labels: unknown) => set('north', 'Gateway expose-services', 'spec.selector', labels);
const OLD = selector({ 'istio.io/gateway-name': 'eastwestgateway' });

/** FED116: what the Gateway selects that exposes hosts. */
export const cases: RuleCases = {
  rule: 'FED116',
  findings: {
    selectsNothing: [
      { what: 'one of two labels', edits: [selector({ 'ossm-fed.dev/gateway': 'eastwest', app: 'gateway' })] },
      {
        what: 'the name of another Gateway',
        edits: [selector({ 'gateway.networking.k8s.io/gateway-name': 'eastwest' })],
      },
      {
        what: 'labels that the infrastructure replaces',
        edits: [set('north', 'Gateway eastwestgateway', 'spec.infrastructure', { labels: { app: 'gateway' } })],
      },
    ],
    oldLabel: [{ what: 'the label of old versions', edits: [OLD] }],
  },
  nearMisses: [
    {
      what: 'the name of the Gateway',
      edits: [selector({ 'gateway.networking.k8s.io/gateway-name': 'eastwestgateway' })],
    },
    {
      what: 'the label of old versions, in an old version',
      edits: [OLD, set('north', 'Istio north-mesh', 'spec.version', 'v1.23.5')],
    },
    { what: 'no selector', edits: [remove('north', 'Gateway expose-services', 'spec.selector')] },
    {
      what: 'an injected gateway',
      edits: [
        selector({ istio: 'eastwest' }),
        add(
          'north',
          '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: eastwest, namespace: istio-ingress }, spec: { selector: { matchLabels: { istio: eastwest } }, template: { metadata: { labels: { istio: eastwest } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } } }',
        ),
      ],
    },
    {
      what: 'a gateway that is not in the manifests',
      edits: [selector({ istio: 'eastwest' }), remove('north', 'Gateway eastwestgateway')],
    },
    {
      what: 'labels of the infrastructure',
      edits: [
        set('north', 'Gateway eastwestgateway', 'spec.infrastructure', {
          labels: { 'ossm-fed.dev/gateway': 'eastwest' },
        }),
      ],
    },
  ],
};
