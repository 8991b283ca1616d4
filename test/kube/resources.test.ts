import { apiReader } from '../../lib/kube/reader';
import { FakeClusters, failure } from '../helpers/fake-clusters';

const LIST = {
  kind: 'APIResourceList',
  resources: [
    { name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['get', 'list'] },
    { name: 'deployments/status', kind: 'Deployment', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
    { name: 7, kind: 'Broken' },
    null,
  ],
};

describe('the kinds of a group and version', () => {
  test('are those of discovery, without subresources', async () => {
    const clusters = new FakeClusters(() => ({ value: LIST }));
    const answer = await clusters.connect('west').resources('apps/v1');
    expect(answer).toEqual({
      value: [
        { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', isNamespaced: true, isListed: true },
        { apiVersion: 'apps/v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false, isListed: false },
      ],
    });
    await clusters.connect('west').resources('v1');
    expect(clusters.asked).toEqual(['west /apis/apps/v1', 'west /api/v1']);
  });

  test('are none where the cluster does not have the group, which a server without any API cannot claim', async () => {
    const absent = failure('answer', 'HTTP status 404 without a Status object');
    const reader = apiReader(
      async () => absent,
      () => {},
    );
    expect(await reader.resources('maistra.io/v2')).toEqual({ value: [] });
    expect(await reader.resources('v1')).toEqual(absent);
    const forbidden = new FakeClusters(() => failure('forbidden')).connect('west');
    expect(await forbidden.resources('maistra.io/v2')).toEqual(failure('forbidden'));
  });

  test('cannot be those of another object', async () => {
    const reader = new FakeClusters(() => ({ value: { kind: 'Status' } })).connect('west');
    expect(await reader.resources('v1')).toEqual(failure('other-object', 'another "kind" than requested'));
  });
});

test('a list with labels requests the objects that have them', async () => {
  const clusters = new FakeClusters(() => ({ value: { kind: 'ConfigMapList', items: [] } }));
  const kind = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespace: 'west' };
  await clusters.connect('west').list({ ...kind, labels: { 'a.b/c': 'd', e: 'f' } });
  await clusters.connect('west').list(kind);
  const path = 'west /api/v1/namespaces/west/configmaps?limit=100';
  expect(clusters.asked).toEqual([`${path}&labelSelector=a.b%2Fc%3Dd%2Ce%3Df`, path]);
});
