import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { isGenerated, plainManifest } from '../../lib/charts/plain-manifest';
import { renderApp } from '../../lib/output/render';
import { loadTopology } from '../../lib/workflows/load';
import { EXAMPLES } from '../helpers/examples';
import { ALL_FIELDS } from './all-fields';

/** A ConfigMap in an App of its own. */
function configMap(resolvers: 'default' | 'none'): k8s.KubeConfigMap {
  const app = new App();
  if (resolvers === 'none') app.resolvers.length = 0;
  return new k8s.KubeConfigMap(new Chart(app, 'chart'), 'object', { metadata: { name: 'a' }, data: { key: 'value' } });
}

const TOPOLOGIES = [
  ...EXAMPLES,
  { name: 'all fields', load: () => loadTopology(ALL_FIELDS, join(__dirname, 'fixtures')) },
];

describe.each(TOPOLOGIES.map((one) => [one.name, one] as const))('of each object of %s', (_, { load }) => {
  const { clusters = [], generations } = load();
  const apps = () => clusters.map((cluster) => new ClusterApp(cluster, generations));
  const plain = apps();
  for (const app of plain) app.resolvers.length = 0;

  test('the plain manifest is that of cdk8s', () => {
    const objects = plain.flatMap((app) => app.node.findAll().filter(ApiObject.isApiObject));
    const generated = objects.flatMap((object) => {
      const { constructor: type } = object;
      const manifest = isGenerated(type) ? plainManifest(object, type) : undefined;
      return manifest === undefined ? [] : [{ object, manifest }];
    });
    expect(generated.length).toBeGreaterThan(objects.length / 2);
    for (const { object, manifest } of generated) expect(manifest).toEqual(object.toJson());
  });

  test('the output is the same', () => {
    const textsOf = (all: readonly App[]) => all.map((app) => renderApp(app, 'any').files.map(({ text }) => text));
    expect(textsOf(plain)).toEqual(textsOf(apps()));
  });
});

describe('an object has no plain manifest', () => {
  test('in an App with resolvers', () => {
    expect(plainManifest(configMap('default'), k8s.KubeConfigMap)).toBeUndefined();
    expect(plainManifest(configMap('none'), k8s.KubeConfigMap)).toEqual(configMap('default').toJson());
  });

  test('with a patch', () => {
    const object = configMap('none');
    object.addJsonPatch(JsonPatch.replace('/data/key', 'other'));
    expect(plainManifest(object, k8s.KubeConfigMap)).toBeUndefined();
  });
});

test('what is added to the metadata of an object is in its plain manifest', () => {
  const object = configMap('none');
  object.metadata.addLabel('label', 'yes');
  object.metadata.addAnnotation('annotation', 'yes');
  object.metadata.addFinalizers('example.org/finalizer');
  object.metadata.add('generateName', 'a-');
  expect(plainManifest(object, k8s.KubeConfigMap)).toEqual(object.toJson());
  expect(object.toJson()).toHaveProperty('metadata.finalizers', ['example.org/finalizer']);
});
