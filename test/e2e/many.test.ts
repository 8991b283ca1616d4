import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate } from '../helpers/make-certificate';
import type { Ended } from '../helpers/program';
import type { KubeObject } from '../helpers/synthesize';
import { startedFleet } from './harness/fleet';
import { Forwarder, Traffic } from './harness/forwarder';
import type { ContextProps } from './harness/kubeconfig';
import { Observer, type Usage } from './harness/observer';
import { Place } from './harness/place';
import { CLUSTERS, type ClusterName } from './harness/state';

const fleet = startedFleet();
const command = fleet.builtCommand();

/** How many clusters `fetch` reads at a time, as docs/fetch.md says, and how many connections each is given. */
const BOUNDS = { clusters: 16, connections: 64 };

const HUB = 'many-hub';
const SPOKES = Array.from({ length: 299 }, (_, i) => `many-${String(i + 1).padStart(3, '0')}`);
const NAMES = [HUB, ...SPOKES];

const ROOTS = new Map(NAMES.map((name) => [name, makeCertificate({ organization: `${name}.local` })]));

/** Each cluster is a context of its own that leads to one of the three servers. */
const SERVERS = new Map<string, ClusterName>(NAMES.map((name, i) => [name, CLUSTERS[i % CLUSTERS.length] ?? 'rosa']));
const TOPOLOGY = `clusters:
  ${HUB}: {}
  many-{001..299}: {}
meshes:
  ${HUB}: {}
  many-{001..299}: {}
peerings:
  - hub: ${HUB}
`;

/** The facts of a hub and its spokes: a root each, and on both sides of each peering an address. */
const FACTS = NAMES.length + 2 * SPOKES.length;

const traffic = new Traffic();
const forwarders = new Map<string, Forwarder>();
let kubeconfig = '';

/** Does a piece of work for each item, some at a time. */
async function forAll<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: 24 }, lane));
}

function gatewaysOf(name: string): readonly string[] {
  return name === HUB ? SPOKES.map((spoke) => `${spoke}-ingress`) : [`${HUB}-ingress`];
}

/** What `fetch` reads of one mesh, but for addresses. */
function objectsOf(name: string): readonly KubeObject[] {
  const ports = [
    { name: 'tls', port: 15443 },
    { name: 'https-discovery', port: 8188 },
  ];
  const spec = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, selector: { app: 'gateway' }, ports };
  const services = gatewaysOf(name).map((gateway) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: gateway, namespace: name },
    spec,
  }));
  const metadata = { name: 'istio-ca-root-cert', namespace: name };
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'root-cert.pem': ROOTS.get(name) } }, ...services];
}

function serverOf(name: string) {
  return fleet.api(SERVERS.get(name) ?? 'rosa');
}

