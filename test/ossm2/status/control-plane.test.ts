import type { Fields } from '../../../lib/values';
import { codesOf, reading, statusOf, surroundings } from './west-east';

const NOW = new Date('2026-11-25T13:23:00Z');

/** The parts of west's cluster after a change of one of its objects; undefined removes it. */
function partsAfter(kind: string, change: (object: Fields) => Fields | undefined) {
  const { west, east } = surroundings();
  const changed = west
    .map((object) => (object.kind === kind ? change(object) : object))
    .filter((object) => object !== undefined);
  const status = statusOf({ time: NOW, clusters: { west: reading(changed), east: reading(east) } });
  const cluster = status.clusters.find((each) => each.cluster === 'west');
  if (cluster === undefined) throw new Error('no cluster west');
  return cluster;
}

/** Health and codes of a part after a change of one object. */
function partAfter(part: string, kind: string, change: (object: Fields) => Fields | undefined) {
  const found = partsAfter(kind, change).parts.find((each) => each.part === part);
  if (found === undefined) throw new Error(`no part ${part}`);
  return [found.health, ...codesOf(found), ...found.findings.map(({ cause }) => cause)];
}

const withStatus = (status: Fields) => (object: Fields) => ({ ...object, status });
const notReady = (reason: string) => ({ conditions: [{ type: 'Ready', status: 'False', reason, message: 'because' }] });

test('a cluster with all that the topology expects is healthy', () => {
  const { health, parts } = partsAfter('none', () => undefined);
  expect(health).toBe('healthy');
  expect(parts.map(({ part, name }) => `${part} ${name}`)).toEqual([
    'operator servicemeshoperator',
    'control plane west-mesh',
    'members west-mesh',
  ]);
});

test('values that no text can be made of are left out', () => {
  const odd = { toString: [], valueOf: 1 };
  const conditions = [{ type: 'ResolutionFailed', status: 'True', message: odd }];
  expect(partAfter('operator', 'Subscription', withStatus({ conditions }))[1]).toBe('STA010');
  const seen = { ...notReady('x'), conditions: [{ type: 'Ready', status: 'True' }], observedGeneration: odd };
  const changed = (object: Fields) => ({
    ...object,
    metadata: { ...(object.metadata as Fields), generation: 2 },
    status: seen,
  });
  expect(partAfter('control plane', 'ServiceMeshControlPlane', changed)[2]).toContain('generation unknown of 2');
});

describe('an operator is', () => {
  test.each([
    [
      'degraded if its Subscription is missing',
      'Subscription',
      () => undefined,
      'degraded',
      'STA003',
      /has no Subscription/,
    ],
    [
      'progressing while no version is installed, however healthy its catalogs are',
      'Subscription',
      withStatus({ conditions: [{ type: 'CatalogSourcesUnhealthy', status: 'False', message: 'all available' }] }),
      'progressing',
      'STA010',
      /^operator "servicemeshoperator" is not installed$/,
    ],
    [
      'degraded if its installation fails',
      'Subscription',
      withStatus({ conditions: [{ type: 'ResolutionFailed', status: 'True', message: 'conflict' }] }),
      'degraded',
      'STA010',
      /is not installed: ResolutionFailed: conflict$/,
    ],
    [
      'degraded if an update fails',
      'Subscription',
      withStatus({
        installedCSV: 'servicemeshoperator.v2.6.5',
        conditions: [{ type: 'InstallPlanFailed', status: 'True', message: 'no' }],
      }),
      'degraded',
      'STA010',
      /cannot update it: InstallPlanFailed: no$/,
    ],
    [
      'degraded if its version is missing',
      'ClusterServiceVersion',
      () => undefined,
      'degraded',
      'STA010',
      /does not exist/,
    ],
    [
      'progressing while its version is installed',
      'ClusterServiceVersion',
      withStatus({ phase: 'Installing' }),
      'progressing',
      'STA010',
      /is "Installing" instead of "Succeeded"/,
    ],
    [
      'degraded if its version failed',
      'ClusterServiceVersion',
      withStatus({ phase: 'Failed' }),
      'degraded',
      'STA010',
      /is "Failed"/,
    ],
  ] as const)('%s', (_, kind, change, health, code, cause) => {
    const found = partAfter('operator', kind, change);
    expect(found).toEqual([health, code, expect.stringMatching(cause)]);
  });
});

