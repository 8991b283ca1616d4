import fc from 'fast-check';
import { isAddress } from '../../../lib/facts/address/dialable';
import { loadBalancerAddress, nodeAddresses, nodePortAddress, readAddress } from '../../../lib/facts/address/service';
import type { ServiceSource } from '../../../lib/facts/model';
import type { Answer } from '../../../lib/kube/failure';
import { addressOf, PORTS, rootFact } from '../../helpers/facts';
import { loadBalancer } from '../../helpers/fake-api';
import { FakeClusters } from '../../helpers/fake-clusters';

const SOURCE: ServiceSource = { type: 'Service', namespace: 'm', name: 'g', serviceType: 'LoadBalancer', ports: PORTS };
const NODE_PORT: ServiceSource = { ...SOURCE, serviceType: 'NodePort' };

/** The kind of a failure and its text, or the value. */
function told<T>(answer: Answer<T>): unknown {
  return 'failure' in answer ? `${answer.failure.kind}: ${answer.failure.detail}` : answer.value;
}

describe('the address behind a load balancer', () => {
  test('is all host names and IP addresses, sorted, each once', () => {
    const service = loadBalancer(
      { ip: '192.0.2.9' },
      { hostname: 'a.example.org' },
      { ip: '192.0.2.10' },
      { ip: '192.0.2.9' },
    );
    expect(told(loadBalancerAddress(service, SOURCE))).toEqual(addressOf(['192.0.2.10', '192.0.2.9', 'a.example.org']));
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
    expect(told(loadBalancerAddress(service, SOURCE))).toBe('pending: its load balancer has no address yet');
  });

  test.each(['<html>', 'http://a.example.org', '10.0.0.1:80', 'a b', '10.0.0.300', '-x'])(
    'is rejected if it is "%s"',
    (ip) => {
      expect(told(loadBalancerAddress(loadBalancer({ ip }), SOURCE))).toBe(
        'mismatch: its load balancer has an invalid address',
      );
    },
  );

  test('is rejected if there are more than peers can be given', () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ ip: `10.0.0.${i}` }));
    expect(told(loadBalancerAddress(loadBalancer(...many), SOURCE))).toBe(
      'mismatch: there are 101 addresses, more than 100',
    );
    expect('value' in loadBalancerAddress(loadBalancer(...many.slice(1)), SOURCE)).toBe(true);
  });

  test.each([
    ['ClusterIP', 'mismatch: its type is ClusterIP instead of LoadBalancer'],
    ['NodePort', 'mismatch: its type is NodePort instead of LoadBalancer'],
    ['<script>', 'mismatch: its type is unknown instead of LoadBalancer'],
    [undefined, 'mismatch: its type is unknown instead of LoadBalancer'],
  ])('is rejected of a Service of type %s', (type, expected) => {
    const service = { ...loadBalancer({ ip: '192.0.2.1' }), spec: { type } };
    expect(told(loadBalancerAddress(service, SOURCE))).toBe(expected);
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
    expect(told(loadBalancerAddress(withPorts(renamed), SOURCE))).toEqual(addressOf(['192.0.2.1']));
    const moved = [
      { name: 'tls', port: 443 },
      { name: 'https-discovery', port: 8443 },
    ];
    expect(told(loadBalancerAddress(withPorts(moved), SOURCE))).toEqual(addressOf(['192.0.2.1'], 443, 8443));
    expect(told(loadBalancerAddress(withPorts([{ port: 15443 }]), SOURCE))).toBe('mismatch: it has no port 8188');
    expect(told(loadBalancerAddress(withPorts(null), SOURCE))).toBe('mismatch: it has no port 15443');
    expect(told(loadBalancerAddress(withPorts([{ port: '15443' }]), SOURCE))).toBe('mismatch: it has no port 15443');
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
    expect(told(nodeAddresses([dead, excluded]))).toBe('pending: no ready Node has an address yet');
  });

  test('are rejected if they are none', () => {
    expect(told(nodeAddresses([node([['InternalIP', '10.0.0.1 ']])]))).toBe('mismatch: a Node has an invalid address');
  });
});

describe('the address on node ports', () => {
  const service = { ...loadBalancer(), spec: { ...(loadBalancer() as { spec: object }).spec, type: 'NodePort' } };

  test('is that of the Nodes with the node ports of the Service', () => {
    expect(told(nodePortAddress(service, ['10.0.0.1'], NODE_PORT))).toEqual(addressOf(['10.0.0.1'], 31443, 31188));
  });

  test('is rejected of a Service of another type', () => {
    expect(told(nodePortAddress(loadBalancer(), ['10.0.0.1'], NODE_PORT))).toBe(
      'mismatch: its type is LoadBalancer instead of NodePort',
    );
  });

  test.each([0, -1, 1.5, 65_536, '31443', null])('is rejected with the node port %j', (nodePort) => {
    const bad = { spec: { type: 'NodePort', ports: [{ port: 15443, nodePort }] } };
    expect(told(nodePortAddress(bad, ['10.0.0.1'], NODE_PORT))).toBe('mismatch: it has no port 15443 with a node port');
  });

  test('is rejected without node ports', () => {
    const bare = { spec: { type: 'NodePort', ports: [{ port: 15443 }] } };
    expect(told(nodePortAddress(bare, ['10.0.0.1'], NODE_PORT))).toBe(
      'mismatch: it has no port 15443 with a node port',
    );
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
      const found = loadBalancerAddress(value, SOURCE);
      if ('value' in found) expect(found.value.addresses.every(isAddress)).toBe(true);
      nodeAddresses([value]);
      nodePortAddress(value, [], NODE_PORT);
    }),
  );
});

test('a fact that is not read from a Service has no address', async () => {
  const clusters = new FakeClusters(() => ({ value: {} }));
  expect(await readAddress(clusters.connect('a'), rootFact('m'))).toEqual({
    failure: { kind: 'mismatch', detail: 'a ConfigMap has no address to read' },
  });
  expect(clusters.asked).toEqual([]);
});
