import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const entry = (path: string, value: unknown) =>
  set('west', 'WorkloadEntry archive-attic-north-mesh', `spec.${path}`, value);
const OTHER = entry('network', 'attic');
const service = (labels: string) =>
  add(
    'west',
    `{ apiVersion: v1, kind: Service, metadata: { name: attic-gateway, namespace: west-mesh, labels: ${labels} }, spec: { ports: [{ name: tls, port: 15443 }] } }`,
  );

const NO_GATEWAYS = [remove('west', 'Gateway remote-north-mesh'), remove('west', 'Gateway remote-east-mesh')];

/** FED110: networks without a gateway. */
export const cases: RuleCases = {
  rule: 'FED110',
  findings: {
    unknownNetwork: [
      { what: 'a name that is like no other', edits: [OTHER] },
      { what: 'no remote Gateway', edits: [remove('west', 'Gateway remote-north-mesh')] },
      {
        what: 'a network in the configuration without gateways',
        edits: [OTHER, set('west', 'Istio west-mesh', 'spec.values.global.meshNetworks', { attic: { gateways: [] } })],
      },
      { what: 'a Service with another label', edits: [OTHER, service('{ topology.istio.io/network: other }')] },
      {
        what: 'no gateway of a peer, and a network without endpoints',
        edits: [
          ...NO_GATEWAYS,
          set('west', 'Istio west-mesh', 'spec.values.global.meshNetworks', {
            'unused.ossm-fed.invalid': { gateways: [{ address: '192.0.2.1', port: 15443 }] },
          }),
        ],
      },
    ],
    noGateway: [{ what: 'no gateway at all', edits: NO_GATEWAYS }],
  },
  nearMisses: [
    { what: 'an endpoint with an address', edits: [OTHER, entry('address', '203.0.113.9')] },
    {
      what: 'a network of the mesh configuration',
      edits: [
        OTHER,
        set('west', 'Istio west-mesh', 'spec.values.global.meshNetworks', {
          attic: { gateways: [{ address: '203.0.113.9', port: 15443 }] },
        }),
      ],
    },
    { what: 'a labelled Service', edits: [OTHER, service('{ topology.istio.io/network: attic }')] },
    { what: 'the own network', edits: [entry('network', 'network-west-mesh'), entry('address', '10.0.0.1')] },
  ],
};
