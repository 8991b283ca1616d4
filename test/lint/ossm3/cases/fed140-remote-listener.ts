import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const listener = (fields: object) =>
  set('west', 'Gateway remote-north-mesh', 'spec.listeners', [
    { name: 'tls', protocol: 'TLS', tls: { mode: 'Passthrough' }, ...fields },
  ]);
const label = (port: string) =>
  set('west', 'Gateway remote-north-mesh', 'metadata.labels[networking.istio.io/gatewayPort]', port);

/** FED140: listeners of remote Gateways. */
export const cases: RuleCases = {
  rule: 'FED140',
  findings: {
    noPassthrough: [
      {
        what: 'another option',
        edits: [
          listener({
            port: 443,
            tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'passthrough' } },
          }),
        ],
      },
      { what: 'no listeners', edits: [set('west', 'Gateway remote-north-mesh', 'spec.listeners', [])] },
      { what: 'a label for another port', edits: [listener({ port: 15443 }), label('443')] },
    ],
  },
  nearMisses: [
    { what: 'the port 15443', edits: [listener({ port: 15443 })] },
    { what: 'the port of the label', edits: [listener({ port: 443 }), label('443')] },
    {
      what: 'a gateway of the own network',
      edits: [set('north', 'Gateway eastwestgateway', 'spec.listeners[0].port', 443)],
    },
    {
      what: 'the option on another port',
      edits: [set('west', 'Gateway remote-north-mesh', 'spec.listeners[0].port', 31443)],
    },
    {
      what: 'more Gateways',
      edits: [
        add(
          'west',
          '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: web, namespace: shop }, spec: { gatewayClassName: istio, listeners: [] } }',
        ),
      ],
    },
    { what: 'no Gateway', edits: [remove('west', 'Gateway remote-north-mesh')] },
  ],
};
