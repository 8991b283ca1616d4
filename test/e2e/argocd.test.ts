import { join } from 'node:path';
import { type Applied, ArgoCdPlace, differences, disorder } from './argocd-place';
import { type Application, ArgoCd } from './harness/argocd/argocd';
import { Controllers } from './harness/argocd/controllers';
import { removeOperatorKinds } from './harness/argocd/operator-kinds';
import { until } from './harness/argocd/until';
import { installKinds } from './harness/cluster-kinds';
import { startedFleet } from './harness/fleet';
import { newRoot, publishRoot } from './harness/stand-in';
import { CLUSTERS, type ClusterName } from './harness/state';

/** How long a step may take, in seconds; the whole file takes 480 on two idle cores. */
const PATIENCE = 240;

/** How long a test may take, in milliseconds. */
const LIMIT = 2 * PATIENCE * 1000;

const fleet = startedFleet();
const place = new ArgoCdPlace(fleet);
let argoCd: ArgoCd;
let controllers: Controllers | undefined;
let revision = '';

/** The health of the objects that are neither healthy nor without a health check, by kind and name. */
function unhealthy({ status }: Application): { readonly [object: string]: string } {
  const all = (status?.resources ?? []).filter(({ health }) => (health?.status ?? 'Healthy') !== 'Healthy');
  return Object.fromEntries(
    all.map(({ kind, name, health }) => [`${kind} ${name}`, `${health?.status}: ${health?.message}`]),
  );
}

/** What an Application lacks to have synced the last commit, with some health. */
function lacking({ status }: Application, health: string): string | undefined {
  const { sync, operationState } = status ?? {};
  if (sync?.revision !== revision) return `not at ${revision}, but at ${sync?.revision}`;
  if (sync.status !== 'Synced') return 'not synced';
  if (operationState?.phase !== 'Succeeded') return 'the operation has not succeeded';
  return status?.health?.status === health ? undefined : `not ${health}`;
}

async function commit(message: string): Promise<void> {
  revision = await place.commit(message);
  await argoCd.applyFile(join(place.directory, 'dist', 'argocd', 'applications'));
  await argoCd.refresh();
}

async function application(cluster: ClusterName): Promise<Application> {
  const all = await argoCd.applications();
  const found = all.find(({ metadata }) => metadata.name.endsWith(`-${cluster}`));
  if (found === undefined) throw new Error(`no Application for ${cluster}`);
  return found;
}

const liveOf = () => Promise.all(CLUSTERS.map((cluster) => place.live(cluster)));

beforeAll(async () => {
  await Promise.all(
    CLUSTERS.map(async (cluster) => {
      await fleet.empty(cluster);
      await removeOperatorKinds(fleet, cluster);
    }),
  );
  argoCd = await ArgoCd.start(fleet, 'rosa');
  for (const cluster of CLUSTERS) await argoCd.register(cluster);
}, LIMIT);

afterAll(async () => {
  await controllers?.stop();
  await argoCd?.stop();
  // As other test files expect them.
  await Promise.all(CLUSTERS.map((cluster) => installKinds(fleet, cluster)));
}, LIMIT);

