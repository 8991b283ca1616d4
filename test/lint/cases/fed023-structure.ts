import { add, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCase, RuleCases } from './case';

const peer = (path: string, value: unknown) => set('west', 'ServiceMeshPeer east-mesh', path, value);
const plane = (path: string, value: unknown) => set('west', 'ServiceMeshControlPlane west-mesh', `spec.${path}`, value);
const exportRule = (value: unknown) => set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.1', value);
const importRule = (path: string, value: unknown) =>
  set('west', 'ImportedServiceSet east-mesh', `spec.importRules.0.${path}`, value);

/** A rule by names; no service has a name with a pattern. */
const named = (nameSelector: unknown) => exportRule({ type: 'NameSelector', nameSelector });

/** A rule by labels with aliases. */
const labelled = (aliases: unknown) =>
  exportRule({
    type: 'LabelSelector',
    labelSelector: { namespace: 'stock', selector: { matchLabels: { app: 'prices' } }, aliases },
  });

/** An alias where a rule by labels has none. */
const labelAlias = (alias: unknown) =>
  set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.1.labelSelector.alias', alias);

function withKind(kind: string, apiVersion = 'federation.maistra.io/v1'): RuleCase {
  const edits = [
    add('west', `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a, namespace: west-mesh } }`),
  ];
  return { what: `${kind} of ${apiVersion}`, edits };
}