describe('a control plane is', () => {
  test.each([
    ['degraded if it is missing', () => undefined, 'degraded', 'STA003', /has no ServiceMeshControlPlane/],
    ['progressing without a condition', withStatus({}), 'progressing', 'STA011', /it has no condition "Ready"/],
    [
      'progressing while components start',
      withStatus(notReady('ComponentsNotReady')),
      'progressing',
      'STA011',
      /ComponentsNotReady, because/,
    ],
    [
      'degraded if it cannot be reconciled',
      withStatus(notReady('ReconcileError')),
      'degraded',
      'STA011',
      /ReconcileError, because/,
    ],
    [
      'progressing if its status is of an earlier generation',
      (object: Fields) => ({ ...object, status: { ...(object.status as Fields), observedGeneration: 1 } }),
      'progressing',
      'STA011',
      /has not seen the last change .*generation 1 of 2/,
    ],
  ] as const)('%s', (_, change, health, code, cause) => {
    const found = partAfter('control plane', 'ServiceMeshControlPlane', change);
    expect(found).toEqual([health, code, expect.stringMatching(cause)]);
  });

  test('degraded if istiod does not run', () => {
    const found = partAfter('control plane', 'Pod', withStatus({ phase: 'Failed' }));
    expect(found).toEqual(['degraded', 'STA013', expect.stringMatching(/no istiod of "west-mesh" runs/)]);
  });
});

describe('members are', () => {
  test.each([
    ['degraded without a member roll', () => undefined, 'degraded', 'STA003', /has no ServiceMeshMemberRoll "default"/],
    [
      'degraded if one is not listed',
      (object: Fields) => ({ ...object, spec: { members: [] } }),
      'degraded',
      'STA012',
      /lacks shop/,
    ],
    [
      'progressing while one is pending',
      withStatus({ pendingMembers: ['shop'], ...notReady('Reconciling') }),
      'progressing',
      'STA012',
      /are pending: shop/,
    ],
    [
      'degraded if the roll is rejected',
      withStatus(notReady('ErrSMCPMissing')),
      'degraded',
      'STA012',
      /ErrSMCPMissing/,
    ],
  ] as const)('%s', (_, change, health, code, cause) => {
    const found = partAfter('members', 'ServiceMeshMemberRoll', change);
    expect(found).toEqual([health, code, expect.stringMatching(cause)]);
  });
});

describe('what could not be read', () => {
  const { west, east } = surroundings();

  test('of a cluster makes it and its edges unknown, not degraded', () => {
    const clusters = { west: reading(west), east: { objects: [], unread: [], failure: 'no connection' } };
    const status = statusOf({ time: NOW, clusters });
    const found = status.clusters.find(({ cluster }) => cluster === 'east');
    expect([found?.isRead, found?.health, codesOf(found ?? { findings: [] })]).toEqual([false, 'unknown', ['STA001']]);
  });

  test('of a dump without the cluster is the same', () => {
    const status = statusOf({ time: NOW, clusters: { west: reading(west) } });
    expect(status.clusters.map(({ isRead }) => isRead)).toEqual([false, true]);
  });

  test('of a kind makes what depends on it unknown', () => {
    const without = west.filter(({ kind }) => kind !== 'Subscription');
    const unread = [{ kind: 'Subscription', namespace: 'openshift-operators', reason: '403' }];
    const clusters = { west: { objects: without, unread }, east: reading(east) };
    const [, found] = statusOf({ time: NOW, clusters }).clusters;
    expect(found?.parts[0]).toMatchObject({ part: 'operator', health: 'unknown' });
    expect(codesOf(found?.parts[0] ?? { findings: [] })).toEqual(['STA002']);
  });
});
