import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const remotePort = (port: number) => set('west', 'Gateway remote-north-mesh', 'spec.listeners[0].port', port);
const server = (path: string, value: unknown) =>
  set('north', 'Gateway expose-services', `spec.servers[0].${path}`, value);

/** FED145: ports and modes of gateways on both sides. */
export const cases: RuleCases = {
  rule: 'FED145',
  findings: {
    otherPort: [
      {
        what: 'the gateway has another port',
        edits: [set('north', 'Gateway eastwestgateway', 'spec.listeners[0].port', 443), server('port.number', 443)],
      },
    ],
    serverPort: [{ what: 'a port without a listener', edits: [server('port.number', 443)] }],
    notAutoPassthrough: [
      { what: 'the mode of other gateways', edits: [server('tls.mode', 'PASSTHROUGH')] },
      { what: 'no mode', edits: [server('tls', undefined)] },
    ],
  },
  nearMisses: [
    {
      what: 'another port on both sides',
      edits: [
        remotePort(443),
        set('north', 'Gateway eastwestgateway', 'spec.listeners[0].port', 443),
        server('port.number', 443),
      ],
    },
    {
      what: 'a node port that the cluster chooses',
      edits: [
        remotePort(31443),
        set('north', 'Gateway eastwestgateway', 'metadata.annotations', {
          'networking.istio.io/service-type': 'NodePort',
        }),
      ],
    },
    {
      what: 'the node port of the Service',
      edits: [
        remotePort(31443),
        add(
          'north',
          '{ apiVersion: v1, kind: Service, metadata: { name: eastwestgateway-istio, namespace: istio-ingress }, spec: { type: NodePort, ports: [{ name: tls, port: 15443, nodePort: 31443 }] } }',
        ),
      ],
    },
    {
      what: 'a gateway that is not in the manifests',
      edits: [remotePort(443), remove('north', 'Gateway eastwestgateway')],
    },
    {
      what: 'another gateway of the cluster',
      edits: [
        add(
          'north',
          '{ apiVersion: networking.istio.io/v1beta1, kind: Gateway, metadata: { name: web, namespace: attic }, spec: { selector: { app: web }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, tls: { mode: PASSTHROUGH }, hosts: [archive.attic.svc.north-mesh-imports.local] }] } }',
        ),
      ],
    },
  ],
};
