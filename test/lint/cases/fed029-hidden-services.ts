import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const EXPORT_TO = 'metadata.annotations.[networking.istio.io/exportTo]';

/** Who sees a Service of the exporter. */
const exportTo = (value: string, name = 'ratings') => set('east', `Service ${name}`, EXPORT_TO, value);
const exportRules = (...rules: readonly unknown[]) =>
  set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', rules);
const named = (nameSelector: unknown) => ({ type: 'NameSelector', nameSelector });
const external = (name = 'ratings'): readonly Edit[] => [
  set('east', `Service ${name}`, 'spec', { type: 'ExternalName', externalName: 'ratings.example.org' }),
];
const headless = set('east', 'Service ratings', 'spec.clusterIP', 'None');

const clusterWide = [
  set('east', 'ServiceMeshControlPlane east-mesh', 'spec.mode', 'ClusterWide'),
  set('east', 'ServiceMeshMemberRoll default', 'spec.members', ['*']),
];

function service(name: string, namespace: string, to: string, apiVersion = 'v1'): Edit {
  return add(
    'east',
    `{ apiVersion: ${apiVersion}, kind: Service,
      metadata: { name: ${name}, namespace: ${namespace}, annotations: { networking.istio.io/exportTo: "${to}" } },
      spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] } }`,
  );
}

/** A second peer of the exporter, whose rules come before those of the first one. */
const SECOND_PEER = [
  add(
    'east',
    `{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: south, namespace: east-mesh },
      spec: { remote: { addresses: [203.0.113.9] }, security: { trustDomain: south.local } } }`,
  ),
  add(
    'east',
    `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet, metadata: { name: south, namespace: east-mesh },
      spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: stock, name: ratings } }] } }`,
  ),
];

/** FED029: Services that istiod does not see or that cannot be exported as their clients expect. */
export const cases: RuleCases = {
  rule: 'FED029',
  findings: {
    hiddenService: [
      { what: 'a Service that a rule names', edits: [exportTo('other')] },
      { what: 'several namespaces', edits: [exportTo('., other')] },
      { what: 'hidden from everyone', edits: [exportTo('~')] },
      { what: 'hidden from everyone, with a blank', edits: [exportTo(' ~')] },
      {
        what: 'a rule for a name in all namespaces',
        edits: [exportTo('.'), exportRules(named({ name: 'ratings' }))],
      },
      {
        what: 'the second rule',
        edits: [exportTo('.', 'prices')],
      },
      {
        what: 'in the namespace of the control plane',
        edits: [service('web', 'east-mesh', 'other'), exportRules(named({ namespace: 'east-mesh', name: 'web' }))],
      },
      {
        what: 'in any namespace of a cluster-wide mesh',
        edits: [...clusterWide, service('web', 'other', '.'), exportRules(named({ namespace: 'other', name: 'web' }))],
      },
      { what: 'two peers: the first one is related', edits: [...SECOND_PEER, exportTo('.')] },
      {
        what: 'only the second peer exports it',
        edits: [...SECOND_PEER, set('east', 'ExportedServiceSet south', 'spec.exportRules', []), exportTo('.')],
      },
    ],
    externalName: [
      { what: 'a Service that a rule names', edits: [...external()] },
      { what: 'it is hidden as well', edits: [...external(), exportTo('.')] },
      { what: 'a Service that a rule selects by its labels', edits: [...external('prices')] },
    ],
    headless: [
      { what: 'a Service that a rule names', edits: [headless] },
      { what: 'two peers: it is reported once', edits: [headless, ...SECOND_PEER] },
      {
        what: 'a rule for all names',
        edits: [headless, exportRules(named({ namespace: 'stock' }))],
      },
    ],
  },
  nearMisses: [
    { what: 'visible to all', edits: [exportTo('*')] },
    { what: 'visible to the control plane', edits: [exportTo('stock, east-mesh')] },
    {
      what: 'visible to its own namespace, which is that of the control plane',
      edits: [service('web', 'east-mesh', '.'), exportRules(named({ namespace: 'east-mesh', name: 'web' }))],
    },
    { what: 'no rule selects it', edits: [service('web', 'stock', '.')] },
    {
      what: 'a rule for all names does not name it',
      edits: [service('web', 'stock', '.'), exportRules(named({ namespace: 'stock', name: '*' }))],
    },
    {
      what: 'the namespace is not a member',
      edits: [service('web', 'other', '.'), exportRules(named({ namespace: 'other', name: 'web' }))],
    },
    {
      what: 'another API group has a kind of that name',
      edits: [
        service('web', 'stock', '.', 'serving.knative.dev/v1'),
        exportRules(named({ namespace: 'stock', name: 'web' })),
      ],
    },
    {
      what: 'the mesh exports nothing',
      edits: [
        set('west', 'Service ratings', EXPORT_TO, '.'),
        set('west', 'Service prices', 'spec.type', 'ExternalName'),
      ],
    },
    {
      what: 'a headless Service that is not exported',
      edits: [set('west', 'Service ratings', 'spec.clusterIP', 'None')],
    },
    { what: 'an address of its own', edits: [set('east', 'Service ratings', 'spec.clusterIP', '10.0.0.7')] },
    { what: 'a service that is not in the manifests', edits: [remove('east', 'Service ratings')] },
  ],
};
