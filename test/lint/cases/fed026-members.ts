import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const members = (...names: readonly unknown[]) => set('west', 'ServiceMeshMemberRoll default', 'spec.members', names);

/** A roll of another name, as objects of one kind need different names here. */
function roll(name: string, namespace: string, list: string, apiVersion = 'maistra.io/v1'): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: ServiceMeshMemberRoll, metadata: { name: ${name}, namespace: ${namespace} }, spec: { members: [${list}] } }`,
  );
}

function member(namespace: string, reference: string, name = 'default'): Edit {
  return add(
    'west',
    `{ apiVersion: maistra.io/v1, kind: ServiceMeshMember, metadata: { name: ${name}, namespace: ${namespace} }, spec: { controlPlaneRef: { ${reference} } } }`,
  );
}

function mesh(name: string): Edit {
  return add(
    'west',
    `{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: ${name}, namespace: ${name}-system },
      spec: { version: v2.6, security: { identity: { type: ThirdParty }, trust: { domain: ${name}.local } }, tracing: { type: None },
        addons: { kiali: { enabled: false } } } }`,
  );
}

function virtualService(name: string, namespace: string, apiVersion = 'networking.istio.io/v1beta1'): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: VirtualService, metadata: { name: ${name}, namespace: ${namespace} },
      spec: { hosts: [example.org], http: [{ route: [{ destination: { host: example.org } }] }] } }`,
  );
}

const clusterWide = set('west', 'ServiceMeshControlPlane west-mesh', 'spec.mode', 'ClusterWide');
const SIX_MESHES = ['a', 'b', 'c', 'd', 'e'].map(mesh);
const WITHOUT_MESH = remove('west', 'ServiceMeshControlPlane west-mesh');

