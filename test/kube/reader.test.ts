import { apiReader } from '../../lib/kube/reader';

const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespace: 'west', name: 'root' };
const FOUND = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'root', namespace: 'west' }, data: {} };

const reading = (value: unknown) =>
  apiReader(
    async () => ({ value }),
    () => undefined,
  );

test('an object is read that has the requested identity', async () => {
  expect(await reading(FOUND).object(OBJECT)).toEqual({ value: FOUND });
});

test.each<readonly [string, object]>([
  ['apiVersion', { ...FOUND, apiVersion: 'SECRET/v1' }],
  ['kind', { ...FOUND, kind: 'SECRET' }],
  ['metadata.name', { ...FOUND, metadata: { name: 'SECRET', namespace: 'west' } }],
  ['metadata.namespace', { ...FOUND, metadata: { name: 'root', namespace: 'SECRET' } }],
  ['metadata.name', { apiVersion: 'v1', kind: 'ConfigMap' }],
  ['metadata.name', { ...FOUND, metadata: null }],
  ['kind', { ...FOUND, kind: 'ConfigMapList', items: [FOUND] }],
])('another %s is a failure without what was sent', async (field, value) => {
  expect(await reading(value).object(OBJECT)).toEqual({
    failure: { kind: 'other-object', detail: `another "${field}" than requested` },
  });
});

test('Nodes are read from a list of Nodes', async () => {
  expect(await reading({ kind: 'NodeList', items: [1] }).nodes()).toEqual({ value: [1] });
  expect(await reading({ kind: 'PodList', items: [1] }).nodes()).toEqual({
    failure: { kind: 'other-object', detail: 'another "kind" than requested' },
  });
});
