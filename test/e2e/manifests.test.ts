import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { EXAMPLES, outputOf, ROOT } from '../helpers/examples';
import { loadAsOssm3, OSSM3_EXAMPLES } from '../helpers/ossm3-examples';
import { type Files, type KubeObject, parseObjects, readFiles, synthesize } from '../helpers/synthesize';
import { writeFiles } from '../helpers/temporary';
import { applyProblems } from './harness/applied';
import { installKinds } from './harness/cluster-kinds';
import { Fleet, startedFleet } from './harness/fleet';
import { type Running, startServers } from './harness/start';
import { CLUSTERS, type ClusterName } from './harness/state';

const fleet = startedFleet();

/** A server of a fleet. */
interface Server {
  readonly fleet: Fleet;
  readonly cluster: ClusterName;
}

const SERVERS: readonly Server[] = CLUSTERS.map((cluster) => ({ fleet, cluster }));

/** Manifests of one cluster: each object by itself is on a server once, and gone before the next are applied. */
interface Manifests {
  readonly name: string;
  readonly directory: string;
}

function writtenBelow(directory: string, files: Files): readonly Manifests[] {
  writeFiles(directory, Object.fromEntries(files));
  return manifestsIn(directory);
}

function manifestsIn(directory: string): readonly Manifests[] {
  return (
    readdirSync(directory)
      // Neither the file of the output directory itself, nor what is for Argo CD, which argocd.test.ts applies.
      .filter((name) => !name.startsWith('.') && name !== 'argocd')
      .sort()
      .map((name) => ({ name, directory: join(directory, name) }))
  );
}

function objectsIn(directory: string): readonly KubeObject[] {
  return [...readFiles(directory).values()].flatMap(parseObjects);
}

/** Makes the namespaces of applications, which exist before the topology is applied. */
async function makeNamespaces(server: Server, objects: readonly KubeObject[]): Promise<void> {
  const written = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  for (const name of [...used].filter((namespace) => !written.includes(namespace))) {
    await server.fleet.api(server.cluster).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

/** What the server said to all manifests of a cluster; removes them from it. A Namespace would never be gone. */
async function applyAndRemove(server: Server, { name, directory }: Manifests): Promise<string> {
  const objects = objectsIn(directory);
  await makeNamespaces(server, objects);
  const applied = await server.fleet.apply(server.cluster, directory);
  const rest = join(fleet.newDirectory(), 'rest.yaml');
  const removable = objects.filter(({ kind }) => kind !== 'Namespace');
  writeFiles(join(rest, '..'), { 'rest.yaml': removable.map((object) => stringify(object)).join('---\n') });
  const args = ['delete', '--ignore-not-found', '--wait=false', '-f', rest];
  const removed = await server.fleet.kubectl(server.cluster, args);
  const problems = [applyProblems(applied, objects.length), removed.code === 0 ? '' : removed.stderr];
  return problems.map((text) => (text === '' ? '' : `${name}: ${text}`)).join('');
}

/** Applies the manifests of each cluster, to several servers at a time. */
async function applyAll(all: readonly Manifests[], servers = SERVERS): Promise<string> {
  const lanes = servers.map(async (server, lane) => {
    let problems = '';
    for (const manifests of all.filter((_, i) => i % servers.length === lane)) {
      problems += await applyAndRemove(server, manifests);
    }
    return problems;
  });
  return (await Promise.all(lanes)).join('');
}

beforeAll(async () => {
  await Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster)));
});

describe('an API server with strict validation takes without a warning', () => {
  test('what is committed in dist/', async () => {
    const all = manifestsIn(join(ROOT, 'dist'));
    expect(all.map(({ name }) => name).sort()).toEqual([...CLUSTERS].sort());
    expect(await applyAll(all)).toBe('');
  });

  const others = EXAMPLES.map(({ name }) => name).filter((name) => !name.endsWith('-ossm3'));
  test.each(others)('what is written for %s', async (name) => {
    const all = writtenBelow(fleet.newDirectory(), outputOf(name));
    expect(all.length).toBeGreaterThan(0);
    expect(await applyAll(all)).toBe('');
  });
});

describe('an API server with the kinds of OpenShift Service Mesh 3 takes without a warning', () => {
  // Its kinds have the names of those of 2. Beside servers that know those it takes a minute and more to replace them.
  const cluster = 'rog';
  let running: Running;
  let servers: readonly Server[];
  beforeAll(async () => {
    running = await startServers({ assets: process.env.KUBEBUILDER_ASSETS ?? '', clusters: [cluster] });
    const own = new Fleet(running.state);
    servers = [{ fleet: own, cluster }];
    await installKinds(own, cluster, ['olm', 'openshift', 'ossm3']);
  }, 240_000);
  afterAll(() => running?.stop());

  test('what is written for three-clouds-ossm3', async () => {
    const all = writtenBelow(fleet.newDirectory(), outputOf('three-clouds-ossm3'));
    expect(await applyAll(all, servers)).toBe('');
  });

  test.each(OSSM3_EXAMPLES.map((example) => [example.name, example] as const))(
    'what is written for %s with another version',
    async (_, example) => {
      const all = writtenBelow(fleet.newDirectory(), synthesize(loadAsOssm3(example)));
      expect(all.length).toBeGreaterThan(0);
      expect(await applyAll(all, servers)).toBe('');
    },
  );
});

describe('the test above sees', () => {
  async function applyOne(object: KubeObject): Promise<string> {
    const directory = fleet.newDirectory();
    writeFiles(directory, { 'object.yaml': stringify(object) });
    return applyProblems(await fleet.apply('rosa', directory), 1);
  }

  test('a field that the kind does not have', async () => {
    const metadata = { name: 'unknown-field', namespace: 'default' };
    const peer = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', metadata };
    expect(await applyOne({ ...peer, spec: { remote: { adresses: [] } } })).toContain('field not declared in schema');
  });

  test('a value that the schema of a CRD refuses', async () => {
    const metadata = { name: 'wrong-type', namespace: 'default' };
    const peer = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', metadata };
    expect(await applyOne({ ...peer, spec: { remote: { servicePort: 'tls' } } })).toContain('expected numeric');
  });

  test('a namespace that is not made before what is in it', async () => {
    const metadata = { name: 'early', namespace: 'nowhere' };
    const problem = await applyOne({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {} });
    expect(problem).toContain('namespaces "nowhere" not found');
  });

  test('a warning about an object that is taken', async () => {
    const labels = { app: 'old-label' };
    const nodeSelector = { 'beta.kubernetes.io/os': 'linux' };
    const deployment: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'old-label', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { nodeSelector, containers: [{ name: 'one', image: 'one' }] } },
      },
    };
    expect(await applyOne(deployment)).toContain('Warning:');
  });
});
