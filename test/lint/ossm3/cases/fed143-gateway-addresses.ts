import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const addresses = (name: string, ...values: readonly string[]) =>
  set(
    'west',
    `Gateway remote-${name}-mesh`,
    'spec.addresses',
    values.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'IPAddress' : 'Hostname', value })),
  );
const GATEWAY = add(
  'west',
  '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: eastwestgateway, namespace: west-mesh, labels: { topology.istio.io/network: network-west-mesh, istio.io/rev: west-mesh-v1-30-latest } }, spec: { gatewayClassName: istio, listeners: [{ name: tls, hostname: nothing.invalid, port: 15443, protocol: TLS, tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } } }] }, status: { addresses: [{ type: IPAddress, value: 203.0.113.1 }] } }',
);

/** FED143: addresses of remote Gateways. */
export const cases: RuleCases = {
  rule: 'FED143',
  findings: {
    sharedAddress: [{ what: 'one of several', edits: [addresses('north', '203.0.113.9', '203.0.113.7')] }],
    ownAddress: [
      { what: 'the address in the status', edits: [GATEWAY, addresses('north', '203.0.113.1')] },
      {
        what: 'the name of the Service',
        edits: [GATEWAY, addresses('north', 'eastwestgateway-istio.west-mesh.svc.cluster.local')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'a proxy with a port for each',
      edits: [
        addresses('north', '203.0.113.7'),
        set('west', 'Gateway remote-north-mesh', 'spec.listeners[0].port', 31443),
        set('north', 'Gateway eastwestgateway', 'metadata.annotations', {
          'networking.istio.io/service-type': 'NodePort',
        }),
      ],
    },
    {
      what: 'addresses that are not filled in',
      edits: [addresses('north', 'unknown.ossm-fed.invalid'), addresses('east', 'unknown.ossm-fed.invalid')],
    },
    {
      what: 'the Service of another cluster',
      edits: [addresses('north', 'eastwestgateway-istio.istio-ingress.svc.cluster.local')],
    },
    { what: 'no addresses', edits: [remove('west', 'Gateway remote-north-mesh', 'spec.addresses')] },
  ],
};