/** FED026: member rolls, members and the namespaces of traffic objects. */
export const cases: RuleCases = {
  rule: 'FED026',
  findings: {
    duplicateMember: [{ what: 'three times, with others between', edits: [members('shop', 'till', 'shop', 'shop')] }],
    wrongName: [
      {
        what: 'of a roll, as the mesh',
        edits: [set('west', 'ServiceMeshMemberRoll default', 'metadata.name', 'west-mesh')],
      },
      { what: 'of a member', edits: [member('till', 'namespace: west-mesh, name: west-mesh', 'till')] },
      { what: 'of a member without a reference', edits: [member('till', 'name: west-mesh', 'till')] },
    ],
    noControlPlane: [
      {
        what: 'a roll in the namespace of an application',
        edits: [set('west', 'ServiceMeshMemberRoll default', 'metadata.namespace', 'shop')],
      },
      {
        what: 'a roll in another namespace, and many meshes: some are named',
        edits: [set('west', 'ServiceMeshMemberRoll default', 'metadata.namespace', 'shop'), ...SIX_MESHES],
      },
    ],
    wildcardBesideMembers: [
      { what: 'in a cluster-wide mesh', edits: [members('*', 'shop'), clusterWide] },
      { what: 'behind another member', edits: [members('shop', '*')] },
    ],
    wildcardWithoutClusterWide: [{ what: 'in a mesh of single namespaces', edits: [members('*')] }],
    invalidMember: [
      { what: 'a capital letter', edits: [members('shop', 'Till')] },
      { what: 'a character before the name', edits: [members('shop', '-till')] },
      { what: 'a character behind the name', edits: [members('shop', 'till-')] },
      { what: 'an empty text', edits: [members('shop', '')] },
      { what: 'a pattern', edits: [members('shop', 'ti*')] },
    ],
    controlPlaneNamespace: [{ what: 'beside another member', edits: [members('shop', 'west-mesh')] }],
    operatorNamespace: [
      { what: 'the common namespace of operators', edits: [members('shop', 'openshift-operators')] },
      {
        what: 'the common namespace of operators, without a Subscription',
        edits: [members('shop', 'openshift-operators'), remove('west', 'Subscription servicemeshoperator')],
      },
      {
        what: 'the namespace of the Subscription',
        edits: [
          members('shop', 'mesh-operator'),
          set('west', 'Subscription servicemeshoperator', 'metadata.namespace', 'mesh-operator'),
        ],
      },
    ],
    twoMeshes: [
      { what: 'two rolls', edits: [mesh('a'), roll('a', 'a-system', 'till, shop')] },
      {
        what: 'a roll and a member',
        edits: [mesh('a'), member('shop', 'namespace: a-system, name: a')],
      },
    ],
    unknownControlPlane: [
      { what: 'another namespace', edits: [member('till', 'namespace: east-mesh, name: west-mesh')] },
      { what: 'another name', edits: [member('till', 'namespace: west-mesh, name: basic')] },
      { what: 'another namespace and no name', edits: [member('till', 'namespace: east-mesh')] },
      { what: 'many meshes: some are named', edits: [member('till', 'namespace: x, name: x'), ...SIX_MESHES] },
    ],
    notMember: [
      { what: 'one VirtualService', edits: [virtualService('web', 'till')] },
      {
        what: 'objects of two kinds in two namespaces',
        edits: [
          virtualService('web', 'till'),
          virtualService('b', 'other'),
          set('west', 'DestinationRule prices', 'metadata.namespace', 'till'),
        ],
      },
      {
        what: 'many rolls: some are related',
        edits: [
          virtualService('web', 'till'),
          ...SIX_MESHES,
          ...['a', 'b', 'c', 'd', 'e'].map((name) => roll(name, `${name}-system`, `of-${name}`)),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'a star in a cluster-wide mesh', edits: [members('*'), clusterWide] },
    {
      what: 'a star for a mesh that is not in the manifests',
      edits: [members('*'), WITHOUT_MESH],
    },
    { what: 'names at the limits of what is valid', edits: [members('shop', 'a', '0', 'a-0', 'a--b')] },
    { what: 'a member that is not a text is FED023', edits: [members('shop', 5, 5)] },
    {
      what: 'the namespace of another operator',
      edits: [
        members('shop', 'kiali-operator'),
        add(
          'west',
          `{ apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, metadata: { name: kiali, namespace: kiali-operator },
            spec: { name: kiali-ossm, source: redhat-operators, sourceNamespace: openshift-marketplace } }`,
        ),
      ],
    },
    {
      what: 'a Subscription without a namespace',
      edits: [remove('west', 'Subscription servicemeshoperator', 'metadata.namespace')],
    },
    {
      what: 'the same namespace in the rolls of two clusters',
      edits: [members('shop', 'stock')],
    },
    {
      what: 'a namespace in the roll and in a member of the same mesh',
      edits: [member('shop', 'namespace: west-mesh, name: west-mesh')],
    },
    { what: 'a member without the name of the control plane', edits: [member('till', 'namespace: west-mesh')] },
    { what: 'a member without a reference is FED023', edits: [member('till', 'name: west-mesh')] },
    {
      what: 'a member of a mesh that is not in the manifests',
      edits: [member('till', 'namespace: somewhere, name: x'), WITHOUT_MESH],
    },
    { what: 'a roll of a mesh that is not in the manifests', edits: [WITHOUT_MESH] },
    { what: 'a roll of another API group', edits: [roll('other', 'till', 'till, till', 'example.org/v1')] },
    { what: 'two meshes with different members', edits: NORTH },
    { what: 'traffic in the namespace of the control plane', edits: [virtualService('web', 'west-mesh')] },
    {
      what: 'traffic in a namespace of a cluster-wide mesh',
      edits: [members('*'), clusterWide, virtualService('web', 'till')],
    },
    { what: 'a VirtualService of another API group', edits: [virtualService('web', 'till', 'example.org/v1')] },
    {
      what: 'members that are chosen by label',
      edits: [
        set('west', 'ServiceMeshMemberRoll default', 'spec.memberSelectors', [{ matchLabels: { mesh: 'west' } }]),
        virtualService('web', 'till'),
      ],
    },
  ],
};
