import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Ended } from '../helpers/program';
import { versionsOn } from './flow-observed';
import { FlowPlace } from './flow-place';
import { Controllers, removeNamespaces } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const command = fleet.builtCommand();
const place = new FlowPlace(fleet, command);

/** The namespaces of the topology, which other tests may have left; down deletes only those that up created. */
const NAMESPACES = ['rosa-prod-mesh', 'aro-stg-mesh', 'gcp-dev-mesh', 'prod-bookinfo', 'stg-bookinfo', 'dev-bookinfo'];

beforeAll(async () => {
  await Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster)));
  await Promise.all(CLUSTERS.map((cluster) => removeNamespaces(fleet, cluster, [...NAMESPACES, 'ossm-fed'])));
});

const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** What controllers could not do, for messages of tests. */
let problems: readonly string[] = [];

/** Runs something while controllers run. */
async function operated<T>(use: () => Promise<T>): Promise<T> {
  const controllers = new Controllers(fleet);
  try {
    return await use();
  } finally {
    await controllers.stop();
    problems = [...controllers.problems];
  }
}

const versions = () => Promise.all(CLUSTERS.map((cluster) => versionsOn(fleet, cluster)));

function expectConnected({ code, stdout, stderr }: Ended): void {
  expect({ code, stdout, stderr, problems }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/3 clusters, 4 edges, \d+ services as of \S+: all healthy\n/);
}

/** The time of a test, in milliseconds: nothing is called healthy before a minute has passed since the last change. */
const LIMIT = 600_000;

/** Each test is a step, which continues from where the one before has ended. */
describe('up and down on three API servers', () => {
  test(
    'take empty clusters to connected meshes',
    async () => {
      const ended = await operated(() => place.ossmFed('up --timeout 8m'));
      expectConnected(ended);
      for (const cluster of CLUSTERS) {
        expect(ended.stdout).toMatch(new RegExp(`(^|\\n)${cluster}: \\d+ changes, 0 unchanged; complete\\n`));
      }
      const { clusters } = parse(place.lockText() ?? '') as { readonly clusters: object };
      expect(Object.keys(clusters)).toEqual(['aro', 'rog', 'rosa']);
      const peers = await fleet.api('rosa').list(PEER);
      expect(peers.map(({ metadata }) => metadata.name)).toEqual(['aro-stg-mesh', 'gcp-dev-mesh']);
    },
    LIMIT,
  );

  test(
    'write nothing when nothing changed',
    async () => {
      const [before, lock] = [await versions(), place.lockText()];
      const { code, stdout } = await place.ossmFed('up --timeout 4m');
      expect(stdout).toMatch(/(^|\n)rosa: 0 changes, \d+ unchanged; complete\n/);
      expect([code, await versions(), place.lockText()]).toEqual([0, before, lock]);
    },
    LIMIT,
  );

  test(
    'name a server that does not answer, and apply the rest',
    async () => {
      await fleet.api('rosa').remove({ ...PEER, metadata: { name: 'gcp-dev-mesh', namespace: 'rosa-prod-mesh' } });
      const hanging = await fleet.whileHanging('aro', () => place.ossmFed('up --timeout 40s'));
      expect(hanging.code).toBe(3);
      expect(hanging.stderr).toMatch(/error GET005: cluster "aro" could not be read: no complete response/);
      expect(hanging.stdout).toContain('rosa: ServiceMeshPeer rosa-prod-mesh/gcp-dev-mesh created\n');
      // Without the status, for which a minute has to pass.
      expect(await operated(() => place.ossmFed('up --to federation --timeout 8m'))).toMatchObject({ code: 0 });
    },
    LIMIT,
  );

  test(
    'end in the same state however often they are killed',
    async () => {
      const contents = async () => (await Promise.all(CLUSTERS.map((cluster) => membersOn(cluster)))).flat();
      const before = await contents();
      await operated(() => place.ossmFed('down --yes --timeout 5m'));
      await operated(async () => {
        for (const delay of delays(10)) {
          const { child, ended } = place.start(['up'], fleet.kubeconfig);
          await sleep(delay);
          child.kill('SIGKILL');
          await ended;
        }
        expectConnected(await place.ossmFed('up --timeout 8m'));
      });
      expect(await contents()).toEqual(before);
    },
    LIMIT,
  );

  test(
    'delete all of their own, and nothing of others',
    async () => {
      const theirs = {
        ...CONFIG_MAP,
        metadata: { name: 'theirs', namespace: 'prod-bookinfo' },
        data: { key: 'value' },
      };
      await fleet.api('rosa').apply(theirs);
      const { code, stderr, stdout } = await operated(() => place.ossmFed('down --yes --timeout 5m'));
      expect(stderr).toMatch(
        /warning UP009: Namespace prod-bookinfo on cluster "rosa" stays, because of ConfigMap theirs\n/,
      );
      expect({ code, stdout }).toMatchObject({ code: 1 });
      expect(stdout).toMatch(/, 2 left\n$/);
      for (const cluster of CLUSTERS)
        expect((await membersOn(cluster)).filter((line) => !line.includes(' Namespace '))).toEqual([]);
      expect(await fleet.api('rosa').get(CONFIG_MAP, 'theirs', 'prod-bookinfo')).toMatchObject({
        data: { key: 'value' },
      });
      await fleet.api('rosa').remove(theirs);
      const again = await operated(() => place.ossmFed('down --yes --timeout 5m'));
      expect(again).toMatchObject({ code: 0 });
      for (const cluster of CLUSTERS) expect(await membersOn(cluster)).toEqual([]);
    },
    LIMIT,
  );
});

/** Milliseconds after which a run is killed, the same in every run of the tests. */
function delays(count: number): readonly number[] {
  let seed = 11;
  return Array.from({ length: count }, () => {
    seed = (seed * 48271) % 2147483647;
    return 500 + (seed % 12_000);
  });
}

/** All objects of a cluster that have the label of an inventory, each as `cluster Kind namespace/name`. */
async function membersOn(cluster: (typeof CLUSTERS)[number]): Promise<readonly string[]> {
  const kinds =
    'namespaces,configmaps,services,serviceaccounts,deployments.apps,subscriptions.operators.coreos.com,servicemeshcontrolplanes.maistra.io,servicemeshmemberrolls.maistra.io,servicemeshpeers.federation.maistra.io,exportedservicesets.federation.maistra.io,importedservicesets.federation.maistra.io,virtualservices.networking.istio.io,destinationrules.networking.istio.io,authorizationpolicies.security.istio.io';
  const columns = 'custom-columns=:kind,:metadata.namespace,:metadata.name';
  const args = [
    'get',
    kinds,
    '--all-namespaces',
    '--selector=applyset.kubernetes.io/part-of',
    '--no-headers',
    '-o',
    columns,
  ];
  const { stdout } = await fleet.kubectl(cluster, args);
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `${cluster} ${line.trim().split(/\s+/).join(' ')}`).sort();
}
