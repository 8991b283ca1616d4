import { parseAllDocuments } from 'yaml';
import { type ClusterFacts, factsByCluster } from '../../lib/fetch/cluster-facts';
import { DEFAULT_SUBJECT, parseSubject, type RbacSubject, rbacText as textOf } from '../../lib/fetch/rbac';
import { factsOf } from '../../lib/ossm2/facts';
import { addressFact, KINDS, rootFact } from '../helpers/facts';
import { plansOf } from '../helpers/topology-text';

const TOPOLOGY = `clusters: { west: { context: "w\\n- x" }, east: { platform: baremetal } }
meshes:
  a: { cluster: west, namespace: a-system }
  b: { cluster: west, namespace: b-system, ingress: { addresses: [192.0.2.1] } }
  c: { cluster: east }
peerings: [{ between: [a, c] }, { between: [b, c] }]
`;

const CLUSTERS = factsByCluster(factsOf(plansOf(TOPOLOGY)));
const rbacText = (clusters: readonly ClusterFacts[], subject: RbacSubject) => textOf(clusters, KINDS, subject);

/** The documents for a subject. */
function documents(subject: RbacSubject): readonly { readonly [field: string]: unknown }[] {
  return parseAllDocuments(rbacText(CLUSTERS, subject)).map((document) => document.toJS());
}

const API = 'rbac.authorization.k8s.io';
const CONFIG_MAP = {
  apiGroups: [''],
  resources: ['configmaps'],
  resourceNames: ['istio-ca-root-cert'],
  verbs: ['get'],
};
const services = (...resourceNames: readonly string[]) => ({
  apiGroups: [''],
  resources: ['services'],
  resourceNames,
  verbs: ['get'],
});

/** The role to read the identity of a cluster. */
const IDENTITY = role('ClusterRole', { name: 'ossm-fed-fetch-namespaces' }, [
  { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] },
]);

test('each control-plane namespace gets a Role for what is read there, and Nodes are listed only for node ports', () => {
  expect(documents(DEFAULT_SUBJECT).filter(({ kind }) => /Role$/.test(String(kind)))).toEqual([
    role('Role', { name: 'ossm-fed-fetch', namespace: 'c' }, [CONFIG_MAP, services('a-ingress', 'b-ingress')]),
    IDENTITY,
    role('ClusterRole', { name: 'ossm-fed-fetch-nodes' }, [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }]),
    role('Role', { name: 'ossm-fed-fetch', namespace: 'a-system' }, [CONFIG_MAP, services('c-ingress')]),
    role('Role', { name: 'ossm-fed-fetch', namespace: 'b-system' }, [CONFIG_MAP]),
    IDENTITY,
  ]);
});

function role(kind: string, metadata: object, rules: readonly object[]): object {
  return { apiVersion: `${API}/v1`, kind, metadata, rules };
}

test('kinds say which permissions they need: any group, any scope, lists and names apart', () => {
  const permissions = [
    { group: 'x.example.org', resource: 'things', namespace: 'm', name: 'b' },
    { group: 'x.example.org', resource: 'things', namespace: 'm', name: 'a' },
    { group: 'x.example.org', resource: 'things', namespace: 'm', name: 'a' },
    { group: '', resource: 'nodes', name: 'n' },
    { group: '', resource: 'nodes' },
  ];
  const kinds = KINDS.map((kind) => (kind.name === 'root' ? { ...kind, permissions: () => permissions } : kind));
  const clusters = factsByCluster([rootFact('m'), addressFact('m', 'in', 'NodePort')]);
  const roles = parseAllDocuments(textOf(clusters, kinds, DEFAULT_SUBJECT))
    .map((document) => document.toJS())
    .filter(({ kind }) => /Role$/.test(kind));
  const things = { apiGroups: ['x.example.org'], resources: ['things'], resourceNames: ['a', 'b'], verbs: ['get'] };
  expect(roles).toEqual([
    role('Role', { name: 'ossm-fed-fetch', namespace: 'm' }, [services('in'), things]),
    IDENTITY,
    role('ClusterRole', { name: 'ossm-fed-fetch-nodes' }, [
      { apiGroups: [''], resources: ['nodes'], resourceNames: ['n'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
    ]),
  ]);
});

test('each role is bound to the subject', () => {
  const bindings = documents({ kind: 'User', name: 'ann' }).filter(({ kind }) => /Binding$/.test(String(kind)));
  expect(bindings).toHaveLength(6);
  expect(bindings[0]).toEqual({
    apiVersion: `${API}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'ossm-fed-fetch', namespace: 'c' },
    roleRef: { apiGroup: API, kind: 'Role', name: 'ossm-fed-fetch' },
    subjects: [{ kind: 'User', name: 'ann', apiGroup: API }],
  });
  const [account] = documents({ kind: 'ServiceAccount', name: 'bot', namespace: 'ci' }).filter(
    ({ subjects }) => subjects,
  );
  expect(account?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'bot', namespace: 'ci' }]);
});

test('a comment names the cluster, and stays one line whatever the context is called', () => {
  const comments = rbacText(CLUSTERS, DEFAULT_SUBJECT).match(/^#.*$/gm);
  expect(comments).toEqual([
    '# cluster east, kubeconfig context "east"',
    '# cluster west, kubeconfig context "w\\n- x"',
  ]);
});

test('where nothing is fetched it says so', () => {
  expect(rbacText([], DEFAULT_SUBJECT)).toBe('# nothing is read from these clusters\n');
});

describe('a subject', () => {
  test.each([
    ['Group:dev', { kind: 'Group', name: 'dev' }],
    ['Group:system:authenticated', { kind: 'Group', name: 'system:authenticated' }],
    ['User:ann@example.org', { kind: 'User', name: 'ann@example.org' }],
    ['ServiceAccount:ci/bot', { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' }],
  ])('is read from %s', (text, expected) => {
    expect(parseSubject(text)).toEqual(expected);
  });

  test.each([
    '',
    'dev',
    'group:dev',
    'Group:',
    'Group:a b',
    'ServiceAccount:bot',
    'ServiceAccount:CI/bot',
    'User:a\nb',
  ])('is not read from "%s"', (text) => {
    expect(parseSubject(text)).toBeUndefined();
  });
});
