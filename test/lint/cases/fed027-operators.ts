import { add, type Edit, type ExampleCluster, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const plane = (path: string, value: unknown, cluster: ExampleCluster = 'west') =>
  set(cluster, `ServiceMeshControlPlane ${cluster}-mesh`, `spec.${path}`, value);
const version = (value: unknown, cluster?: ExampleCluster) => plane('version', value, cluster);

/** A Subscription, by default in the namespace that every cluster has. */
function subscribed(name: string, more = 'channel: stable', namespace = 'openshift-operators'): Edit {
  return add(
    'west',
    `{ apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, metadata: { name: ${name}, namespace: ${namespace} },
      spec: { name: ${name}, ${more} } }`,
  );
}

function pinned(csv: string, approval = 'Manual'): Edit {
  return set('west', 'Subscription servicemeshoperator', 'spec', {
    name: 'servicemeshoperator',
    channel: 'stable',
    startingCSV: csv,
    installPlanApproval: approval,
  });
}

function operatorGroup(name: string, namespace: string, spec = '', apiVersion = 'operators.coreos.com/v1'): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: OperatorGroup, metadata: { name: ${name}, namespace: ${namespace} }, spec: { ${spec} } }`,
  );
}

const namespace = (name: string) => add('west', `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name} } }`);
const moved = (to: string) => set('west', 'Subscription servicemeshoperator', 'metadata.namespace', to);
const storage = (type: string) => plane('addons.jaeger.install.storage.type', type);

/** Subscriptions of all known packages with one channel. */
const allWithChannel = (channel: string) =>
  [
    'servicemeshoperator',
    'kiali-ossm',
    'jaeger-product',
    'elasticsearch-operator',
    'tempo-product',
    'opentelemetry-product',
  ].map((name) => subscribed(name, `channel: ${channel}`));

const MORE_MESHES = [1, 2, 3, 4, 5].map((i) =>
  add(
    'west',
    `{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: more-${i}, namespace: more-${i} },
      spec: { version: v2.6, addons: { kiali: { enabled: false } } } }`,
  ),
);

/** FED027: Subscriptions, OperatorGroups, versions and addons. */
export const cases: RuleCases = {
  rule: 'FED027',
  findings: {
    missingOperator: [
      { what: 'tracing with Jaeger', edits: [plane('tracing.type', 'Jaeger')] },
      {
        what: 'a Subscription of Kiali with another API group',
        edits: [
          plane('addons.kiali.enabled', true),
          add(
            'west',
            '{ apiVersion: apps.open-cluster-management.io/v1, kind: Subscription, metadata: { name: kiali, namespace: x }, spec: { name: kiali-ossm } }',
          ),
        ],
      },
    ],
    missingDefaultOperator: [
      {
        what: 'no setting for Kiali',
        edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.addons.kiali')],
      },
      {
        what: 'no setting for tracing before v2.6',
        edits: [version('v2.5'), remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.tracing')],
      },
    ],
    missingPrometheus: [
      {
        what: 'Kiali is enabled',
        edits: [subscribed('kiali'), plane('addons.kiali.enabled', true), plane('addons.prometheus.enabled', false)],
      },
    ],
    missingDefaultPrometheus: [
      {
        what: 'no setting for Kiali',
        edits: [
          subscribed('kiali-ossm'),
          remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.addons.kiali.enabled'),
          plane('addons.prometheus.enabled', false),
        ],
      },
    ],
    unknownVersion: [
      { what: 'a minor version that does not exist', edits: [version('v2.7')] },
      { what: 'a minor version of two digits', edits: [version('v2.10')] },
      { what: 'version 1', edits: [version('v1.1')] },
      { what: 'the version of the operator', edits: [version('2.5.1')] },
      { what: 'a patch version', edits: [version('v2.4.12')] },
      { what: 'text around a version', edits: [version('xv2.5')] },
      { what: 'text behind a version', edits: [version('v2.5x')] },
      { what: 'without Subscriptions', edits: [version('v3.0'), remove('west', 'Subscription servicemeshoperator')] },
    ],
    newerThanOperator: [{ what: 'a pinned operator', edits: [pinned('servicemeshoperator.v2.5.2')] }],
    removedVersion: [
      { what: 'v2.1 and the newest operator', edits: [version('v2.1')] },
      { what: 'v2.1 and a pinned operator', edits: [version('v2.1'), pinned('servicemeshoperator.v2.5.2')] },
    ],
    unsupportedVersion: [
      { what: 'v2.3 and the newest operator', edits: [version('v2.3')] },
      { what: 'v2.2 and the newest operator', edits: [version('v2.2')] },
      { what: 'v2.3 and a pinned operator', edits: [version('v2.3'), pinned('servicemeshoperator.v2.6.0')] },
      { what: 'v2.2 and the operator before', edits: [version('v2.2'), pinned('servicemeshoperator.v2.5.2')] },
    ],
    distantVersions: [
      { what: 'two minor versions apart', edits: [version('v2.4', 'east')] },
      { what: 'the mesh that is read first is newer', edits: [version('v2.4')] },
      {
        what: 'the other mesh has no peer',
        edits: [version('v2.4', 'east'), remove('east', 'ServiceMeshPeer west-mesh')],
      },
    ],
    duplicateOperatorGroup: [
      {
        what: 'three in a namespace',
        edits: [operatorGroup('a', 'tracing'), operatorGroup('b', 'tracing'), operatorGroup('c', 'tracing')],
      },
    ],
    besideGlobalOperators: [
      {
        what: 'a group of the user',
        edits: [operatorGroup('mine', 'openshift-operators'), operatorGroup('global-operators', 'openshift-operators')],
      },
    ],
    unknownPackage: [{ what: 'a misspelled package', edits: [subscribed('kiali-osm')] }],
    unknownChannel: [
      { what: 'a text before the channel', edits: [...allWithChannel('xstable'), storage('Elasticsearch')] },
      { what: 'a text behind the channel', edits: [...allWithChannel('stablex'), storage('Elasticsearch')] },
      {
        what: 'channels that look like others of the package',
        edits: [
          subscribed('elasticsearch-operator', 'channel: stable-5'),
          subscribed('kiali-ossm', 'channel: candidates'),
        ],
      },
      { what: 'candidate in the middle', edits: [subscribed('kiali-ossm', 'channel: a-candidate')] },
      { what: 'the source is stated', edits: [subscribed('kiali-ossm', 'channel: alpha, source: redhat-operators')] },
    ],
    missingOperatorGroup: [
      {
        what: 'the namespace is in the manifests',
        edits: [subscribed('tempo-product', 'channel: stable', 'tempo'), namespace('tempo')],
      },
    ],
    perhapsMissingOperatorGroup: [
      {
        what: 'the namespace is not in the manifests',
        edits: [subscribed('tempo-product', 'channel: stable', 'tempo'), operatorGroup('a', 'other')],
      },
      {
        what: 'an OperatorGroup with another API group',
        edits: [
          subscribed('tempo-product', 'channel: stable', 'tempo'),
          operatorGroup('a', 'tempo', '', 'example.org/v1'),
        ],
      },
    ],
    targetNamespaces: [
      { what: 'of the mesh operator', edits: [moved('mesh'), operatorGroup('a', 'mesh', 'targetNamespaces: [shop]')] },
    ],
    unusedElasticsearch: [
      { what: 'deprecated', edits: [subscribed('elasticsearch-operator', 'channel: stable-5.8')] },
      { what: 'deprecated, with an outdated channel', edits: [subscribed('elasticsearch-operator')] },
      {
        what: 'before its deprecation',
        edits: [version('v2.4'), subscribed('elasticsearch-operator', 'channel: stable-5.8')],
      },
      {
        what: 'before its deprecation, with an outdated channel and other storage',
        edits: [version('v2.4'), subscribed('elasticsearch-operator'), storage('Memory')],
      },
    ],
    deprecatedOperator: [
      { what: 'Jaeger since v2.5', edits: [version('v2.5'), subscribed('jaeger-product')] },
      {
        what: 'Jaeger where the operator chooses the version',
        edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.version'), subscribed('jaeger-product')],
      },
      {
        what: 'Elasticsearch in use',
        edits: [storage('Elasticsearch'), subscribed('elasticsearch-operator', 'channel: stable-5.8')],
      },
      {
        what: 'Elasticsearch with an outdated channel, which a Jaeger may use',
        edits: [
          subscribed('elasticsearch-operator'),
          add('west', '{ apiVersion: jaegertracing.io/v1, kind: Jaeger, metadata: { name: j, namespace: shop } }'),
        ],
      },
      {
        what: 'Elasticsearch that one of two meshes uses',
        edits: [
          storage('Elasticsearch'),
          subscribed('elasticsearch-operator', 'channel: stable-5.8'),
          ...MORE_MESHES.slice(0, 1),
        ],
      },
      { what: 'many meshes: some are related', edits: [subscribed('jaeger-product'), ...MORE_MESHES] },
    ],
  },
  nearMisses: [
    {
      what: 'addons without any Subscription: the operators are installed by other means',
      edits: [
        remove('west', 'Subscription servicemeshoperator'),
        plane('addons.kiali.enabled', true),
        plane('tracing.type', 'Jaeger'),
        version('v2.3'),
        version('v2.3', 'east'),
        remove('east', 'Subscription servicemeshoperator'),
      ],
    },
    {
      what: 'addons with their operators',
      edits: [
        version('v2.4'),
        subscribed('kiali-ossm'),
        subscribed('jaeger-product'),
        plane('addons.kiali.enabled', true),
        plane('tracing.type', 'Jaeger'),
        version('v2.5', 'east'),
      ],
    },
    {
      what: 'addons with the operators of the community',
      edits: [
        version('v2.5'),
        subscribed('kiali', 'channel: alpha, source: community-operators'),
        subscribed('jaeger', 'channel: alpha, source: community-operators'),
        plane('addons.kiali.enabled', true),
        remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.tracing'),
      ],
    },
    {
      what: 'no setting for tracing since v2.6',
      edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.tracing')],
    },
    {
      what: 'no setting for tracing, and the operator chooses the version',
      edits: [
        remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.tracing'),
        remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.version'),
      ],
    },
    { what: 'other tracing before v2.6', edits: [version('v2.5'), plane('tracing.type', 'Stackdriver')] },
    { what: 'neither Kiali nor Prometheus', edits: [plane('addons.prometheus.enabled', false)] },
    {
      what: 'Kiali without a setting for Prometheus',
      edits: [
        subscribed('kiali-ossm'),
        plane('addons.kiali.enabled', true),
        remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.addons.prometheus'),
      ],
    },
    { what: 'the oldest version of the newest operator', edits: [version('v2.4'), version('v2.4', 'east')] },
    {
      what: 'the oldest version of the operator before',
      edits: [version('v2.3'), version('v2.3', 'east'), remove('east', 'Subscription servicemeshoperator')].concat(
        pinned('servicemeshoperator.v2.5.2'),
      ),
    },
    { what: 'the version of the pinned operator', edits: [version('v2.5'), pinned('servicemeshoperator.v2.5.2')] },
    {
      what: 'old versions with an old operator',
      edits: [
        version('v2.0'),
        version('v2.0', 'east'),
        pinned('servicemeshoperator.v2.4.0'),
        remove('east', 'Subscription servicemeshoperator'),
      ],
    },
    {
      what: 'a startingCSV from which the operator is upgraded automatically',
      edits: [pinned('servicemeshoperator.v2.5.2', 'Automatic')],
    },
    {
      what: 'an old version where the mesh operator is installed by other means',
      edits: [
        remove('west', 'Subscription servicemeshoperator'),
        subscribed('kiali-ossm'),
        version('v2.3'),
        version('v2.4', 'east'),
      ],
    },
    { what: 'one minor version apart', edits: [version('v2.5', 'east')] },
    {
      what: 'a peer whose version the operator chooses',
      edits: [version('v2.4'), remove('east', 'ServiceMeshControlPlane east-mesh', 'spec.version')],
    },
    {
      what: 'a peer outside of any mesh',
      edits: [version('v2.4', 'east'), remove('east', 'ServiceMeshPeer west-mesh')].concat(
        set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', 'shop'),
      ),
    },
    {
      what: 'one OperatorGroup for each namespace, beside one of another API group',
      edits: [
        operatorGroup('a', 'tracing'),
        operatorGroup('b', 'logging'),
        operatorGroup('c', 'tracing', '', 'example.org/v1'),
        operatorGroup('global-operators', 'openshift-operators'),
      ],
    },
    { what: 'the package of OSSM 3', edits: [subscribed('servicemeshoperator3')] },
    {
      what: 'packages of the community',
      edits: ['jaeger', 'kiali', 'tempo-operator', 'opentelemetry-operator'].map((name) => subscribed(name)),
    },
    { what: 'a package with a name of its own', edits: [subscribed('grafana-operator')] },
    {
      what: 'channels of Kiali',
      edits: [
        subscribed('kiali-ossm', 'channel: candidate'),
        add(
          'west',
          `{ apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, metadata: { name: k2, namespace: openshift-operators },
            spec: { name: kiali-ossm, channel: stable-v1.73 } }`,
        ),
        add(
          'west',
          `{ apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, metadata: { name: k3, namespace: openshift-operators },
            spec: { name: kiali-ossm, channel: stable-v12 } }`,
        ),
      ],
    },
    {
      what: 'a channel of another catalog',
      edits: [subscribed('kiali-ossm', 'channel: alpha, source: my-catalog')],
    },
    { what: 'the default channel', edits: [subscribed('kiali-ossm', 'source: redhat-operators')] },
    {
      what: 'a namespace with an OperatorGroup',
      edits: [subscribed('tempo-product', 'channel: stable', 'tempo'), operatorGroup('a', 'tempo'), namespace('tempo')],
    },
    {
      what: 'target namespaces for an operator that supports them',
      edits: [
        subscribed('tempo-product', 'channel: stable', 'tempo'),
        operatorGroup('a', 'tempo', 'targetNamespaces: [tempo]'),
      ],
    },
    {
      what: 'an empty list of target namespaces',
      edits: [moved('mesh'), operatorGroup('a', 'mesh', 'targetNamespaces: []')],
    },
    {
      what: 'a Subscription without a namespace',
      edits: [remove('west', 'Subscription servicemeshoperator', 'metadata.namespace')],
    },
    {
      what: 'Elasticsearch in use before its deprecation',
      edits: [
        version('v2.4'),
        version('v2.4', 'east'),
        storage('Elasticsearch'),
        subscribed('elasticsearch-operator', 'channel: stable-5.8'),
      ],
    },
    {
      what: 'Jaeger while one of two meshes is older',
      edits: [
        ...NORTH,
        add(
          'west',
          `{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: old, namespace: old },
            spec: { version: v2.4, addons: { kiali: { enabled: false } } } }`,
        ),
        subscribed('jaeger-product'),
      ],
    },
    {
      what: 'operators on a cluster without a mesh',
      edits: [
        remove('west', 'ServiceMeshControlPlane west-mesh'),
        subscribed('jaeger-product'),
        subscribed('elasticsearch-operator'),
      ],
    },
    {
      what: 'tracing without Jaeger',
      edits: [
        subscribed('tempo-product', 'channel: stable', 'tempo'),
        operatorGroup('a', 'tempo'),
        subscribed('opentelemetry-product'),
      ],
    },
  ],
};
