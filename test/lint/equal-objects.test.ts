import { lint } from '../../lib/lint/lint';
import { CleanObjects } from '../../lib/lint/rules/support/clean-objects';
import { ManifestCollector } from '../../lib/manifests/collect';
import type { ManifestObject } from '../../lib/manifests/object';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: b\nspec:\n  ports:\n    - port: PORT\n';

function read(clusters: { readonly [cluster: string]: readonly string[] }): ManifestCollector {
  const input = new ManifestCollector();
  for (const [cluster, texts] of Object.entries(clusters)) {
    const file = `${cluster}.yaml`;
    input.readSource(
      { cluster, file },
      () => true,
      (source) => source.add(file, texts.join('---\n')),
    );
  }
  return input;
}

function found(input: ManifestCollector): readonly string[] {
  const places = lint(input).diagnostics.map(({ rule, file, line, path }) => `${rule} ${file}:${line} ${path}`);
  return places.filter((place) => /^FED0(?:23|34)/.test(place));
}

test('an object in which nothing was found is checked once in all clusters', () => {
  const { objects } = read({ a: [SERVICE], b: ['# its own\n', SERVICE.replace('b', 'c')], c: [SERVICE] });
  const clean = new CleanObjects();
  const checked: ManifestObject[] = [];
  const nothing = (object: ManifestObject) => {
    checked.push(object);
    return [];
  };
  expect(objects.map((object) => clean.check(object, nothing))).toEqual([[], [], []]);
  expect(checked.map(({ cluster }) => cluster)).toEqual(['a', 'b']);
  expect(clean.check(objects[0] as ManifestObject, () => ['found'])).toEqual([]);
});

test('a mistake in equal objects is found in each cluster, at its place', () => {
  const wrong = SERVICE.replace('PORT', '"80"');
  const right = SERVICE.replace('PORT', '80');
  const input = read({ a: [wrong], b: [right.replace('name: a', 'name: d'), wrong], c: [right] });
  expect(found(input)).toEqual(['FED023 a.yaml:8 spec.ports[0].port', 'FED023 b.yaml:17 spec.ports[0].port']);
});

test('a placeholder in equal ConfigMaps is found where a peer names them', () => {
  const config =
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: roots\n  namespace: mesh\ndata:\n  key: "{{ roots }}"\n';
  const plane =
    'apiVersion: maistra.io/v2\nkind: ServiceMeshControlPlane\nmetadata:\n  name: mesh\n  namespace: mesh\n';
  const peer =
    'apiVersion: federation.maistra.io/v1\nkind: ServiceMeshPeer\nmetadata:\n  name: other\n  namespace: mesh\nspec:\n' +
    '  security:\n    certificateChain:\n      kind: ConfigMap\n      name: roots\n';
  const input = read({ a: [config], b: [config, plane, peer], c: [config] });
  expect(found(input).filter((place) => place.startsWith('FED034'))).toEqual(['FED034 b.yaml:7 data.key']);
});
