import { unreadIssues } from '../../lib/fetch/problems';
import type { Unread } from '../../lib/fetch/unread';
import { ISSUE_CODES } from '../../lib/issues/catalogue';
import type { Failure, FailureKind } from '../../lib/kube/failure';

/** A fact that could not be read: the root, the address of a gateway, or that of a gateway on node ports. */
function unread(
  what: 'root' | 'gateway' | 'node',
  failure: Failure,
  gateway = 'east-ingress',
  context = 'west',
): Unread {
  const own = { mesh: 'west-mesh', namespace: 'west-system' };
  const common = { cluster: 'west', context, failure };
  if (what === 'root') {
    return { ...common, target: { kind: 'root', ...own }, object: { kind: 'ConfigMap', name: 'istio-ca-root-cert' } };
  }
  const ports = { servicePort: 'tls', discoveryPort: 'https-discovery' };
  const target = { kind: 'gateway', ...own, gateway, type: 'LoadBalancer', ...ports } as const;
  return { ...common, target, object: what === 'node' ? { kind: 'Node' } : { kind: 'Service', name: gateway } };
}

/** All issues as text. */
function told(all: readonly Unread[], waited = false): readonly string[] {
  return unreadIssues(all, waited).map(({ code, path, message, fix }) => `${path} ${code} ${message}\n${fix}`);
}

const OF_CLUSTER = 'of the mesh "west-mesh", the cluster "west" cannot be read:';
const NETWORK = 'check network, VPN and proxy, and whether the cluster runs; or wait for it with "--wait"';
const KUBECTL = '"kubectl --context west version"';

const CASES: readonly (readonly [FailureKind, string])[] = [
  [
    'kubeconfig',
    `west/west-mesh GET002 ${OF_CLUSTER} the kubeconfig cannot be used, as DETAIL\nset KUBECONFIG to the files that have the context, and try ${KUBECTL}`,
  ],
  [
    'plugin',
    `west/west-mesh GET003 ${OF_CLUSTER} the program that the kubeconfig runs for credentials failed, as DETAIL\nsee what it says with ${KUBECTL}, and log in again`,
  ],
  ['unreachable', `west/west-mesh GET004 ${OF_CLUSTER} DETAIL\n${NETWORK}`],
  ['timeout', `west/west-mesh GET005 ${OF_CLUSTER} DETAIL\n${NETWORK}`],
  [
    'tls',
    `west/west-mesh GET006 ${OF_CLUSTER} the connection is not to be trusted, as DETAIL\nmend server and certificates of the context, or log in again, and try ${KUBECTL}`,
  ],
  [
    'unauthorized',
    `west/west-mesh GET007 ${OF_CLUSTER} its API says 401, so the credentials are wrong or have expired\nlog in again as you do for the context "west", such as with "oc login"`,
  ],
  [
    'unavailable',
    `west/west-mesh GET010 ${OF_CLUSTER} DETAIL\nlook after the API server, or try again later; or wait for it with "--wait"`,
  ],
  [
    'answer',
    `west/west-mesh GET011 ${OF_CLUSTER} what answers is no Kubernetes API, as DETAIL\nmend the server or the proxy of the context, and try ${KUBECTL}`,
  ],
];

test.each(CASES)('%s is told once for the mesh, however many objects it concerns', (kind, expected) => {
  const failure = { kind, detail: 'DETAIL' };
  expect(told([unread('root', failure), unread('gateway', failure), unread('node', failure)])).toEqual([expected]);
});

const ROOT = 'west/ConfigMap/west-system/istio-ca-root-cert';
const OF_ROOT =
  'of the mesh "west-mesh", the ConfigMap "istio-ca-root-cert" in the namespace "west-system" cannot be used:';

test('a missing permission is told with how to give it', () => {
  const [root, nodes] = told([
    unread('root', { kind: 'forbidden', detail: '403' }),
    unread('node', { kind: 'forbidden', detail: '403' }),
  ]);
  expect(root).toBe(
    `${ROOT} GET008 ${OF_ROOT} the API says 403, so a permission is missing\nlet an administrator apply what "ossm-fed fetch --print-rbac --cluster west" prints, with your user or group as --subject`,
  );
  expect(nodes).toMatch(
    /^west\/Node GET008 of the mesh "west-mesh", the list of Nodes cannot be used: the API says 403/,
  );
});

