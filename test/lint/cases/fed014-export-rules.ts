import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { transitiveExport } from '../../../lib/lint/rules/fed046-transitive-export';
import type { RuleCases } from './case';

const { given: TRANSITIVE = [], fault: TRANSITIVE_FAULT } = transitiveExport.example;
const EXPORTS = 'ExportedServiceSet west-mesh';

/** A third export rule with a name selector. */
const exporting = (nameSelector: object, type = 'NameSelector'): Edit =>
  set('east', EXPORTS, 'spec.exportRules.2', { type, nameSelector });

/** A third export rule for an `app` label. */
const exportingApp = (app: string, namespace?: string): Edit =>
  set('east', EXPORTS, 'spec.exportRules.2', {
    type: 'LabelSelector',
    labelSelector: { ...(namespace !== undefined && { namespace }), selector: { matchLabels: { app } } },
  });

const members = (...names: readonly string[]): Edit =>
  set('east', 'ServiceMeshMemberRoll default', 'spec.members', names);

const ATTIC = [
  add('east', '{ apiVersion: v1, kind: Namespace, metadata: { name: attic } }'),
  members('stock', 'attic'),
];

const service = (name: string, namespace: string, type = 'ClusterIP'): Edit =>
  add(
    'east',
    `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } },
      spec: { type: ${type}, externalName: example.org, selector: { app: ${name} }, ports: [{ name: http, port: 9080 }] } }`,
  );

const deployment = (namespace: string): Edit =>
  add(
    'east',
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders-v1, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders }, annotations: { sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: orders, image: registry.example.org/orders:1.0 }] }`,
  );

/** FED014: export rules against the Services of the mesh. */
export const cases: RuleCases = {
  rule: 'FED014',
  findings: {
    misspelledNamespace: [{ what: 'in a label selector', edits: [exportingApp('orders', 'stok')] }],
    notMember: [
      { what: 'nothing of a similar name', edits: [exporting({ namespace: 'cellar', name: 'orders' })] },
      {
        what: 'the members join by ServiceMeshMembers, without a roll',
        edits: [
          remove('east', 'ServiceMeshMemberRoll default'),
          add(
            'east',
            `{ apiVersion: maistra.io/v1, kind: ServiceMeshMember, metadata: { name: default, namespace: stock },
              spec: { controlPlaneRef: { name: east-mesh, namespace: east-mesh } } }`,
          ),
          exporting({ namespace: 'cellar', name: 'orders' }),
        ],
      },
      { what: 'every name of the namespace', edits: [exporting({ namespace: 'cellar' })] },
    ],
    misspelledName: [{ what: 'a letter is missing', edits: [exporting({ namespace: 'stock', name: 'rating' })] }],
    misspelledNameAnywhere: [
      { what: 'a letter is missing', edits: [exporting({ name: 'rating' })] },
      {
        what: 'like a Service of the control plane',
        edits: [service('orchard', 'east-mesh'), exporting({ namespace: '*', name: 'orchards' })],
      },
    ],
    unknownName: [
      { what: 'nothing of a similar name', edits: [exporting({ namespace: 'stock', name: 'warehouses' })] },
      { what: 'in any namespace', edits: [exporting({ name: 'warehouses' })] },
      {
        what: 'the Service is in another namespace of the mesh',
        edits: [...ATTIC, service('warehouses', 'attic'), exporting({ namespace: 'stock', name: 'warehouses' })],
      },
      {
        what: 'the Service is in a namespace outside the mesh',
        edits: [service('warehouses', 'cellar'), exporting({ name: 'warehouses' })],
      },
    ],
    unmatchedLabels: [
      { what: 'no object has the labels', edits: [exportingApp('orders', 'stock')] },
      { what: 'in any namespace', edits: [exportingApp('orders')] },
      {
        what: 'pods of another namespace have the labels',
        edits: [...ATTIC, deployment('attic'), exportingApp('orders', 'stock')],
      },
    ],
    podLabels: [
      { what: 'the pods have the labels', edits: [deployment('stock'), exportingApp('orders', 'stock')] },
      { what: 'pods of some member have the labels', edits: [deployment('stock'), exportingApp('orders')] },
    ],
  },
  nearMisses: [
    { what: 'an imported service is FED046', edits: [...TRANSITIVE, ...TRANSITIVE_FAULT] },
    {
      what: 'an imported service whose namespace is no member is FED046',
      edits: [
        ...TRANSITIVE,
        ...TRANSITIVE_FAULT,
        remove('west', 'Service web'),
        set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop']),
      ],
    },
    {
      what: 'a rule that istiod skips is FED022',
      edits: [exporting({ namespace: 'stock', name: 'warehouses' }, 'nameSelector')],
    },
    {
      what: 'a set of a peer outside a control plane (FED003)',
      edits: [
        set('east', 'ServiceMeshPeer west-mesh', 'metadata.namespace', 'stock'),
        set('east', EXPORTS, 'metadata.namespace', 'stock'),
        exporting({ namespace: 'cellar', name: 'orders' }),
      ],
    },
    { what: 'a name that one namespace has', edits: [exporting({ name: 'ratings' })] },
    {
      what: 'the namespace has no Services in the manifests',
      edits: [...ATTIC, exporting({ namespace: 'attic', name: 'warehouses' })],
    },
    {
      what: 'some member has no Services in the manifests',
      edits: [...ATTIC, exporting({ name: 'warehouses' })],
    },
    { what: 'every namespace is a member', edits: [members('*'), exporting({ name: 'warehouses' })] },
    {
      what: 'the mesh has no members yet',
      edits: [
        members(),
        set('east', EXPORTS, 'spec.exportRules', [{ type: 'NameSelector', nameSelector: { name: 'warehouses' } }]),
      ],
    },
    {
      what: 'the members are chosen by label',
      edits: [
        set('east', 'ServiceMeshMemberRoll default', 'spec.memberSelectors', [{ matchLabels: { mesh: 'east' } }]),
        exporting({ name: 'warehouses' }),
      ],
    },
    {
      what: 'the namespace of the control plane needs no membership',
      edits: [exporting({ namespace: 'east-mesh', name: 'istiod-east-mesh' })],
    },
    {
      what: 'every Service of a namespace, which has only one that is hidden (FED029)',
      edits: [...ATTIC, service('orders', 'attic', 'ExternalName'), exporting({ namespace: 'attic' })],
    },
    {
      what: 'the name of a Service that cannot be exported (FED029)',
      edits: [service('orders', 'stock', 'ExternalName'), exporting({ namespace: 'stock', name: 'orders' })],
    },
    {
      what: 'the labels of a Service that cannot be exported (FED029)',
      edits: [service('orders', 'stock', 'ExternalName'), exportingApp('orders', 'stock')],
    },
    { what: 'the labels of a Service of any namespace', edits: [exportingApp('ratings')] },
  ],
};
