import { add, type Edit, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const PLANE = 'ServiceMeshControlPlane west-mesh';

/** A value of the control plane that other rules do not check. */
function logFile(text: unknown): Edit {
  return set('west', PLANE, 'spec.proxy.accessLogging.file.name', text);
}

/** An object with values of any shape. */
function envoyFilter(value: unknown, apiVersion = 'networking.istio.io/v1alpha3'): Edit {
  return set('west', 'EnvoyFilter lua', '', {
    apiVersion,
    kind: 'EnvoyFilter',
    metadata: { name: 'lua', namespace: 'shop' },
    spec: { configPatches: [{ applyTo: 'HTTP_FILTER', patch: { operation: 'MERGE', value } }] },
  });
}

/** An object that is checked in its names. */
function configMap(name: string, namespace: string, data: object, metadata: object = {}): Edit {
  return set('west', 'ConfigMap other', '', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, ...metadata },
    data,
  });
}

/** A map in maps, so that the path to its value has a length. */
function nested(length: number): unknown {
  // The value of the filter is at spec.configPatches[0].patch.value, which are five parts.
  return Array.from({ length: length - 5 }).reduce((value) => ({ a: value }), 'TODO');
}

const FORMS = [
  '{{ .Values.name }}',
  '{{name',
  'name}}',
  `\${NAME_1}`,
  '<name>',
  '<the name: a/b.c-d>',
  'CHANGEME',
  'change-me',
  'change me',
  'replace_me',
  'xxx',
  'v1.xxxx.0',
  'TODO',
  'FIXME',
  'TBD',
  '{"name": {{ name }}}',
  '["{{ name }}"',
];

const CORE_KINDS = ['Namespace', 'Service', 'ServiceAccount'];

/** FED034: placeholders. */
export const cases: RuleCases = {
  rule: 'FED034',
  findings: {
    placeholder: [
      { what: 'a list in a list', edits: [envoyFilter([['ok', '{{ NAME }}']])] },
      {
        what: 'in a Subscription',
        edits: [set('west', 'Subscription servicemeshoperator', 'spec.config', { a: '<a>' })],
      },
      ...CORE_KINDS.map((kind) => ({
        what: `in a label of a ${kind}`,
        edits: [add('west', `{ apiVersion: v1, kind: ${kind}, metadata: { name: front, labels: { team: <team> } } }`)],
      })),
      {
        what: 'in the name of a Service',
        edits: [add('west', '{ apiVersion: v1, kind: Service, metadata: { name: <a> } }')],
      },
      {
        what: 'in the namespace of a Service',
        edits: [add('west', '{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: <a> } }')],
      },
      { what: 'in a name of an application', edits: [configMap(`\${NAME_1}`, 'shop', {})] },
      { what: 'in a namespace of an application', edits: [configMap('a', '<namespace>', {})] },
      {
        what: 'in a ConfigMap that a peer names, under another key',
        edits: [set('west', 'ConfigMap east-mesh-ca-root-cert', 'data.comment', 'TBD')],
      },
      {
        what: 'in another field of a peer',
        edits: [set('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.ingress.name', '<ingress>')],
      },
      { what: 'the path has 32 parts', edits: [envoyFilter(nested(32))] },
      { what: 'the first 20 of an object', edits: [envoyFilter(Array.from({ length: 21 }, () => 'TODO'))] },
    ],
    partOfValue: [
      { what: 'in the API version', edits: [envoyFilter({}, 'networking.istio.io/<version>')] },
      { what: 'every form', edits: [envoyFilter(FORMS)] },
      { what: '1000 characters', edits: [envoyFilter(`${'a'.repeat(994)} <abc>`)] },
      { what: 'a token with other text', edits: [logFile('a <ossm-fed:address:east>')] },
    ],
    placeholderKey: [
      { what: 'a label', edits: [set('west', PLANE, 'metadata.labels', { '{{ LABEL }}': 'a' })] },
      { what: 'a key and its value', edits: [envoyFilter({ '<key>': '<value>' })] },
      { what: 'a key over a map', edits: [envoyFilter({ '<key>': { a: 'b' } })] },
    ],
    partOfKey: [{ what: 'a label', edits: [set('west', PLANE, 'metadata.labels', { 'app-{{ LABEL }}': 'a' })] }],
  },
  nearMisses: [
    ...[
      'exchange member',
      'unchangeme',
      'changemenot',
      'xx',
      'axxx',
      'xxxl',
      'a TODO',
      'TODOs',
      'a < b > c',
      '<1>',
      '$NAME',
      '{ name }',
      '(?<name>[a-z]+)',
      '(?P<name>[a-z]+)',
      '{"name": "{{ name }}"}',
      ' [ "<name>" ]',
      '[{"a": "<b>"}, {"a": "<c>"}]',
      '[["<b>"]]',
      '<ossm-fed:address:east-mesh>',
      'first line\nsecond <line>',
      `${'a'.repeat(995)} <abc>`,
    ].map((text) => ({
      what: text.length > 100 ? '1001 characters' : `the text ${JSON.stringify(text)}`,
      edits: [envoyFilter(text)],
    })),
    { what: 'the path has 33 parts', edits: [envoyFilter(nested(33))] },
    { what: 'null', edits: [envoyFilter([null, { a: null }])] },
    { what: 'content of a ConfigMap', edits: [configMap('a', 'shop', { 'a.tpl': '{{ a }}', '<b>': 'c' })] },
    { what: 'a label of a ConfigMap', edits: [configMap('a', 'shop', {}, { labels: { a: '<b>' } })] },
    { what: 'an annotation', edits: [set('west', PLANE, 'metadata.annotations', { a: '<b>' })] },
    { what: 'the status', edits: [set('west', PLANE, 'status', { a: '<b>' })] },
    {
      what: 'a kind of the same name in another API group',
      edits: [
        add(
          'west',
          '{ apiVersion: serving.knative.dev/v1, kind: Service, metadata: { name: a, namespace: shop }, spec: { a: <b> } }',
        ),
      ],
    },
    ...['notistio.io/v1', 'istio.io.example.org/v1'].map((apiVersion) => ({
      what: `the API group of ${apiVersion}`,
      edits: [envoyFilter('<a>', apiVersion)],
    })),
    {
      what: 'addresses are FED010',
      edits: [set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['<address>'])],
    },
    {
      what: 'root certificates are FED011',
      edits: [set('west', 'ConfigMap east-mesh-ca-root-cert', 'data', { 'root-cert.pem': '{{ ROOT }}' })],
    },
  ],
};
