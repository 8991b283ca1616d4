import fc from 'fast-check';
import { isAddress } from '../../lib/federation/addresses';
import { loadBalancerOf, nodeAddresses, nodePortsOf, pemOf } from '../../lib/fetch/objects';
import type { GatewayTarget } from '../../lib/fetch/targets';
import type { Answer } from '../../lib/kube/failure';
import { loadBalancer, rootConfigMap } from '../helpers/fake-api';

const TARGET: GatewayTarget = {
  kind: 'gateway',
  mesh: 'm',
  namespace: 'm',
  gateway: 'g',
  type: 'LoadBalancer',
  servicePort: 'tls',
  discoveryPort: 'https-discovery',
};
const NODE_PORT: GatewayTarget = { ...TARGET, type: 'NodePort' };

/** The kind of a failure and its text, or the value. */
function told<T>(answer: Answer<T>): unknown {
  return 'failure' in answer ? `${answer.failure.kind}: ${answer.failure.detail}` : answer.value;
}

describe('the root certificates', () => {
  test('are the text of the key, which is not looked into here', () => {
    expect(told(pemOf(rootConfigMap('<html>')))).toBe('<html>');
  });

  test.each([
    ['no data', { kind: 'ConfigMap' }, 'pending: it has no key "root-cert.pem" yet'],
    ['null data', { data: null }, 'pending: it has no key "root-cert.pem" yet'],
    ['another key', { data: { 'ca.crt': 'x' } }, 'pending: it has no key "root-cert.pem" yet'],
    ['an empty text', rootConfigMap(''), 'pending: its key "root-cert.pem" is still empty'],
    ['a blank text', rootConfigMap(' \n'), 'pending: its key "root-cert.pem" is still empty'],
    ['null', rootConfigMap(null), 'unfit: its key "root-cert.pem" holds no text'],
    ['a number', rootConfigMap(7), 'unfit: its key "root-cert.pem" holds no text'],
  ])('are not there with %s', (_, configMap, expected) => {
    expect(told(pemOf(configMap))).toBe(expected);
  });
});

describe('the address behind a load balancer', () => {
  test('is all host names and IP addresses, sorted, each once', () => {
    const service = loadBalancer(
      { ip: '192.0.2.9' },
      { hostname: 'a.example.org' },
      { ip: '192.0.2.10' },
      { ip: '192.0.2.9' },
    );
    expect(told(loadBalancerOf(service, TARGET))).toEqual({
      addresses: ['192.0.2.10', '192.0.2.9', 'a.example.org'],
      servicePort: 15443,
      discoveryPort: 8188,
    });
  });

  test.each([
    ['no status', { ...loadBalancer(), status: undefined }],
    ['null in place of the status', { ...loadBalancer(), status: null }],
    ['null in place of the list', { ...loadBalancer(), status: { loadBalancer: { ingress: null } } }],
    ['an empty list', loadBalancer()],
    ['null in place of an entry', loadBalancer(null)],
    ['null addresses', loadBalancer({ ip: null, hostname: null })],
    ['empty addresses', loadBalancer({ ip: '' })],
  ])('is not there yet with %s', (_, service) => {
    expect(told(loadBalancerOf(service, TARGET))).toBe('pending: its load balancer has no address yet');
  });

  test.each(['<html>', 'http://a.example.org', '10.0.0.1:80', 'a b', '10.0.0.300', '-x'])(
    'is refused if it is "%s"',
    (ip) => {
      expect(told(loadBalancerOf(loadBalancer({ ip }), TARGET))).toBe(
        'unfit: an address of its load balancer is neither an IP address nor a DNS name',
      );
    },
  );

  test('is refused if there are more than peers can be given', () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ ip: `10.0.0.${i}` }));
    expect(told(loadBalancerOf(loadBalancer(...many), TARGET))).toMatch(/^unfit: there are 101 addresses/);
    expect('value' in loadBalancerOf(loadBalancer(...many.slice(1)), TARGET)).toBe(true);
  });

  test.each([
    ['ClusterIP', 'unfit: its type is ClusterIP instead of LoadBalancer'],
    ['NodePort', 'unfit: its type is NodePort instead of LoadBalancer'],
    ['<script>', 'unfit: its type is unknown instead of LoadBalancer'],
    [undefined, 'unfit: its type is unknown instead of LoadBalancer'],
  ])('is refused of a Service of type %s', (type, expected) => {
    const service = { ...loadBalancer({ ip: '192.0.2.1' }), spec: { type } };
    expect(told(loadBalancerOf(service, TARGET))).toBe(expected);
  });

  test('has the ports of the Service: by number, else by name', () => {
    const withPorts = (ports: unknown) => ({
      ...loadBalancer({ ip: '192.0.2.1' }),
      spec: { type: 'LoadBalancer', ports },
    });
    const renamed = [
      { name: 'x', port: 15443 },
      { name: 'y', port: 8188 },
      { name: 'tls', port: 1 },
    ];
    expect(told(loadBalancerOf(withPorts(renamed), TARGET))).toMatchObject({ servicePort: 15443, discoveryPort: 8188 });
    const moved = [
      { name: 'tls', port: 443 },
      { name: 'https-discovery', port: 8443 },
    ];
    expect(told(loadBalancerOf(withPorts(moved), TARGET))).toMatchObject({ servicePort: 443, discoveryPort: 8443 });
    expect(told(loadBalancerOf(withPorts([{ port: 15443 }]), TARGET))).toBe('unfit: it has no port 8188');
    expect(told(loadBalancerOf(withPorts(null), TARGET))).toBe('unfit: it has no port 15443');
    expect(told(loadBalancerOf(withPorts([{ port: '15443' }]), TARGET))).toBe('unfit: it has no port 15443');
  });
});

