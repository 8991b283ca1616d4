import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusReport } from '../../lib/workflows/reports/shape';
import { startedFleet } from './harness/fleet';
import { Forwarder, Traffic } from './harness/forwarder';
import { Observer } from './harness/observer';
import { Place } from './harness/place';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const command = fleet.builtCommand();

/** How many clusters `status` reads at a time, and how many connections it has, as docs/status.md says. */
const BOUNDS = { clusters: 16, connections: 64 };

/** Each cluster is a context of its own that leads to one of the three servers. */
const NAMES = Array.from({ length: 200 }, (_, i) => `seen-${String(i + 1).padStart(3, '0')}`);
const TOPOLOGY = 'clusters:\n  seen-{001..200}: {}\nmeshes:\n  seen-{001..200}: { members: [shop] }\n';

const traffic = new Traffic();
const forwarders = NAMES.map((_, i) => new Forwarder(fleet.cluster(CLUSTERS[i % 3] ?? 'rosa').url, traffic));

afterAll(() => Promise.all(forwarders.map((forwarder) => forwarder.stop())));

test('the status of 200 clusters is read over a bounded number of connections, and none waits for all others', async () => {
  const credentials = { kind: 'token', token: fleet.tokens.admin } as const;
  const contexts = NAMES.map(async (name, i) => {
    await forwarders[i]?.listen();
    return { ...fleet.context(CLUSTERS[i % 3] ?? 'rosa', credentials, name), server: forwarders[i]?.url ?? '' };
  });
  const kubeconfig = fleet.writeKubeconfig(await Promise.all(contexts));
  const place = new Place(fleet, command, { 'federation.yaml': TOPOLOGY });
  const observer = new Observer(fleet.newDirectory());
  for (const forwarder of forwarders) forwarder.hold();
  const started = performance.now();
  const { ended } = place.start(['status', '--format', 'json'], kubeconfig, observer.env);
  for (let i = 0; i < 200 && traffic.forwarders < BOUNDS.clusters; i += 1) await sleep(50);
  await sleep(1000);
  expect([traffic.forwarders, traffic.mostConnections]).toEqual([BOUNDS.clusters, BOUNDS.clusters]);
  // The first cluster stays silent: the others are read meanwhile.
  for (const forwarder of forwarders.slice(1)) forwarder.letGo();
  const { code, stdout } = await ended;
  const seconds = (performance.now() - started) / 1000;
  const { status } = JSON.parse(stdout) as StatusReport;
  expect(code).toBe(3);
  expect(status?.clusters.filter(({ isRead }) => !isRead).map(({ cluster }) => cluster)).toEqual(['seen-001']);
  expect(status?.clusters).toHaveLength(NAMES.length);
  // A server sees the end of a connection later than its client, which reads the next cluster by then.
  expect(traffic.mostConnections).toBeLessThanOrEqual(BOUNDS.connections + 8);
  expect(traffic.connections).toBeLessThanOrEqual(NAMES.length * 4);
  const { memory, files } = observer.usage();
  expect(memory).toBeLessThan(256);
  expect(files.last - files.first).toBeLessThan(4);
  process.stderr.write(
    `\nstatus of ${NAMES.length} clusters, one of them silent for 15 s: ${seconds.toFixed(1)} s, ${memory} MiB\n`,
  );
});
