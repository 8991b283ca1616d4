import { parse } from 'yaml';
import { FlowPlace } from './flow-place';
import { versionsOn } from './flow-observed';
import { Controllers } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const place = new FlowPlace(fleet, fleet.builtCommand());

beforeAll(() => Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster))));

/** Runs a command while controllers run. */
async function operated(line: string): Promise<Awaited<ReturnType<FlowPlace['ossmFed']>>> {
  const controllers = new Controllers(fleet);
  try {
    return await place.ossmFed(line);
  } finally {
    await controllers.stop();
  }
}

const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };

/** Each test is a step, which continues from where the one before has ended. */
describe('up', () => {
  test('takes empty clusters to connected meshes', async () => {
    const { code, stdout, stderr } = await operated('up --timeout 4m');
    expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/\n3 clusters, 4 edges, \d+ services as of \S+: all healthy\n/);
    for (const cluster of CLUSTERS) expect(stdout).toMatch(new RegExp(`\\n${cluster}: \\d+ changes, 0 unchanged; complete\\n`));
    const { clusters } = parse(place.lockText() ?? '') as { readonly clusters: { readonly [name: string]: { uid: string } } };
    expect(Object.keys(clusters)).toEqual(['aro', 'rog', 'rosa']);
    expect((await fleet.api('rosa').list(PEER)).map(({ metadata }) => metadata.name)).toEqual(['aro-stg-mesh', 'gcp-dev-mesh']);
  }, 300_000);

  test('writes nothing when nothing changed', async () => {
    const versions = () => Promise.all(CLUSTERS.map((cluster) => versionsOn(fleet, cluster)));
    const [before, lock] = [await versions(), place.lockText()];
    const { code, stdout } = await place.ossmFed('up --timeout 2m');
    expect(stdout).toMatch(/\nrosa: 0 changes, \d+ unchanged; complete\n/);
    expect([code, await versions(), place.lockText()]).toEqual([0, before, lock]);
  }, 200_000);
});
