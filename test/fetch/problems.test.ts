import type { FailedObject } from '../../lib/facts/kind';
import { objectOf } from '../../lib/facts/model';
import { unreadIssues as issuesOf } from '../../lib/fetch/problems';
import type { UnreadFact } from '../../lib/fetch/unread';
import { ISSUE_CODES } from '../../lib/issues/catalogue';
import type { Failure, FailureKind } from '../../lib/kube/failure';
import { addressFact, KINDS, rootFact } from '../helpers/facts';

/** A fact that could not be read: the root, the address of a gateway, or that of a gateway on node ports. */
function unread(
  what: 'root' | 'gateway' | 'node',
  failure: Failure,
  gateway = 'east-ingress',
  context = 'west',
): UnreadFact {
  const place = { cluster: 'west', context, namespace: 'west-system' };
  const fact =
    what === 'root' ? rootFact('west-mesh', place) : addressFact('west-mesh', gateway, 'LoadBalancer', place);
  const object: FailedObject = what === 'node' ? { kind: 'Node' } : objectOf(fact.source);
  return { fact, object, failure };
}

const unreadIssues = (all: readonly UnreadFact[], waited: boolean) => issuesOf(all, { kinds: KINDS, waited });

/** All issues as text. */
function told(all: readonly UnreadFact[], waited = false): readonly string[] {
  return unreadIssues(all, waited).map(({ code, path, message, fix }) => `${path} ${code} ${message}\n${fix}`);
}

const OF_CLUSTER = 'cannot read cluster "west" (mesh "west-mesh"):';
const NETWORK = 'check the network, VPN, proxy and whether the cluster is running; or wait with "--wait"';
const KUBECTL = '"kubectl --context west version"';

const CASES: readonly (readonly [FailureKind, string])[] = [
  [
    'kubeconfig',
    `west/west-mesh GET002 ${OF_CLUSTER} invalid kubeconfig: DETAIL\nset KUBECONFIG or "--kubeconfig" to a file that has the context, then try ${KUBECTL}`,
  ],
  [
    'plugin',
    `west/west-mesh GET003 ${OF_CLUSTER} the credential plugin of the kubeconfig failed: DETAIL\nsee its output with ${KUBECTL}, then log in again`,
  ],
  ['unreachable', `west/west-mesh GET004 ${OF_CLUSTER} DETAIL\n${NETWORK}`],
  ['timeout', `west/west-mesh GET005 ${OF_CLUSTER} DETAIL\n${NETWORK}`],
  [
    'tls',
    `west/west-mesh GET006 ${OF_CLUSTER} TLS verification failed: DETAIL\nfix server and certificates of the context, or log in again, then try ${KUBECTL}`,
  ],
  [
    'unauthorized',
    `west/west-mesh GET007 ${OF_CLUSTER} unauthorized (401): the credentials are invalid or have expired\nlog in again for the context "west", such as with "oc login"`,
  ],
  [
    'unavailable',
    `west/west-mesh GET010 ${OF_CLUSTER} DETAIL\ncheck the API server, or try again later; or wait with "--wait"`,
  ],
  [
    'answer',
    `west/west-mesh GET011 ${OF_CLUSTER} the response is not from a Kubernetes API: DETAIL\nfix the server or the proxy of the context, then try ${KUBECTL}`,
  ],
];

test.each(CASES)('%s is told once for the mesh, however many objects it concerns', (kind, expected) => {
  const failure = { kind, detail: 'DETAIL' };
  expect(told([unread('root', failure), unread('gateway', failure), unread('node', failure)])).toEqual([expected]);
});

const ROOT = 'west/ConfigMap/west-system/istio-ca-root-cert';
const OF_ROOT = 'cannot read ConfigMap "istio-ca-root-cert" in namespace "west-system" (mesh "west-mesh"):';

test('a missing permission is told with how to give it', () => {
  const [root, nodes] = told([
    unread('root', { kind: 'forbidden', detail: '403' }),
    unread('node', { kind: 'forbidden', detail: '403' }),
  ]);
  expect(root).toBe(
    `${ROOT} GET008 ${OF_ROOT} forbidden (403)\nlet an administrator apply the output of "ossm-fed fetch --print-rbac --cluster west", with your user or group as --subject`,
  );
  expect(nodes).toMatch(/^west\/Node GET008 cannot read the list of Nodes \(mesh "west-mesh"\): forbidden \(403\)\n/);
});

