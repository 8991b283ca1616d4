import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const HOST = 'archive.attic.svc.north-mesh-imports.local';
const server = (host: string, port = 15443, selector = '{ ossm-fed.dev/gateway: eastwest }') =>
  add(
    'north',
    `{ apiVersion: networking.istio.io/v1beta1, kind: Gateway, metadata: { name: more, namespace: istio-ingress }, spec: { selector: ${selector}, servers: [{ port: { number: ${port}, name: tls, protocol: TLS }, tls: { mode: AUTO_PASSTHROUGH }, hosts: ["${host}"] }] } }`,
  );

/** FED133: servers with overlapping hosts. */
export const cases: RuleCases = {
  rule: 'FED133',
  findings: {
    overlap: [
      { what: 'the same host', edits: [server(HOST)] },
      {
        what: 'the listener of the gateway exposes all',
        edits: [remove('north', 'Gateway eastwestgateway', 'spec.listeners[0].hostname')],
      },
      {
        what: 'another label of the same gateway',
        edits: [server('*.local', 15443, '{ gateway.networking.k8s.io/gateway-name: eastwestgateway }')],
      },
      {
        what: 'two servers of one Gateway',
        edits: [
          set('north', 'Gateway expose-services', 'spec.servers[1]', {
            port: { number: 15443, name: 'tls-more', protocol: 'TLS' },
            tls: { mode: 'AUTO_PASSTHROUGH' },
            hosts: ['*.svc.north-mesh-imports.local'],
          }),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'other hosts', edits: [server('archive.attic.svc.cluster.local')] },
    { what: 'another port', edits: [server(HOST, 15444)] },
    { what: 'another gateway', edits: [server(HOST, 15443, '{ app: other }')] },
    {
      what: 'two hosts of one server',
      edits: [set('north', 'Gateway expose-services', 'spec.servers[0].hosts[1]', '*.local')],
    },
  ],
};