beforeAll(async () => {
  await forAll(NAMES, (name) => serverOf(name).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const objects = NAMES.flatMap(objectsOf);
  await forAll(objects, (object) => serverOf(object.metadata.namespace ?? '').apply(object));
  await forAll(
    objects.filter(({ kind }) => kind === 'Service'),
    ({ apiVersion, kind, metadata }) => {
      const status = { loadBalancer: { ingress: [{ hostname: `${metadata.name}.${metadata.namespace}.test` }] } };
      return serverOf(metadata.namespace ?? '').apply({ apiVersion, kind, metadata, status }, 'status');
    },
  );
  kubeconfig = fleet.writeKubeconfig(await Promise.all(NAMES.map(contextOf)));
});

/** A context that leads to a server through a forwarder of its own, so that clusters can be told apart. */
async function contextOf(name: string): Promise<ContextProps> {
  const credentials = { kind: 'token', token: fleet.tokens.admin } as const;
  const context = fleet.context(SERVERS.get(name) ?? 'rosa', credentials, name);
  const forwarder = new Forwarder(context.server, traffic);
  await forwarder.listen();
  forwarders.set(name, forwarder);
  return { ...context, server: forwarder.url };
}

afterAll(async () => {
  await Promise.all([...forwarders.values()].map((forwarder) => forwarder.stop()));
  const paths = NAMES.flatMap((name) =>
    ['configmaps', 'services'].map((plural) => ({ name, path: `/api/v1/namespaces/${name}/${plural}` })),
  );
  await forAll(paths, ({ name, path }) => serverOf(name).send('DELETE', path));
});

/** A fetch that was observed. */
interface Fetch extends Ended, Usage {
  readonly seconds: number;
}

const observer = new Observer(fleet.newDirectory());

/** Runs `fetch`; what is to happen meanwhile is not part of its time. */
async function fetch(place: Place, meanwhile: () => Promise<void> = async () => undefined): Promise<Fetch> {
  const started = performance.now();
  const { ended } = place.start(['fetch'], kubeconfig, observer.env);
  await meanwhile();
  const all = await ended;
  return { ...all, ...observer.usage(), seconds: (performance.now() - started) / 1000 };
}

function placeFor(topology: string): Place {
  return new Place(fleet, command, { 'federation.yaml': topology });
}

describe('a fetch from 300 clusters', () => {
  const place = placeFor(TOPOLOGY);
  let first: Fetch;
  /** What had connections after a while in which nobody got an answer. */
  let held = { clusters: 0, connections: 0 };

  beforeAll(async () => {
    for (const forwarder of forwarders.values()) forwarder.hold();
    first = await fetch(place, async () => {
      for (let i = 0; i < 100 && traffic.forwarders < BOUNDS.clusters; i += 1) await sleep(50);
      await sleep(1000);
      held = { clusters: traffic.forwarders, connections: traffic.mostConnections };
      for (const forwarder of forwarders.values()) forwarder.letGo();
    });
  });

  test('comes to an end with all facts', () => {
    expect(first.code).toBe(0);
    const summary = `${FACTS} facts read from ${NAMES.length} clusters, ${FACTS} changes written`;
    expect(first.stdout.trimEnd().split('\n').at(-2)).toBe(`federation.lock.yaml: ${summary}`);
    const lines = first.stderr.trimEnd().split('\n').sort();
    expect(lines).toEqual([...SPOKES.map((spoke) => `${spoke}: 2 of 2 read`), `${HUB}: 300 of 300 read`].sort());
    const { meshes } = place.lock();
    expect(Object.keys(meshes)).toEqual([...NAMES].sort());
    for (const name of NAMES) {
      const { roots, gateways } = meshes[name] ?? { roots: [], gateways: {} };
      expect(roots.map(({ pem }) => pem)).toEqual([ROOTS.get(name)]);
      const addresses = gatewaysOf(name).map((gateway) => [gateway, [`${gateway}.${name}.test`]]);
      expect(Object.entries(gateways).map(([gateway, found]) => [gateway, found.addresses])).toEqual(addresses);
    }
  });

  test('asks a bounded number of them at a time, over a bounded number of connections', () => {
    expect(held).toEqual({ clusters: BOUNDS.clusters, connections: BOUNDS.clusters });
    expect(traffic.mostConnections).toBeLessThanOrEqual(BOUNDS.connections);
    expect(traffic.connections).toBeLessThanOrEqual(NAMES.length * 4);
  });

  test('leaves no file or connection open', () => {
    const { files } = first;
    expect(files.most - files.first).toBeLessThanOrEqual(BOUNDS.connections);
    expect(files.last - files.first).toBeLessThan(4);
  });

  test('takes bounded memory, and changes nothing the second time', async () => {
    const text = place.lockText();
    const again = await fetch(place);
    expect([again.code, place.lockText()]).toEqual([0, text]);
    expect(again.stdout).toBe(`federation.lock.yaml: ${FACTS} facts read from ${NAMES.length} clusters, unchanged\n`);
    const few = await fetch(placeFor(TOPOLOGY.replaceAll('299', '029')));
    expect(few.code).toBe(0);
    expect(first.memory).toBeLessThan(256);
    expect(first.memory - few.memory).toBeLessThan(100);
    process.stderr.write(
      `\nfetch of ${NAMES.length} clusters, ${FACTS} facts: ${again.seconds.toFixed(1)} s, ${first.memory} MiB ` +
        `(of 30 clusters: ${few.seconds.toFixed(1)} s, ${few.memory} MiB); at once at most ${held.clusters} clusters, ` +
        `${traffic.mostConnections} connections, ${first.files.most} open files\n`,
    );
  });
});
