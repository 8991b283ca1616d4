import { applySetId, inventoryManifest, inventoryRef, joinMembers, readInventory } from '../../lib/deliver/inventory';
import { removalGroups } from '../../lib/deliver/remove';
import { valueAt } from '../../lib/values';

const MEMBERS = [
  {
    stage: '20-mesh',
    ref: { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', namespace: 'west', name: 'west' },
  },
  { stage: '00-namespaces', ref: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' } },
  {
    stage: '40-federation',
    ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'west', name: 'east-ca-root-cert' },
  },
  {
    stage: '40-federation',
    ref: { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', namespace: 'west', name: 'east' },
  },
  {
    stage: '40-federation',
    ref: { apiVersion: 'federation.maistra.io/v1', kind: 'ImportedServiceSet', namespace: 'west', name: 'east' },
  },
  {
    stage: '50-traffic',
    ref: { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', namespace: 'shop', name: 'a' },
  },
  {
    stage: '10-operators',
    ref: {
      apiVersion: 'operators.coreos.com/v1alpha1',
      kind: 'Subscription',
      namespace: 'openshift-operators',
      name: 's',
    },
  },
];

test('the parent has the labels and annotations of an ApplySet', () => {
  const parent = inventoryManifest('federation', { members: MEMBERS, meshes: ['west', 'east'] }, '1.2.3');
  expect(parent.metadata).toEqual({
    name: 'federation',
    namespace: 'ossm-fed',
    labels: {
      'applyset.kubernetes.io/id': applySetId(inventoryRef('federation')),
      'app.kubernetes.io/managed-by': 'ossm-fed',
    },
    annotations: {
      'applyset.kubernetes.io/tooling': 'ossm-fed/v1.2.3',
      'applyset.kubernetes.io/contains-group-kinds':
        'ConfigMap,ImportedServiceSet.federation.maistra.io,Namespace,ServiceMeshControlPlane.maistra.io,ServiceMeshPeer.federation.maistra.io,Subscription.operators.coreos.com,VirtualService.networking.istio.io',
      'applyset.kubernetes.io/additional-namespaces': 'openshift-operators,shop,west',
    },
  });
});

test('the ID is that of KEP 3659: base64url of the SHA-256 of name, namespace, kind and group', () => {
  // printf 'federation.ossm-fed.ConfigMap.' | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '='
  expect(applySetId(inventoryRef('federation'))).toBe('applyset-mSp-MSuh-h-PAfUo05Cfl2_cFO0Z3g0vLbKFslWeO9g-v1');
});

test('an inventory is read as it was written, whatever the order, and without lines that are none', () => {
  const parent = inventoryManifest(
    'federation',
    { members: [...MEMBERS].reverse(), meshes: ['west', 'east'] },
    '1.2.3',
  );
  const read = readInventory(parent);
  expect(read?.meshes).toEqual(['east', 'west']);
  expect(new Set(read?.members.map((member) => JSON.stringify(member)))).toEqual(
    new Set(MEMBERS.map((member) => JSON.stringify({ stage: member.stage, ref: reordered(member.ref) }))),
  );
  const data = { members: `${String(valueAt(parent, ['data', 'members']))}\nnonsense\n20-mesh ../../etc` };
  expect(readInventory({ ...parent, data })?.members).toHaveLength(MEMBERS.length);
  expect(readInventory({ apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data })).toBeUndefined();
});

/** The keys in the order in which they are read. */
function reordered({ apiVersion, kind, name, ...rest }: (typeof MEMBERS)[number]['ref']): object {
  return { apiVersion, kind, name, ...rest };
}

test('a member is listed once, whatever its version is', () => {
  const [plane] = MEMBERS;
  const other = { stage: '21-mesh', ref: { ...(plane as (typeof MEMBERS)[number]).ref, apiVersion: 'maistra.io/v3' } };
  expect(joinMembers(MEMBERS, [other])).toHaveLength(MEMBERS.length);
  expect(joinMembers(MEMBERS, [other])[0]).toEqual(other);
});

test('members are deleted in the reverse order of their stages: imports before peers, namespaces last', () => {
  const groups = removalGroups(MEMBERS, ['ImportedServiceSet', 'ExportedServiceSet', 'ServiceMeshPeer']);
  expect(groups.map(({ members }) => members.map(({ ref }) => ref.kind))).toEqual([
    ['VirtualService'],
    ['ImportedServiceSet'],
    ['ServiceMeshPeer'],
    ['ConfigMap'],
    ['ServiceMeshControlPlane'],
    ['Subscription'],
    ['Namespace'],
  ]);
});
