import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCase, RuleCases } from './case';

const RATINGS = 'Service ratings';
const PRICES = 'Service prices';
const EXPORTS = 'ExportedServiceSet west-mesh';
const ROLL = 'ServiceMeshMemberRoll default';
const EXPORT_TO = 'metadata.annotations[networking.istio.io/exportTo]';

const exportTo = (value: string, service = RATINGS) => set('east', service, EXPORT_TO, value);
const external = (service: string) =>
  set('east', service, 'spec', { type: 'ExternalName', externalName: 'ratings.example.org' });

function one(what: string, ...edits: readonly Edit[]): RuleCase {
  return { what, edits };
}

const exporting = (...rules: readonly object[]) => set('east', EXPORTS, 'spec.exportRules', rules);
const byName = (nameSelector: object) => ({ type: 'NameSelector', nameSelector });

/** A hidden Service of another namespace, and a rule that matches it. */
function elsewhere(namespace: string, value: string): readonly Edit[] {
  return [
    add(
      'east',
      `apiVersion: v1
kind: Service
metadata: { name: hidden, namespace: ${namespace}, annotations: { networking.istio.io/exportTo: "${value}" } }
spec: { ports: [{ name: http, port: 80 }] }`,
    ),
    exporting(byName({ namespace, name: 'hidden' })),
  ];
}

/** A second peer of `east-mesh`, whose exports include `ratings` too. */
const SECOND_PEER = [
  add(
    'east',
    `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: a-mesh, namespace: east-mesh }
spec: { security: { trustDomain: a.local } }`,
  ),
  add(
    'east',
    `apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: a-mesh, namespace: east-mesh }
spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: stock, name: ratings } }] }`,
  ),
];

/** FED029: Services that istiod does not export, or exports differently than one may expect. */
export const cases: RuleCases = {
  rule: 'FED029',
  findings: {
    hiddenByExportTo: [
      one('the namespace of the Service and another one', exportTo('stock,shop')),
      one('hidden from every namespace', exportTo('~')),
      one('hidden from every namespace but one, with spaces', exportTo(' ~ , stock')),
      one('in the namespace of the control plane', ...elsewhere('east-mesh', 'stock')),
      one(
        'in the namespace of the control plane, which is also a member',
        ...elsewhere('east-mesh', 'stock'),
        set('east', ROLL, 'spec.members', ['stock', 'east-mesh']),
      ),
      one('every namespace is a member', ...elsewhere('attic', '.'), set('east', ROLL, 'spec.members', ['*'])),
      one('two peers', ...SECOND_PEER, exportTo('.')),
      one('an earlier peer without exports', ...SECOND_PEER.slice(0, 1), exportTo('.')),
    ],
    externalName: [
      one('by name', external(RATINGS)),
      one('by label', external(PRICES)),
      one('hidden too', external(RATINGS), exportTo('.')),
    ],
    headless: [
      one('by name', set('east', RATINGS, 'spec.clusterIP', 'None')),
      one('by label', set('east', PRICES, 'spec.clusterIP', 'None')),
      one('two peers', ...SECOND_PEER, set('east', RATINGS, 'spec.clusterIP', 'None')),
    ],
  },
  nearMisses: [
    one('visible everywhere', exportTo('*')),
    one('visible to the control plane', exportTo('east-mesh')),
    one('visible to the control plane too, after a space', exportTo('., east-mesh')),
    one('an empty annotation', exportTo('')),
    one('its own namespace is that of the control plane', ...elsewhere('east-mesh', '.')),
    one('in a namespace that is no member', ...elsewhere('attic', '.')),
    one('no rule matches it', exportTo('.'), exporting(byName({ namespace: 'stock', name: 'prices' }))),
    one('no rule matches its labels', exportTo('.', PRICES), set('east', PRICES, 'metadata.labels', { app: 'old' })),
    one('a rule for every name of the namespace', exportTo('.'), exporting(byName({ namespace: 'stock', name: '*' }))),
    one('no exports at all', exportTo('.'), remove('east', EXPORTS)),
    one('a mesh that only imports', set('west', PRICES, EXPORT_TO, '.')),
    one('a Service of Knative', exportTo('.'), set('east', RATINGS, 'apiVersion', 'serving.knative.dev/v1')),
    one(
      'an ExternalName that no rule matches',
      external(RATINGS),
      exporting(byName({ namespace: 'stock', name: 'prices' })),
    ),
    one('a cluster IP', set('east', RATINGS, 'spec.clusterIP', '172.30.0.7')),
    one('a headless Service that no rule matches', set('west', RATINGS, 'spec.clusterIP', 'None')),
    one('a Service that is not among the manifests', remove('east', RATINGS)),
    one('another mesh of the cluster', ...NORTH, ...elsewhere('attic', '.')),
  ],
};
