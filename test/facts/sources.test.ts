import { type Fact, type FactSource, objectOf } from '../../lib/facts/model';
import { getPermission, readText } from '../../lib/facts/sources';
import { isFields } from '../../lib/values';
import { addressFact, rootFact } from '../helpers/facts';
import { rootConfigMap } from '../helpers/fake-api';
import { FakeClusters, failure } from '../helpers/fake-clusters';

const GATEWAY = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  plural: 'gateways',
  namespace: 'ns',
  name: 'in',
};
const OBJECT: FactSource = { type: 'object', object: GATEWAY, path: ['status', 'addresses', 0, 'value'] };

/** What is read of a source from a cluster that has one object: the value, or the failure as text. */
async function read(object: unknown, source?: FactSource): Promise<unknown> {
  const fact: Fact = source === undefined ? rootFact('m') : { ...rootFact('m'), source };
  const { apiVersion, kind, name, namespace } = objectOf(fact.source);
  const identity = { apiVersion, kind, metadata: { name, namespace } };
  const value = isFields(object) ? { ...identity, ...object } : object;
  const answer = await readText(new FakeClusters(() => ({ value })).connect('m'), fact);
  return 'failure' in answer ? `${answer.failure.kind}: ${answer.failure.detail}` : answer.value;
}

describe('a key of a ConfigMap', () => {
  test('is read as it is, and not looked into', async () => {
    expect(await read(rootConfigMap('<html> '))).toBe('<html> ');
  });

  test.each([
    ['no data', { kind: 'ConfigMap' }, 'pending: key "root-cert.pem" is missing'],
    ['null data', { data: null }, 'pending: key "root-cert.pem" is missing'],
    ['another key', { data: { 'ca.crt': 'x' } }, 'pending: key "root-cert.pem" is missing'],
    ['an empty text', rootConfigMap(''), 'pending: key "root-cert.pem" is empty'],
    ['a blank text', rootConfigMap(' \n'), 'pending: key "root-cert.pem" is empty'],
    ['null', rootConfigMap(null), 'mismatch: key "root-cert.pem" is not a string'],
    ['a number', rootConfigMap(7), 'mismatch: key "root-cert.pem" is not a string'],
    ['a string in place of the object', 'x', 'other-object: another "apiVersion" than requested'],
  ])('is not read with %s', async (_, object, expected) => {
    expect(await read(object)).toBe(expected);
  });
});

describe('a part of any object', () => {
  test('is read at its path', async () => {
    expect(await read({ status: { addresses: [{ value: '192.0.2.1' }] } }, OBJECT)).toBe('192.0.2.1');
  });

  test.each([
    [{ status: { addresses: [] } }, 'pending: field "status.addresses.0.value" is missing'],
    [{ status: { addresses: [{ value: 7 }] } }, 'mismatch: field "status.addresses.0.value" is not a string'],
  ])('is not read from %j', async (object, expected) => {
    expect(await read(object, OBJECT)).toBe(expected);
  });
});

test('objects are requested by group, version, resource, namespace and name, each of them encoded', async () => {
  const clusters = new FakeClusters(() => failure('missing'));
  const reader = clusters.connect('c');
  await readText(reader, rootFact('m'));
  await readText(reader, { ...rootFact('m'), source: OBJECT });
  const { namespace: _, ...cluster } = GATEWAY;
  const answer = await readText(reader, {
    ...rootFact('m'),
    source: { ...OBJECT, object: { ...cluster, name: 'a/../b' } },
  });
  expect(answer).toEqual(failure('missing'));
  expect(clusters.asked).toEqual([
    'c /api/v1/namespaces/m/configmaps/istio-ca-root-cert',
    'c /apis/gateway.networking.k8s.io/v1/namespaces/ns/gateways/in',
    'c /apis/gateway.networking.k8s.io/v1/gateways/a%2F..%2Fb',
  ]);
});

test('a Service has no text to read', async () => {
  expect(await read({}, addressFact('m', 'g').source)).toBe('mismatch: a Service has no text to read');
});

test('the permission to get an object names its group, resource, namespace and name', () => {
  expect(getPermission(GATEWAY)).toEqual({
    group: 'gateway.networking.k8s.io',
    resource: 'gateways',
    namespace: 'ns',
    name: 'in',
  });
  expect(getPermission({ apiVersion: 'v1', kind: 'Node', plural: 'nodes', name: 'a' })).toEqual({
    group: '',
    resource: 'nodes',
    name: 'a',
  });
});
