import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const addresses = (...list: readonly unknown[]) => set('west', 'Gateway remote-north-mesh', 'spec.addresses', list);
const name = (value: string) => ({ type: 'Hostname', value });

/** FED130: addresses of remote Gateways. */
export const cases: RuleCases = {
  rule: 'FED130',
  findings: {
    nameAsIP: [
      { what: 'a type that does not fit', edits: [addresses({ type: 'IPAddress', value: 'north.mesh.example.org' })] },
    ],
    ipAsName: [
      { what: 'an IPv4 address', edits: [addresses(name('203.0.113.9'))] },
      { what: 'an IPv6 address', edits: [addresses(name('2001:db8::1'))] },
    ],
    invalidName: [
      { what: 'a URL', edits: [addresses(name('https://north.mesh.example.org'))] },
      { what: 'a port', edits: [addresses(name('north.mesh.example.org:15443'))] },
      { what: 'an underscore', edits: [addresses(name('north_mesh.example.org'))] },
    ],
    severalNames: [{ what: 'two names', edits: [addresses(name('a.example.org'), name('b.example.org'))] }],
    noAddress: [
      { what: 'an empty list', edits: [addresses()] },
      { what: 'no list', edits: [remove('west', 'Gateway remote-north-mesh', 'spec.addresses')] },
    ],
    notFilledIn: [{ what: 'what synth writes', edits: [addresses(name('unknown.ossm-fed.invalid'))] }],
  },
  nearMisses: [
    { what: 'several IP addresses', edits: [addresses({ value: '203.0.113.9' }, { value: '203.0.113.10' })] },
    { what: 'an IPv6 address', edits: [addresses({ type: 'IPAddress', value: '2001:db8::1' })] },
    {
      what: 'the name of a Service',
      edits: [addresses(name('eastwestgateway-istio.istio-ingress.svc.cluster.local'))],
    },
    { what: 'another type', edits: [addresses({ type: 'example.org/any', value: 'a_b' })] },
    {
      what: 'a gateway of the own network',
      edits: [set('north', 'Gateway eastwestgateway', 'spec.addresses', [{ value: 'a.example.org' }])],
    },
    {
      what: 'a gateway of another class',
      edits: [
        add(
          'west',
          '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: web, namespace: shop }, spec: { gatewayClassName: istio, listeners: [] } }',
        ),
      ],
    },
  ],
};
