import { MemoryCluster } from '../helpers/memory-cluster';

const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', namespace: 'west', name: 'east' };
const SET = { ...PEER, kind: 'ExportedServiceSet' };
const VERSION = 'GET /apis/federation.maistra.io/v1';

function discoveryOf({ requests }: MemoryCluster): readonly string[] {
  return requests.filter((request) => !request.includes('/namespaces/'));
}

describe('discovery', () => {
  test('requests the kinds of a version once, for all that need them at a time and later', async () => {
    const cluster = new MemoryCluster();
    const client = cluster.client();
    await Promise.all([client.find(PEER), client.find(SET), client.resources(PEER.apiVersion)]);
    await client.find(PEER);
    expect(await client.resources(PEER.apiVersion)).toMatchObject({
      value: expect.arrayContaining([
        {
          apiVersion: PEER.apiVersion,
          kind: 'ServiceMeshPeer',
          plural: 'servicemeshpeers',
          isNamespaced: true,
          isListed: true,
        },
      ]),
    });
    expect(discoveryOf(cluster)).toEqual([VERSION]);
  });

  test('knows a resource of a version that was read, and requests the group of others once at a time', async () => {
    const cluster = new MemoryCluster();
    const client = cluster.client();
    await client.find(PEER);
    expect(await client.serves('exportedservicesets.federation.maistra.io')).toEqual({ value: true });
    expect(discoveryOf(cluster)).toEqual([VERSION]);
    const [first, second] = await Promise.all(['a.maistra.io', 'servicemeshmemberrolls.maistra.io'].map(client.serves));
    expect([first, second]).toEqual([{ value: false }, { value: true }]);
    const maistra = discoveryOf(cluster).filter((request) => request.includes('/maistra.io'));
    expect(maistra).toEqual(['GET /apis/maistra.io', 'GET /apis/maistra.io/v2', 'GET /apis/maistra.io/v1']);
  });

  test('requests again what the API server did not have', async () => {
    const cluster = new MemoryCluster();
    const client = cluster.client();
    cluster.absent.add('federation.maistra.io');
    expect(await client.serves('servicemeshpeers.federation.maistra.io')).toEqual({ value: false });
    expect(await client.resources(PEER.apiVersion)).toEqual({ value: [] });
    cluster.absent.clear();
    expect(await client.serves('servicemeshpeers.federation.maistra.io')).toEqual({ value: true });
    expect(await client.resources(PEER.apiVersion)).not.toEqual({ value: [] });
  });
});
