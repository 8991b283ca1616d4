import { remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const port = (path: string, value: unknown) =>
  set('east', 'ServiceEntry ratings-export', `spec.ports[0].${path}`, value);
const imported = (path: string, value: unknown) =>
  set('west', 'ServiceEntry ratings-stock-east-mesh', `spec.ports[0].${path}`, value);
const ports = (list: readonly unknown[]) => set('east', 'ServiceEntry ratings-export', 'spec.ports', list);
const HTTP = { number: 9080, name: 'http', protocol: 'HTTP' };

/** FED107: ports that differ between the sides of an import. */
export const cases: RuleCases = {
  rule: 'FED107',
  findings: {
    otherNumber: [
      { what: 'the port of the pods on the importing side', edits: [imported('number', 8080)] },
      {
        what: 'a port of a local Service that the other side lacks',
        edits: [set('west', 'Service prices', 'spec.ports[1]', { name: 'tcp-db', port: 5432 })],
      },
      {
        what: 'several ports on the other side',
        edits: [
          ports([
            { ...HTTP, number: 9443 },
            { ...HTTP, number: 9081 },
          ]),
        ],
      },
      { what: 'no ports on the other side but one without a number', edits: [ports([{ name: 'http' }])] },
      {
        what: 'a Service by its own name',
        edits: [
          set('east', 'Service prices', 'spec.ports[0].port', 80),
          set('east', 'Service prices', 'metadata.namespace', 'shop'),
        ],
      },
    ],
    otherProtocol: [
      { what: 'TCP on one side', edits: [imported('protocol', 'TCP')] },
      { what: 'TLS on the other side', edits: [port('protocol', 'TLS')] },
      {
        what: 'the name of the port of a Service',
        edits: [set('west', 'Service prices', 'spec.ports[0].name', 'tcp-prices')],
      },
    ],
  },
  nearMisses: [
    { what: 'another port of the pods', edits: [port('targetPort', 8080)] },
    { what: 'more ports on the exporting side', edits: [ports([HTTP, { ...HTTP, number: 9443, name: 'other' }])] },
    { what: 'versions of HTTP', edits: [imported('protocol', 'http2'), port('protocol', 'GRPC')] },
    { what: 'HTTPS and TLS', edits: [imported('protocol', 'HTTPS'), port('protocol', 'TLS')] },
    { what: 'no protocol on one side', edits: [imported('protocol', undefined)] },
    {
      what: 'no ServiceEntry on the other side is FED106',
      edits: [remove('east', 'ServiceEntry ratings-export'), imported('number', 1)],
    },
    { what: 'a port without a number', edits: [imported('number', undefined)] },
    { what: 'another name of the port', edits: [imported('name', 'http-ratings')] },
  ],
};
