import { startedFleet } from './harness/fleet';
import type { ContextProps } from './harness/kubeconfig';
import { RenewedMeshes } from './harness/renewed';
import type { ClusterName } from './harness/state';

const fleet = startedFleet();
/** Each in a namespace of its own. */
const apart = new RenewedMeshes(fleet, 'here');
/** Each in a namespace of the same name, so that one is easily taken for another. */
const alike = new RenewedMeshes(fleet, 'same', 'istio-system');
beforeAll(async () => {
  await apart.make();
  await alike.make();
});

/** A context that leads to another cluster than its name says. */
function leadingTo(cluster: ClusterName, name: ClusterName): ContextProps {
  return fleet.context(cluster, { kind: 'token', token: fleet.tokens.admin }, name);
}

const SWAPPED = { aro: leadingTo('rog', 'aro'), rog: leadingTo('aro', 'rog') };

/** The problem of a context that leads to another cluster than before; its group is the place. */
const OTHER =
  /^(\S+): error UP001: .*: another cluster than the one in the lock: its kube-system has the UID \S+, the lock has \S+$/;

/** Codes and places of problems, with the mistaken fingerprints left out. */
function heads(problems: string): readonly string[] {
  return problems
    .split('\n')
    .filter((line) => !line.startsWith('  fix: ') && line !== '')
    .map((line) => line.replaceAll(/([0-9A-F]{2}:){8}…/g, 'F'));
}

describe('a context that the kubeconfig does not have', () => {
  test('is told with the nearest one', async () => {
    const told = await apart.fetch(
      apart.kubeconfig({ aro: { name: 'aro-stage' } }),
      apart.meshes.topology({ aro: 'aro-stg' }),
    );
    expect(told.problems).toBe(
      'aro/here-aro: error GET001: cannot read cluster "aro" (mesh "here-aro"): ' +
        'the kubeconfig has no context "aro-stg"\n' +
        '  fix: write "context: aro-stage" for the cluster "aro", or rename the context with ' +
        '"kubectl config rename-context aro-stage aro-stg"\n',
    );
    apart.expectKept(told, { aro: 'all' });
  });
});

describe('two contexts that lead to each other', () => {
  test.each([
    ['the meshes are not there', apart, 'here'],
    ['the meshes look alike', alike, 'same'],
  ] as const)('are noticed by the identities in the lock where %s', async (_, meshes, prefix) => {
    const told = await meshes.fetch(meshes.kubeconfig(SWAPPED));
    expect(heads(told.problems).map((head) => OTHER.exec(head)?.[1] ?? head)).toEqual([
      `aro/${prefix}-aro`,
      `rog/${prefix}-rog`,
    ]);
    meshes.expectKept(told, { aro: 'all', rog: 'all' });
  });

  test('are noticed in a first fetch too, so nothing of them gets into a lock', async () => {
    const place = alike.placeWithLock(undefined);
    const { code, stderr } = await place.run(['fetch'], alike.kubeconfig(SWAPPED));
    expect([code, stderr]).toEqual([1, expect.stringContaining('LCK031')]);
    expect(Object.keys(place.lock().meshes)).toEqual(['same-rosa']);
  });
});

describe('two contexts that lead to one cluster', () => {
  test('are noticed by the identity in the lock', async () => {
    const told = await alike.fetch(alike.kubeconfig({ rog: leadingTo('aro', 'rog') }));
    expect(heads(told.problems).map((head) => OTHER.exec(head)?.[1] ?? head)).toEqual(['rog/same-rog']);
    alike.expectKept(told, { rog: 'all' });
  });

  test('are noticed in a first fetch by the root that both show', async () => {
    const place = alike.placeWithLock(undefined);
    const { code, stderr } = await place.run(['fetch'], alike.kubeconfig({ rog: leadingTo('aro', 'rog') }));
    expect([code, stderr]).toEqual([1, expect.stringContaining('LCK027')]);
  });
});
