import { readManifests } from '../../lib/manifests/read';

const PEER = {
  apiVersion: 'federation.maistra.io/v1',
  kind: 'ServiceMeshPeer',
  metadata: { name: 'a', namespace: 'b' },
};
const object = (apiVersion: string, kind: string) => JSON.stringify({ apiVersion, kind, metadata: { name: 'a' } });

/** What a text is taken for: the format of its only document, or the problem with its place. */
function formatOf(text: string, path = 'a.yaml') {
  const { manifests, others, problem } = readManifests('west', path, text);
  expect(manifests).toEqual([]);
  if (problem === undefined) return others.map(({ format }) => format.name).join();
  return `${problem.position.line}:${problem.position.column} ${problem.message}`;
}

describe('a document that is no object', () => {
  test.each([
    ['a kustomization', object('kustomize.config.k8s.io/v1beta1', 'Kustomization'), 'a.yaml'],
    ['a kustomization', object('kustomize.config.k8s.io/v1alpha1', 'Component'), 'a.yaml'],
    ['a kustomization', 'resources: [a.yaml]\n', 'x/kustomization.yaml'],
    ['a Kustomize patch', JSON.stringify({ ...PEER, $patch: 'delete' }), 'a.yaml'],
    ['a Kustomize patch', JSON.stringify({ ...PEER, spec: { gateways: { egress: { $patch: 'delete' } } } }), 'a.yaml'],
    ['a Kustomize patch', JSON.stringify({ ...PEER, spec: { list: [{ $patch: 'replace' }] } }), 'a.yaml'],
    ['a Kustomize patch', JSON.stringify({ ...PEER, spec: { '$setElementOrder/ports': [] } }), 'a.yaml'],
    ['a Kustomize patch', 'spec: { addons: { $patch: delete } }\n', 'a.yaml'],
    ['a patch, or an object without apiVersion and kind', 'spec: { version: v2.6 }\n', 'a.yaml'],
    ['a JSON patch', '- { op: replace, path: /spec/remote/addresses/0, value: a }\n', 'a.yaml'],
    ['a JSON patch', '[{"op": "remove", "path": "/spec"}]', 'a.json'],
    ['a topology of ossm-fed', 'clusters: { rosa: {} }\nmeshes: { rosa: {} }\n', 'federation.yaml'],
    ['a file of Helm values', 'replicas: 1\n', 'chart/values.yaml'],
    ['a file of Helm values', 'replicas: 1\n', 'chart/values-rosa.yaml'],
    ['a Helm chart', 'apiVersion: v2\nname: mesh\nversion: 1.0.0\n', 'chart/Chart.yaml'],
    ['an Argo CD Application', object('argoproj.io/v1alpha1', 'Application'), 'a.yaml'],
    ['an Argo CD ApplicationSet', object('argoproj.io/v1alpha1', 'ApplicationSet'), 'a.yaml'],
    ['a Flux Kustomization', object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization'), 'a.yaml'],
    ['an OpenShift template', object('template.openshift.io/v1', 'Template'), 'a.yaml'],
    ['an object without apiVersion', 'kind: ServiceMeshPeer\nmetadata: { name: a }\n', 'a.yaml'],
    ['an object without kind', 'apiVersion: v1\nmetadata: { name: a }\n', 'a.yaml'],
    ['a list of objects, which kubectl rejects,', JSON.stringify([PEER, PEER]), 'a.json'],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []\n', 'a.yaml'],
    ['an empty List', 'apiVersion: federation.maistra.io/v1\nkind: ServiceMeshPeerList\nitems: []\n', 'a.yaml'],
    ['plain text', 'no such directory\n', 'a.yaml'],
  ])('is %s: %s', (name, text, path) => {
    expect(formatOf(text, path)).toBe(name);
  });

  test.each([
    ['federation.yaml', 'federation.yaml'],
    ['<stdin>', '-'],
  ])('that is the topology %s is to be synthesized from %s', (path, named) => {
    const { others } = readManifests('west', path, 'clusters: { rosa: {} }\nmeshes: { rosa: {} }\n');
    const fix = `run "ossm-fed synth -f ${named}", and lint its output directory`;
    expect(others.map(({ format }) => format.fix)).toEqual([fix]);
  });
});

describe('a Helm template', () => {
  test.each([
    ['a name without quotes', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n', '4:9'],
    ['a condition', '{{- if .Values.peer }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n', '1:1'],
    ['a part of a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-mesh\n', '4:9'],
    ['a quoted name', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "{{ .Release.Name }}"\n', '4:10'],
    [
      'an included block',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    {{- include "a" . | nindent 4 }}\n',
      '5:5',
    ],
  ])('is found by %s', (_, text, place) => {
    expect(formatOf(text)).toBe(`${place} it is a Helm template, not a manifest`);
    expect(readManifests('west', 'a.yaml', text).problem?.fix).toContain(
      'helm template CHART | ossm-fed lint CLUSTER=-',
    );
  });

  test('is not an object with expressions in its texts', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: |\n    {{ .Values.b }}\n  b: "{{ c }}"\n';
    expect(readManifests('west', 'a.yaml', text)).toMatchObject({ manifests: [{ name: 'a' }], others: [] });
  });
});

test('an object whose texts have the words of a patch is an object', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { $patches: $patch }\n';
  expect(readManifests('west', 'a.yaml', text)).toMatchObject({ manifests: [{ name: 'a' }], others: [] });
});

test('several JSON objects in one file are said to be so, at the second one', () => {
  const text = `${JSON.stringify(PEER, null, 2)}\n${JSON.stringify(PEER)}\n`;
  expect(formatOf(text, 'a.json')).toBe('9:1 several JSON objects without a separator');
});

test('the items of a list of one kind have its kind and version', () => {
  const items = [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }];
  const text = JSON.stringify({ apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeerList', items });
  expect(readManifests('west', 'a.yaml', text).manifests).toMatchObject([
    { kind: 'ServiceMeshPeer', group: 'federation.maistra.io', name: 'a', root: ['items', 0] },
    { kind: 'ServiceMeshPeer', group: 'federation.maistra.io', name: 'b', root: ['items', 1] },
  ]);
});