const READY = [
  { type: 'MemoryPressure', status: 'False' },
  { type: 'Ready', status: 'True' },
];

/** A Node that is ready. */
function node(addresses: readonly (readonly [string, unknown])[], labels: object = {}, rest: object = {}): object {
  const list = addresses.map(([type, address]) => ({ type, address }));
  return { metadata: { labels }, ...rest, status: { conditions: READY, addresses: list } };
}

describe('the addresses of Nodes', () => {
  const a = node([
    ['InternalIP', '10.0.0.2'],
    ['Hostname', 'a'],
  ]);
  const b = node([
    ['InternalIP', '10.0.0.1'],
    ['ExternalIP', '192.0.2.1'],
  ]);

  test('are the internal ones where there are no others', () => {
    expect(told(nodeAddresses([a]))).toEqual(['10.0.0.2']);
  });

  test('are the external ones where any Node has one', () => {
    expect(told(nodeAddresses([a, b]))).toEqual(['192.0.2.1']);
  });

  test('are sorted, each once', () => {
    const nodes = ['10.0.0.3', '10.0.0.1', '10.0.0.3'].map((address) => node([['InternalIP', address]]));
    expect(told(nodeAddresses(nodes))).toEqual(['10.0.0.1', '10.0.0.3']);
  });

  test('are those of Nodes that are ready and not kept from load balancers, cordoned or not', () => {
    const excluded = node([['InternalIP', '10.0.0.9']], {
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    });
    const cordoned = node([['InternalIP', '10.0.0.8']], {}, { spec: { unschedulable: true } });
    const dead = {
      status: {
        conditions: [{ type: 'Ready', status: 'Unknown' }],
        addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
      },
    };
    expect(told(nodeAddresses([excluded, cordoned, dead, a, null, 7]))).toEqual(['10.0.0.2', '10.0.0.8']);
    expect(told(nodeAddresses([dead, excluded]))).toBe('pending: no Node with an address is ready yet');
  });

  test('are refused if they are none', () => {
    expect(told(nodeAddresses([node([['InternalIP', '10.0.0.1 ']])]))).toBe(
      'unfit: a Node has an address that is none',
    );
  });
});

describe('the address on node ports', () => {
  const service = { ...loadBalancer(), spec: { ...(loadBalancer() as { spec: object }).spec, type: 'NodePort' } };

  test('is that of the Nodes with the node ports of the Service', () => {
    expect(told(nodePortsOf(service, ['10.0.0.1'], NODE_PORT))).toEqual({
      addresses: ['10.0.0.1'],
      servicePort: 31443,
      discoveryPort: 31188,
    });
  });

  test('is refused without node ports', () => {
    const bare = { spec: { type: 'NodePort', ports: [{ port: 15443 }] } };
    expect(told(nodePortsOf(bare, ['10.0.0.1'], NODE_PORT))).toBe('unfit: it has no port 15443 with a node port');
  });
});

test('whatever an API answers, what is found is well formed and nothing is thrown', () => {
  const key = fc.constantFrom(
    'spec',
    'status',
    'data',
    'ports',
    'type',
    'loadBalancer',
    'ingress',
    'ip',
    'port',
    'metadata',
  );
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>('LoadBalancer', '192.0.2.1', 'x y', null, 15443, 8188, -1, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    ),
  })).value;
  fc.assert(
    fc.property(anything, (value) => {
      const found = loadBalancerOf(value, TARGET);
      if ('value' in found) expect(found.value.addresses.every(isAddress)).toBe(true);
      expect(typeof told(pemOf(value))).toBe('string');
      nodeAddresses([value]);
      nodePortsOf(value, [], NODE_PORT);
    }),
  );
});
