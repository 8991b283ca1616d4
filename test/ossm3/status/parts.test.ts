import type { Fields } from '../../../lib/values';
import { CLOUDS, changed, problemsAfter, problemsOf, running, statusOf, withValue } from './running';

const REVISION = 'rosa-prod-mesh-v1-30-latest';

/** What is found at the parts of rosa after a change of its objects of a kind. */
function found(kind: string, edit: (object: Fields) => Fields | undefined, name = ''): readonly string[] {
  return problemsAfter(changed('rosa', kind, edit, name))
    .filter((line) => line.startsWith('rosa '))
    .map((line) => line.slice('rosa '.length));
}

const withCondition = (type: string, status: string, reason: string) => (object: Fields) =>
  withValue(
    object,
    ['status', 'conditions'],
    [{ type: 'Ready', status: 'True' }, ...[{ type, status, reason, message: 'because' }]].reverse(),
  );

test('clusters with all that the topology expects are healthy, part by part', () => {
  const status = statusOf(running(CLOUDS));
  expect(problemsOf(status)).toEqual([]);
  expect(
    status.clusters.map(({ cluster, parts }) => [cluster, ...parts.map(({ part, name }) => `${part} ${name}`)]),
  ).toEqual([
    ['aro', 'operator servicemeshoperator3', 'CNI default', 'control plane aro-stg-mesh', 'members aro-stg-mesh'],
    ['rog', 'operator servicemeshoperator3', 'CNI default', 'control plane gcp-dev-mesh', 'members gcp-dev-mesh'],
    ['rosa', 'operator servicemeshoperator3', 'CNI default', 'control plane rosa-prod-mesh', 'members rosa-prod-mesh'],
  ]);
});

test('an operator without a version is not installed', () => {
  expect(found('Subscription', (object) => withValue(object, ['status'], {}))).toEqual([
    'operator servicemeshoperator3 progressing STA010: operator "servicemeshoperator3" is not installed',
  ]);
});

describe('the CNI plugin is', () => {
  test.each([
    ['degraded if it is missing', () => undefined, 'degraded STA003: cluster "rosa" has no IstioCNI "default"'],
    [
      'progressing until it is ready',
      withCondition('Ready', 'False', 'IstioCNIDaemonSetNotReady'),
      'progressing STA014: the CNI plugin of cluster "rosa" is not ready: IstioCNIDaemonSetNotReady, because',
    ],
    [
      'degraded if it cannot be reconciled',
      withCondition('Reconciled', 'False', 'ReconcileError'),
      'degraded STA014: the CNI plugin of cluster "rosa" is not ready: ReconcileError, because',
    ],
  ])('%s', (_, edit, expected) => {
    expect(found('IstioCNI', edit)).toEqual([`CNI default ${expected}`]);
  });
});

describe('a control plane is', () => {
  const meshConfig = ['spec', 'values', 'meshConfig'];

  test.each([
    ['degraded if it is missing', () => undefined, 'degraded STA003: cluster "rosa" has no Istio "rosa-prod-mesh"'],
    [
      'progressing without a status',
      (object: Fields) => withValue(object, ['status'], undefined),
      'progressing STA011: the control plane of "rosa-prod-mesh" is not ready: it has no condition "Ready"',
    ],
    [
      'progressing without the CNI plugin that it depends on',
      withCondition('DependenciesHealthy', 'False', 'IstioCNINotFound'),
      'progressing STA011: the control plane of "rosa-prod-mesh" is not ready: IstioCNINotFound, because',
    ],
    [
      'progressing if its status is of an earlier generation',
      (object: Fields) =>
        withValue(withValue(object, ['metadata', 'generation'], 3), ['status', 'observedGeneration'], 2),
      'progressing STA011: the control plane of "rosa-prod-mesh" is not ready: the operator has not seen its last change (generation 2 of 3)',
    ],
    [
      'degraded if another revision is active',
      (object: Fields) => withValue(object, ['status', 'activeRevisionName'], 'old'),
      `degraded STA015: the active revision of "rosa-prod-mesh" is "old" instead of "${REVISION}", which its namespaces and gateways name`,
    ],
    [
      'degraded with another trust domain',
      (object: Fields) => withValue(object, [...meshConfig, 'trustDomain'], 'other.local'),
      'degraded STA016: "meshConfig.trustDomain" of the control plane of "rosa-prod-mesh" is "other.local" instead of "rosa-prod-mesh.local"',
    ],
    [
      'degraded if proxies do not get the roots of other meshes',
      (object: Fields) => withValue(object, ['spec', 'values', 'pilot'], undefined),
      'degraded STA016: "pilot.env.ISTIO_MULTIROOT_MESH" of the control plane of "rosa-prod-mesh" is "" instead of "true"',
    ],
  ])('%s', (_, edit, expected) => {
    expect(found('Istio', edit)).toEqual([`control plane rosa-prod-mesh ${expected}`]);
  });

  test('degraded without a running istiod', () => {
    expect(found('Pod', (pod) => withValue(pod, ['status', 'phase'], 'Pending'), 'istiod')).toEqual([
      'control plane rosa-prod-mesh degraded STA013: no istiod of "rosa-prod-mesh" runs in namespace "rosa-prod-mesh"',
    ]);
  });
});