test('what is not there is told with what makes it', () => {
  expect(told([unread('root', { kind: 'missing', detail: '404' })])).toEqual([
    `${ROOT} GET009 ${OF_ROOT} not found (404)\napply "20-mesh" of west and wait until its control plane is ready; or wait with "--wait"`,
  ]);
});

test('what is not there yet is told with who makes it', () => {
  const pending = { kind: 'pending', detail: 'DETAIL' } as const;
  const fixes = unreadIssues([unread('root', pending), unread('gateway', pending), unread('node', pending)], true);
  expect(fixes.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
    'GET012 wait until the control plane is ready; or wait longer with "--timeout"',
    'GET012 wait for the load balancer, and check the events of the Service if it is not provisioned; or wait longer with "--timeout"',
    'GET012 wait until Nodes are ready; or wait longer with "--timeout"',
  ]);
});

test('what is another thing than the topology says is told with both ways to agree', () => {
  const mismatch = { kind: 'mismatch', detail: 'DETAIL' } as const;
  const fixes = unreadIssues([unread('root', mismatch), unread('gateway', mismatch)], false).map(
    ({ code, fix }) => `${code} ${fix}`,
  );
  expect(fixes).toEqual([
    'GET013 find out what writes to that object besides istiod',
    'GET013 apply "20-mesh" of west, or write "type", "ports" or "addresses" of the ingress in the topology',
  ]);
});

describe('a missing context', () => {
  const missing = (contexts: readonly string[], context = 'west') =>
    told([unread('root', { kind: 'context', detail: '', contexts }, 'x', context)])[0]?.split('\n')[1];

  test('is told with the nearest there is', () => {
    expect(missing(['wests', 'east'])).toBe(
      'write "context: wests" for the cluster "west", or rename the context with "kubectl config rename-context wests west"',
    );
  });

  test('is told with all there are where none is near', () => {
    expect(missing(['omega', 'alpha'])).toBe(
      'log in to the cluster, and write the name of its context as "context" of the cluster "west"; the kubeconfig has "alpha", "omega"',
    );
    expect(missing([])).toMatch(
      /; the kubeconfig has no contexts; set KUBECONFIG or "--kubeconfig" if they are in another file$/,
    );
  });

  test('is told without names that would disturb a terminal', () => {
    expect(missing(['west\u001b[2J', 'we st', 'alpha'])).toMatch(/; the kubeconfig has "alpha"$/);
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
  expect([issue?.cluster, issue?.path]).toEqual(['west', 'west/Service/west-system']);
  expect(issue?.message).toContain('cannot read Services "g0", "g1", "g2"');
  expect(issue?.message).toContain('"g11" and 987 more in namespace "west-system" (mesh');
});

test('an insecure connection and another object are told with what to do', () => {
  expect(told([unread('root', { kind: 'insecure', detail: 'WHY' })])).toEqual([
    expect.stringMatching(
      /GET014.*insecure connection: WHY.*write an https server .*, or allow it with "--allow-insecure"/s,
    ),
  ]);
  expect(told([unread('root', { kind: 'other-object', detail: 'another "kind" than requested' })])).toEqual([
    expect.stringMatching(/GET015.*the response is another object: another "kind" than requested.*fix the server/s),
  ]);
});

test('different reasons are different issues', () => {
  const issues = told([
    unread('gateway', { kind: 'pending', detail: 'A' }, 'g1'),
    unread('gateway', { kind: 'mismatch', detail: 'B' }, 'g2'),
    unread('gateway', { kind: 'mismatch', detail: 'C' }, 'g3'),
  ]);
  expect(issues).toHaveLength(3);
});

test('every code of the catalogue for fetching is given here', () => {
  const kinds: readonly FailureKind[] = [
    ...CASES.map(([kind]) => kind),
    'context',
    'forbidden',
    'missing',
    'insecure',
    'other-object',
    'pending',
    'mismatch',
  ];
  const given = kinds
    .flatMap((kind) => unreadIssues([unread('root', { kind, detail: '' })], false))
    .map(({ code }) => code);
  expect([...given].sort()).toEqual(ISSUE_CODES.filter((code) => code.startsWith('GET')));
});
