import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { UserObject } from '../../lib/charts/user-object';
import { renderApp } from '../../lib/output/render';
import { EXAMPLES } from '../helpers/examples';
import type { KubeObject } from '../helpers/synthesize';

const OVERRIDE = { 'test.example/patched': 'yes' };

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('of each object of %s', (_, { load }) => {
  const { clusters = [], generations } = load();
  const apps = clusters.map((cluster) => new ClusterApp(cluster, generations));
  for (const app of apps) {
    for (const object of app.node.findAll().filter(ApiObject.isApiObject)) {
      object.metadata.addLabel('test.example/label', 'yes');
      object.metadata.addAnnotation('test.example/annotation', 'yes');
      object.addJsonPatch(JsonPatch.add('/metadata/annotations/test.example~1patched', 'yes'));
    }
  }
  const objects = apps.flatMap((app) => renderApp(app, 'any').files.flatMap((file) => file.objects)) as KubeObject[];

  test('labels, annotations and patches are in the output', () => {
    expect(objects.length).toBeGreaterThan(10);
    const lost = objects.filter(({ metadata }) => {
      const { labels, annotations } = metadata as { labels?: object; annotations?: object };
      const wanted = { 'test.example/annotation': 'yes', ...OVERRIDE };
      return (
        Object.entries(wanted).some(([key]) => !Object.hasOwn(annotations ?? {}, key)) ||
        !Object.hasOwn(labels ?? {}, 'test.example/label')
      );
    });
    expect(lost.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  });
});

describe('an object of the user', () => {
  const MANIFEST = {
    apiVersion: 'example.org/v1',
    kind: 'Thing',
    metadata: { name: 'thing', creationTimestamp: null, labels: { app: 'thing', gone: null } },
    spec: { empty: {}, nothing: null, list: [] },
  };

  function written(
    manifest: typeof MANIFEST | { apiVersion: string; kind: string },
    change?: (object: UserObject) => void,
  ) {
    const chart = new Chart(new App(), 'chart');
    const object = new UserObject(chart, 'object', manifest);
    change?.(object);
    return Testing.synth(chart)[0] as typeof MANIFEST;
  }

  test('is written as it is, with its nulls and empty parts', () => {
    expect(written(MANIFEST)).toEqual(MANIFEST);
    expect(Object.keys(written(MANIFEST))).toEqual(Object.keys(MANIFEST));
  });

  test('gets no invented name', () => {
    const config = { apiVersion: 'example.org/v1', kind: 'Config' };
    expect(written(config)).toEqual(config);
    const generated = { ...config, metadata: { generateName: 'job-' } };
    expect(written(generated)).toEqual(generated);
  });

  test('keeps everything else where metadata is added', () => {
    const changed = written(MANIFEST, ({ metadata }) => {
      metadata.addLabel('team', 'mesh');
      metadata.addLabel('app', 'other');
      metadata.addFinalizers('example.org/wait');
    });
    expect(changed).toEqual({
      ...MANIFEST,
      metadata: {
        ...MANIFEST.metadata,
        labels: { app: 'other', gone: null, team: 'mesh' },
        finalizers: ['example.org/wait'],
      },
    });
  });

  test('gets metadata where it has none', () => {
    const config = { apiVersion: 'example.org/v1', kind: 'Config' };
    expect(written(config, ({ metadata }) => metadata.addLabel('team', 'mesh'))).toEqual({
      ...config,
      metadata: { labels: { team: 'mesh' } },
    });
  });

  test('is patched after metadata is added, in the order of the patches', () => {
    const changed = written(MANIFEST, (object) => {
      object.addJsonPatch(JsonPatch.replace('/spec/nothing', 1), JsonPatch.copy('/spec/nothing', '/spec/copy'));
      object.addJsonPatch(JsonPatch.remove('/metadata/labels/team'));
      object.metadata.addLabel('team', 'mesh');
    });
    expect(changed).toEqual({ ...MANIFEST, spec: { ...MANIFEST.spec, nothing: 1, copy: 1 } });
  });
});