/** FED023: objects against the schemas of their kinds. */
export const cases: RuleCases = {
  rule: 'FED023',
  findings: {
    aliasOfLabels: [
      {
        what: 'nobody imports the service',
        edits: [labelAlias({ namespace: 'shop' }), set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [])],
      },
      {
        what: 'the manifests do not have the Service',
        edits: [
          labelAlias({ name: 'prices-v2', namespace: 'shop' }),
          remove('east', 'Service prices'),
          set('east', 'Service ratings', 'metadata.namespace', 'attic'),
        ],
      },
      {
        what: 'two services',
        edits: [
          labelAlias({ namespace: 'shop' }),
          add(
            'east',
            `{ apiVersion: v1, kind: Service, metadata: { name: costs, namespace: stock, labels: { app: prices } },
              spec: { ports: [{ name: http, port: 80 }] } }`,
          ),
          set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', []),
        ],
      },
    ],
    misplacedField: [
      {
        what: 'an alias of the rule',
        edits: [set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.1.alias', {})],
      },
      {
        what: 'importAsLocal in the selector',
        edits: [importRule('nameSelector', { namespace: 'stock', name: 'ratings', importAsLocal: false })],
      },
      { what: 'a misspelled field', edits: [peer('spec.remote.adresses', [])] },
    ],
    unknownField: [
      { what: 'in a spec', edits: [peer('spec.colour', 'blue')] },
      { what: 'in an object', edits: [set('west', 'ServiceMeshPeer east-mesh', 'data', {})] },
      { what: 'with many fields beside it', edits: [set('west', 'Deployment page', 'spec.template.spec.qqqqqq', 1)] },
    ],
    missingField: [
      { what: 'the type of a rule', edits: [exportRule({ nameSelector: { namespace: 'stock', name: 'prices' } })] },
      { what: 'a field that is null', edits: [importRule('type', null)] },
    ],
    wrongType: [
      { what: 'a list for a map', edits: [peer('spec.remote', ['203.0.113.7'])] },
      { what: 'a map for a string', edits: [peer('spec.security.clientID', { name: 'a' })] },
      { what: 'a map that has no text of its own', edits: [peer('spec.security.clientID', { toString: [] })] },
      { what: 'a fraction for an integer', edits: [peer('spec.remote.servicePort', 15443.5)] },
      { what: 'text for an integer', edits: [peer('spec.remote.servicePort', '15443/tcp')] },
      { what: 'text before digits', edits: [peer('spec.remote.servicePort', ':15443')] },
      { what: 'a boolean for a list', edits: [peer('spec.remote.addresses', true)] },
      { what: 'null in a list', edits: [peer('spec.remote.addresses', ['203.0.113.7', null])] },
      {
        what: 'null in a list, beside a field that is null',
        edits: [peer('spec.remote.addresses', [null]), peer('spec.remote.servicePort', null)],
      },
      {
        what: 'a map for an integer or a string',
        edits: [set('west', 'Service ratings', 'spec.ports.0.targetPort', {})],
      },
    ],
    notBoolean: [
      { what: 'yes for a boolean', edits: [importRule('importAsLocal', 'yes')] },
      { what: 'a number for a boolean', edits: [importRule('importAsLocal', 1)] },
    ],
    unquotedString: [
      { what: 'a number', edits: [plane('version', 2.6)] },
      { what: 'a boolean', edits: [set('west', 'ConfigMap east-mesh-ca-root-cert', 'data.enabled', true)] },
    ],
    quotedValue: [
      { what: 'an integer', edits: [peer('spec.remote.servicePort', '15443')] },
      {
        what: 'a number',
        edits: [
          set('west', 'VirtualService ratings', 'spec.http.0.fault', {
            abort: { httpStatus: 503, percentage: { value: '5' } },
          }),
        ],
      },
      { what: 'true', edits: [importRule('importAsLocal', 'true')] },
      { what: 'false', edits: [importRule('importAsLocal', 'false')] },
    ],
    stringInsteadOfList: [{ what: 'one address', edits: [peer('spec.remote.addresses', '203.0.113.7')] }],
    unsupportedValue: [{ what: 'of an enumeration', edits: [plane('mode', 'Everywhere')] }],
    misspelledValue: [{ what: 'another case', edits: [plane('mode', 'clusterwide')] }],
    outOfRange: [
      { what: 'above the maximum', edits: [plane('tracing.sampling', 10_001)] },
      { what: 'below the minimum', edits: [plane('tracing.sampling', -1)] },
      { what: 'above 32 bits', edits: [peer('spec.remote.servicePort', 2 ** 31)] },
    ],
    invalidFormat: [
      {
        what: 'a quantity',
        edits: [plane('addons.kiali.install', { deployment: { resources: { limits: { cpu: 'much' } } } })],
      },
    ],
    unsupportedVersion: [
      withKind('ServiceMeshMember', 'maistra.io/v2'),
      withKind('ServiceMeshPeer', 'federation.maistra.io/v2'),
      withKind('DestinationRule', 'networking.istio.io/v2'),
      withKind('ServiceMeshPeer', 'federation.maistra.io.v1'),
      withKind('ServiceMeshControlPlane', 'maistra.com/v2'),
      withKind('ImportedServiceSet', 'v1'),
      withKind('DestinationRule', 'networking.istio.io.v1beta1'),
    ],
    unknownKind: [withKind('Federation'), withKind('Federation', 'maistra.io/v1')],
    kindOfOtherGroup: [
      withKind('MeshFederation', 'maistra.io/v1'),
      withKind('ImportServiceSet', 'maistra.io/v1'),
      withKind('ServiceMeshPeer', 'maistra.io/v1'),
      withKind('ServiceMeshControlPlane', 'federation.maistra.io/v1'),
    ],
    misspelledKind: [
      withKind('ImportServiceSet'),
      withKind('ServiceMeshMemberRolls', 'maistra.io/v1'),
      withKind('VirtualServices', 'networking.istio.io/v1beta1'),
    ],
    patternInName: [
      { what: 'a star behind a name', edits: [named({ namespace: 'stock', name: 'rat*' })] },
      { what: 'a question mark in a namespace', edits: [named({ namespace: 'stoc?', name: 'ratings' })] },
      { what: 'an opening bracket', edits: [named({ namespace: 'stock', name: 'ratings[' })] },
      { what: 'a closing bracket', edits: [named({ namespace: 'stock', name: 'ratings]' })] },
      {
        what: 'in a label selector',
        edits: [
          exportRule({
            type: 'LabelSelector',
            labelSelector: {
              namespace: 'sto*',
              selector: { matchLabels: { app: 'prices' } },
              aliases: [{ namespace: '*', name: 'prices', alias: { namespace: '*', name: 'a' } }],
            },
          }),
        ],
      },
      { what: 'in an import', edits: [importRule('nameSelector.name', 'rat*')] },
    ],
    patternInAliasEntry: [
      { what: 'in the first of two entries', edits: [labelled([{ name: 'pri*' }, { name: 'prices' }])] },
      { what: 'in the namespace of the second one', edits: [labelled([{ name: 'prices' }, { namespace: 's?' }])] },
    ],
    patternInAlias: [
      {
        what: 'in a name selector',
        edits: [named({ namespace: 'stock', name: 'prices', alias: { namespace: 'a*', name: 'b*' } })],
      },
      { what: 'in an entry of a label selector', edits: [labelled([{ name: 'prices', alias: { name: '?' } }])] },
    ],
  },
  nearMisses: [
    { what: 'a star by itself', edits: [named({ namespace: '*', name: '*', alias: { namespace: '*', name: '*' } })] },
    { what: 'an empty name', edits: [named({ namespace: 'stock', name: '' })] },
    { what: 'a pattern in a field that is not a name', edits: [peer('spec.security.clientID', '*')] },
    {
      what: 'null for optional fields',
      edits: [
        peer('spec.remote.servicePort', null),
        importRule('importAsLocal', null),
        set('west', 'Service ratings', 'spec.selector', null),
      ],
    },
    { what: 'a status of another shape', edits: [set('west', 'ServiceMeshPeer east-mesh', 'status', 'unknown')] },
    {
      what: 'the status, which istiod writes',
      edits: [set('west', 'ServiceMeshPeer east-mesh', 'status', { colour: 'blue' })],
    },
    {
      what: 'the old version of OperatorGroup',
      edits: [withKind('OperatorGroup', 'operators.coreos.com/v1alpha2').edits].flat(),
    },
    { what: 'both versions of a kind', edits: [withKind('AuthorizationPolicy', 'security.istio.io/v1').edits].flat() },
    withKind('EnvoyFilter', 'networking.istio.io/v1alpha3'),
    withKind('ServiceMeshExtension', 'maistra.io/v1'),
    withKind('VirtualService', 'appmesh.k8s.aws/v1beta2'),
    withKind('HTTPRoute', 'gateway.networking.k8s.io/v1'),
    { what: 'a kind of another API group', edits: [...withKind('Federation', 'example.org/v1').edits] },
    {
      what: 'a kind of another API group with the name of a known one',
      edits: [
        add(
          'west',
          '{ apiVersion: serving.knative.dev/v1, kind: Service, metadata: { name: a, namespace: shop }, spec: { template: {} } }',
        ),
      ],
    },
    { what: 'free-form fields', edits: [plane('techPreview', { global: { anything: ['goes'] } })] },
    {
      what: 'an integer and a string for a port',
      edits: [
        set('west', 'Service ratings', 'spec.ports', [
          { name: 'http', port: 9080, targetPort: 9080 },
          { name: 'http-b', port: 9081, targetPort: 'http' },
        ]),
      ],
    },
    {
      what: 'values at the ends of their ranges',
      edits: [plane('tracing.sampling', 10_000), peer('spec.remote.servicePort', 2 ** 31 - 1)],
    },
    {
      what: 'no rules',
      edits: [
        remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules'),
        set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', []),
      ],
    },
    { what: 'the API server checks kinds without a schema', edits: [...withKind('Anything', 'v1').edits] },
  ],
};