describe('members are', () => {
  test('degraded if a Namespace is missing', () => {
    expect(found('Namespace', () => undefined, 'prod-bookinfo')).toEqual([
      'members rosa-prod-mesh degraded STA003: cluster "rosa" has no Namespace "prod-bookinfo"',
    ]);
  });

  test('degraded if a Namespace has another revision', () => {
    const edit = (object: Fields) => withValue(object, ['metadata', 'labels', 'istio.io/rev'], 'old');
    expect(found('Namespace', edit, 'prod-bookinfo')).toEqual([
      `members rosa-prod-mesh degraded STA012: Namespace "prod-bookinfo" of "rosa-prod-mesh" lacks the labels ossm-fed.dev/mesh=rosa-prod-mesh, istio.io/rev=${REVISION}`,
    ]);
  });

  test('degraded with pods without the sidecar of the revision, of which the first three are named', () => {
    const without = (object: Fields) => withValue(object, ['metadata', 'annotations'], undefined);
    expect(found('Pod', without, 'ratings')).toEqual([
      'members rosa-prod-mesh degraded STA017: 1 pod of "rosa-prod-mesh" with no sidecar: prod-bookinfo/ratings-v1-a0',
    ]);
    const old = (object: Fields) => withValue(object, ['metadata', 'annotations', 'istio.io/rev'], 'old');
    const [line] = found('Pod', old).filter((one) => one.startsWith('members'));
    expect(line).toMatch(
      /STA017: \d+ pods of "rosa-prod-mesh" with the sidecar of another revision than "rosa-prod-mesh-v1-30-latest": \S+, \S+, \S+ and \d+ more$/,
    );
  });

  test.each([
    ['that do not run', (pod: Fields) => withValue(pod, ['status', 'phase'], 'Succeeded')],
    ['without injection', (pod: Fields) => withValue(pod, ['metadata', 'labels', 'sidecar.istio.io/inject'], 'false')],
    ['in the network of the host', (pod: Fields) => withValue(pod, ['spec'], { hostNetwork: true })],
  ])('healthy with pods %s', (_, edit) => {
    expect(found('Pod', (pod) => withValue(edit(pod), ['metadata', 'annotations'], undefined), 'ratings')).toEqual([]);
  });
});

test('what could not be read is unknown', () => {
  const { time, clusters } = running(CLOUDS);
  const { rosa, ...others } = clusters;
  const unread = [{ kind: 'Pod', namespace: 'prod-bookinfo', reason: '403', isForbidden: true }];
  const readings = { ...others, rosa: { objects: rosa?.objects ?? [], unread } };
  expect(problemsOf(statusOf({ time, clusters: readings }))).toEqual([
    'rosa members rosa-prod-mesh unknown STA002: objects of kind Pod in namespace "prod-bookinfo" of cluster "rosa" could not be read: 403',
  ]);
  const failed = problemsOf(statusOf({ time, clusters: others }));
  expect(failed[0]).toBe('rosa unknown STA001: cluster "rosa" could not be read: the observation does not contain it');
});
