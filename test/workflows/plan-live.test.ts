import { loadTopology } from '../../lib/workflows/load';
import { planFromClusters } from '../../lib/workflows/plan';
import { FakeClusters, failure } from '../helpers/fake-clusters';
import { inDirectoryFor } from '../helpers/temporary';

const TOPOLOGY = {
  clusters: { west: {} },
  meshes: { west: { cluster: 'west', members: ['shop'], workloads: [{ manifests: 'shop.yaml' }] } },
} as const;

const MANIFESTS = `apiVersion: v1
kind: Secret
metadata: { name: key, namespace: shop }
stringData: { password: opensesame }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { a: b }
`;

const RESOURCES: { readonly [path: string]: readonly object[] } = {
  '/api/v1': [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'secrets', kind: 'Secret', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
  ],
};

/** A cluster with nothing in it but what a test adds. */
function clusterWith(objects: { readonly [path: string]: object }) {
  return new FakeClusters((_, path) => {
    const resources = RESOURCES[path];
    if (resources !== undefined) return { value: { kind: 'APIResourceList', resources } };
    if (path.includes('?')) return { value: objects[path] ?? { kind: 'ConfigMapList', items: [] } };
    return objects[path] === undefined ? failure('missing') : { value: objects[path] };
  });
}

async function planOf(clusters: FakeClusters) {
  const result: { plan?: Awaited<ReturnType<typeof planFromClusters>> } = {};
  await inDirectoryFor({ 'shop.yaml': MANIFESTS }, async (directory) => {
    result.plan = await planFromClusters(loadTopology(TOPOLOGY, directory), clusters.connect);
  });
  if (result.plan === undefined) throw new Error('no result');
  return result.plan;
}

const textsOf = ({ plan }: Awaited<ReturnType<typeof planOf>>) =>
  plan?.changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

describe('a plan from clusters', () => {
  test('never reads a Secret, and says that its changes are not known', async () => {
    const clusters = clusterWith({});
    const result = await planOf(clusters);
    expect(textsOf(result)).toContain('create ConfigMap settings');
    expect(textsOf(result)?.filter((text) => text.includes('Secret'))).toEqual([]);
    expect(clusters.asked.filter((path) => path.includes('secrets'))).toEqual([]);
    expect(result.issues.map(({ code, level, message }) => `${level} ${code}: ${message}`)).toEqual([
      'warning PLN003: Secrets of clusters are not read, so their changes are not known',
    ]);
  });

  test('lists objects with the labels of generated ones that synth no longer writes', async () => {
    const labels = 'app.kubernetes.io%2Fmanaged-by%3Dossm-fed%2Capp.kubernetes.io%2Fpart-of%3Dservice-mesh-federation';
    const item = { metadata: { name: 'old', namespace: 'west' } };
    const clusters = clusterWith({
      [`/api/v1/namespaces/west/configmaps?limit=100&labelSelector=${labels}`]: {
        kind: 'ConfigMapList',
        items: [item],
      },
    });
    expect(textsOf(await planOf(clusters))).toContain('delete ConfigMap old');
  });

  test('is not known for what may not be read', async () => {
    const forbidden = new FakeClusters((_, path) =>
      path === '/api/v1'
        ? { value: { kind: 'APIResourceList', resources: RESOURCES['/api/v1'] } }
        : failure('forbidden', '403'),
    );
    const result = await planOf(forbidden);
    expect([textsOf(result), result.plan?.unknown]).toEqual([[], ['west']]);
    expect(result.issues.filter(({ code }) => code === 'STA002').length).toBeGreaterThan(1);
  });

  test('says what is not known where generated objects may not be listed', async () => {
    const clusters = new FakeClusters((_, path) => {
      if (path.includes('?')) return failure('forbidden', '403');
      return path === '/api/v1'
        ? { value: { kind: 'APIResourceList', resources: RESOURCES['/api/v1'] } }
        : failure('missing');
    });
    const result = await planOf(clusters);
    expect(textsOf(result)).toContain('create ConfigMap settings');
    expect(result.issues.map(({ code, level, message }) => `${level} ${code}: ${message}`)).toContain(
      'warning PLN003: objects of cluster "west" that synth no longer writes are not known, as these kinds could not be listed (forbidden (403)): "ConfigMap"',
    );
  });
});
