import { parseAllDocuments } from 'yaml';
import { DEFAULT_SUBJECT, parseSubject, rbacText, type Subject } from '../../lib/fetch/rbac';
import { targetsOf } from '../../lib/fetch/targets';
import { plansOf } from '../helpers/topology-text';

const TOPOLOGY = `clusters: { west: { context: "w\\n- x" }, east: { platform: baremetal } }
meshes:
  a: { cluster: west, namespace: a-system }
  b: { cluster: west, namespace: b-system, ingress: { addresses: [192.0.2.1] } }
  c: { cluster: east }
peerings: [{ between: [a, c] }, { between: [b, c] }]
`;

/** The documents for a subject. */
function documents(subject: Subject): readonly { readonly [field: string]: unknown }[] {
  return parseAllDocuments(rbacText(targetsOf(plansOf(TOPOLOGY)), subject)).map((document) => document.toJS());
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

test('each control-plane namespace gets a Role for what is read there, and Nodes are listed only for node ports', () => {
  expect(documents(DEFAULT_SUBJECT).filter(({ kind }) => /Role$/.test(String(kind)))).toEqual([
    role('Role', { name: 'ossm-fed-fetch', namespace: 'c' }, [CONFIG_MAP, services('a-ingress', 'b-ingress')]),
    role('ClusterRole', { name: 'ossm-fed-fetch-nodes' }, [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }]),
    role('Role', { name: 'ossm-fed-fetch', namespace: 'a-system' }, [CONFIG_MAP, services('c-ingress')]),
    role('Role', { name: 'ossm-fed-fetch', namespace: 'b-system' }, [CONFIG_MAP]),
  ]);
});

function role(kind: string, metadata: object, rules: readonly object[]): object {
  return { apiVersion: `${API}/v1`, kind, metadata, rules };
}

test('each role is bound to the subject', () => {
  const bindings = documents({ kind: 'User', name: 'ann' }).filter(({ kind }) => /Binding$/.test(String(kind)));
  expect(bindings).toHaveLength(4);
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
  const comments = rbacText(targetsOf(plansOf(TOPOLOGY)), DEFAULT_SUBJECT).match(/^#.*$/gm);
  expect(comments).toEqual([
    '# cluster east, kubeconfig context "east"',
    '# cluster west, kubeconfig context "w\\n- x"',
  ]);
});

test('where nothing is fetched it says so', () => {
  expect(rbacText([], DEFAULT_SUBJECT)).toBe('# nothing is fetched from these clusters\n');
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