/** Each test is a step, which goes on from where the one before has ended. */
describe('Argo CD takes a federation to three clusters', () => {
  test(
    'it waits for the operators before it applies what needs them',
    async () => {
      revision = await place.commit('Without a lock');
      await argoCd.applyFile(join(place.directory, 'dist', 'argocd', 'health', 'argocd-cm.yaml'));
      await argoCd.applyFile(join(place.directory, 'dist', 'argocd', 'applications'));
      await argoCd.until('all wait for the operator', PATIENCE, ({ status }) => {
        const { phase, message = '' } = status?.operationState ?? {};
        const isWaiting = phase === 'Running' && message.includes('operators.coreos.com/Subscription');
        return isWaiting ? undefined : 'does not wait for its Subscription';
      });
      for (const cluster of CLUSTERS) {
        // Pods that start before the control plane have no sidecars.
        expect(await fleet.api(cluster).list({ apiVersion: 'apps/v1', kind: 'Deployment' })).toEqual([]);
      }
    },
    LIMIT,
  );

  test(
    'without a lock control planes become healthy, and peers wait',
    async () => {
      controllers = new Controllers(fleet);
      await argoCd.until('all are synced, and wait for peers', PATIENCE, (each) => lacking(each, 'Progressing'));
      for (const cluster of CLUSTERS) {
        const waiting = unhealthy(await application(cluster));
        const kinds = new Set(Object.keys(waiting).map((object) => object.split(' ')[0]));
        expect([...kinds].sort()).toEqual(expect.arrayContaining(['ServiceMeshPeer']));
        for (const text of Object.values(waiting)) expect(text).toMatch(/^Progressing: waiting/);
      }
    },
    LIMIT,
  );

  test('it has applied the stages in their order', async () => {
    for (const cluster of CLUSTERS) {
      const applied = await place.applied(cluster);
      expect(new Set(applied.map(({ wave }) => wave)).size).toBeGreaterThan(4);
      expect(disorder(applied)).toBeUndefined();
      const installed = controllers?.installed.get(cluster) ?? Number.NaN;
      const controlPlane = applied.find(({ object }) => object.startsWith('ServiceMeshControlPlane '));
      // Times of objects are in whole seconds.
      expect(controlPlane?.time).toBeGreaterThanOrEqual(Math.floor(installed / 1000) * 1000);
    }
  });

  test(
    'with the lock all are synced and healthy, and peers come last',
    async () => {
      await place.succeed('fetch');
      const before = new Map<ClusterName, readonly Applied[]>();
      for (const cluster of CLUSTERS) before.set(cluster, await place.applied(cluster));
      await commit('With the lock');
      await argoCd.until('all are healthy', PATIENCE, (each) => lacking(each, 'Healthy'));
      for (const cluster of CLUSTERS) {
        expect(unhealthy(await application(cluster))).toEqual({});
        const times = new Map(before.get(cluster)?.map(({ object, time }) => [object, time]));
        const changed = (await place.applied(cluster)).filter(({ object, time }) => times.get(object) !== time);
        // The route of rosa mirrors calls to aro, so it was held back.
        const kinds =
          cluster === 'rosa' ? ['ConfigMap', 'ServiceMeshPeer', 'VirtualService'] : ['ConfigMap', 'ServiceMeshPeer'];
        expect([...new Set(changed.map(({ object }) => object.split(' ')[0]))].sort()).toEqual(kinds);
        expect(disorder(changed)).toBeUndefined();
      }
    },
    LIMIT,
  );

  test(
    'a peer that does not answer is degraded, with the reason',
    async () => {
      const root = await fleet
        .api('aro')
        .get({ apiVersion: 'v1', kind: 'ConfigMap' }, 'istio-ca-root-cert', 'aro-stg-mesh');
      await publishRoot(fleet, 'aro', 'aro-stg-mesh', newRoot('aro-stg-mesh.local'));
      await until('rosa is degraded', PATIENCE, async () => {
        const { status } = await application('rosa');
        return status?.health?.status === 'Degraded' ? undefined : `rosa is ${status?.health?.status}`;
      });
      const broken = unhealthy(await application('rosa'));
      expect(broken['ServiceMeshPeer aro-stg-mesh']).toMatch(/^Degraded: the peer cannot be reached \(503 /);
      expect(broken['ServiceMeshPeer gcp-dev-mesh']).toBeUndefined();
      const { 'root-cert.pem': pem = '' } = (root?.data ?? {}) as { readonly [key: string]: string };
      await publishRoot(fleet, 'aro', 'aro-stg-mesh', pem);
      await argoCd.until('all are healthy again', PATIENCE, (each) => lacking(each, 'Healthy'));
    },
    LIMIT,
  );

  test(
    'a share that is removed is pruned, and nothing else',
    async () => {
      const known = CLUSTERS.map((cluster) => place.objects(cluster));
      const before = await liveOf();
      place.edit((text) => text.replace(/ {2}- name: details-v3\n( {4}.*\n)+/, ''));
      await commit('Without the share of rog');
      await argoCd.until('all are healthy', PATIENCE, (each) => lacking(each, 'Healthy'));
      const removed: string[] = [];
      for (const [i, cluster] of CLUSTERS.entries()) {
        const after = await place.live(cluster, known[i]);
        const { gone, replaced } = differences(before[i] ?? new Map(), after);
        expect(replaced).toEqual([]);
        const written = place.objects(cluster);
        expect(gone).toEqual([...(known[i] ?? new Map()).keys()].filter((object) => !written.has(object)).sort());
        removed.push(...gone.map((object) => `${cluster}: ${object}`));
      }
      expect(removed).toEqual([
        'rosa: ImportedServiceSet rosa-prod-mesh/gcp-dev-mesh',
        'rog: AuthorizationPolicy dev-bookinfo/federation-details-v3',
        'rog: ExportedServiceSet gcp-dev-mesh/rosa-prod-mesh',
      ]);
    },
    LIMIT,
  );

  test(
    'the namespace of an application that is removed stays',
    async () => {
      const before = place.objects('rog');
      place.edit((text) =>
        text
          .replace(/ {2}- name: details-v3\n( {4}.*\n)+/, '')
          .replace(/(cluster: rog\n.*\n) {4}workloads:\n.*\n/, '$1'),
      );
      // The project has no rights in the namespace anymore, so it is applied when all is pruned.
      revision = await place.commit('Without the application of rog');
      await argoCd.refresh();
      expect([...before.keys()].filter((object) => !place.objects('rog').has(object))).toContain(
        'Namespace /dev-bookinfo',
      );
      await argoCd.until('all operations have succeeded', PATIENCE, ({ status }) => {
        const { phase, syncResult } = status?.operationState ?? {};
        const isDone = phase === 'Succeeded' && syncResult?.revision === revision;
        const isCurrent = status?.sync?.revision === revision && status.sync.status === 'Synced';
        return isDone || isCurrent ? undefined : 'the operation has not succeeded';
      });
      const left = await place.live('rog', before);
      expect([...left.keys()].filter((object) => object.startsWith('Deployment '))).toEqual([]);
      const namespace = await fleet.api('rog').get({ apiVersion: 'v1', kind: 'Namespace' }, 'dev-bookinfo');
      expect(namespace?.metadata).not.toHaveProperty('deletionTimestamp');
    },
    LIMIT,
  );
});