test('what is not there is told with what makes it', () => {
  expect(told([unread('root', { kind: 'missing', detail: '404' })])).toEqual([
    `${ROOT} GET009 ${OF_ROOT} there is no such object\napply "20-mesh" of west and let its control plane become ready; or wait for it with "--wait"`,
  ]);
});

test('what is not there yet is told with who makes it', () => {
  const pending = { kind: 'pending', detail: 'DETAIL' } as const;
  const fixes = unreadIssues([unread('root', pending), unread('gateway', pending), unread('node', pending)], true);
  expect(fixes.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
    'GET012 let the control plane become ready; or wait longer with "--timeout"',
    'GET012 let the cloud make the load balancer, and see the events of the Service if it does not; or wait longer with "--timeout"',
    'GET012 let Nodes become ready; or wait longer with "--timeout"',
  ]);
});

test('what is another thing than the topology says is told with both ways to agree', () => {
  const unfit = { kind: 'unfit', detail: 'DETAIL' } as const;
  const fixes = unreadIssues([unread('root', unfit), unread('gateway', unfit)], false).map(
    ({ code, fix }) => `${code} ${fix}`,
  );
  expect(fixes).toEqual([
    'GET013 find out who writes that ConfigMap besides istiod',
    'GET013 apply "20-mesh" of west, or write "type", "ports" or "addresses" of the ingress in the topology',
  ]);
});

describe('a missing context', () => {
  const missing = (contexts: readonly string[], context = 'west') =>
    told([unread('root', { kind: 'context', detail: '', contexts }, 'x', context)])[0]?.split('\n')[1];

  test('is told with the nearest there is', () => {
    expect(missing(['wests', 'east'])).toBe(
      'write "context: wests" for the cluster "west", or rename that one with "kubectl config rename-context wests west"',
    );
  });

  test('is told with all there are where none is near', () => {
    expect(missing(['omega', 'alpha'])).toBe(
      'log in to the cluster, and write the name of its context as "context" of the cluster "west"; it has "alpha", "omega"',
    );
    expect(missing([])).toMatch(/; it has none, unless KUBECONFIG is to name other files$/);
  });

  test('is told without names that would disturb a terminal', () => {
    expect(missing(['west\u001b[2J', 'we st', 'alpha'])).toMatch(/; it has "alpha"$/);
  });

  test('is told with commands that a shell takes as they are meant', () => {
    expect(missing(["w'est$(x)"], 'west$(x)')).toContain(`rename-context 'w'\\''est$(x)' 'west$(x)'"`);
  });
});

test('one reason for many objects is one issue, with as many names as can be read', () => {
  const failure = { kind: 'forbidden', detail: '403' } as const;
  const many = Array.from({ length: 999 }, (_, i) => unread('gateway', failure, `g${i}`));
  const [issue, ...others] = unreadIssues(many, false);
  expect(others).toEqual([]);
  expect(issue?.path).toBe('west/Service/west-system');
  expect(issue?.message).toContain('the Services "g0", "g1", "g2"');
  expect(issue?.message).toContain('"g11" and 987 more in the namespace "west-system"');
});

test('different reasons are different issues', () => {
  const issues = told([
    unread('gateway', { kind: 'pending', detail: 'A' }, 'g1'),
    unread('gateway', { kind: 'unfit', detail: 'B' }, 'g2'),
    unread('gateway', { kind: 'unfit', detail: 'C' }, 'g3'),
  ]);
  expect(issues).toHaveLength(3);
});

test('every code of the catalogue for fetching is given here', () => {
  const kinds: readonly FailureKind[] = [
    ...CASES.map(([kind]) => kind),
    'context',
    'forbidden',
    'missing',
    'pending',
    'unfit',
  ];
  const given = kinds
    .flatMap((kind) => unreadIssues([unread('root', { kind, detail: '' })], false))
    .map(({ code }) => code);
  expect([...given].sort()).toEqual(ISSUE_CODES.filter((code) => code.startsWith('GET')));
});
