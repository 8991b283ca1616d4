/** Three clusters with real control planes and proxies, which a test file starts for itself. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { MeshAssets } from '../../../scripts/mesh/assets';
import { installKinds } from '../../e2e/harness/cluster-kinds';
import { Fleet } from '../../e2e/harness/fleet';
import { kubeconfigText } from '../../e2e/harness/kubeconfig';
import { type Running, startServers } from '../../e2e/harness/start';
import { CLUSTERS, type ClusterName } from '../../e2e/harness/state';
import type { KubeObject } from '../../helpers/synthesize';
import { Controllers } from './controllers';
import { makeNetworks, removeNetworks } from './network';
import { idOf } from './objects';
import { run } from './processes';

/** The objects of each cluster. */
export type Manifests = { readonly [cluster in ClusterName]: readonly KubeObject[] };

/** How long the clusters may take until nothing changes any more, in milliseconds. */
const PATIENCE = 240_000;

/** How long nothing must change until it counts as settled, in milliseconds. */
const QUIET = 2000;

/** All of it is in memory, and gone with the namespaces of the run. */
const PLACE = '/run/mesh';

/** Tokens of pods for control planes, pods without a service account controller, and an address that is nobody's. */
const FLAGS = [
  '--api-audiences=istio-ca',
  '--disable-admission-plugins=ServiceAccount',
  '--advertise-address=198.51.100.254',
];

/** What runs. */
export class World {
  private current: Manifests = { rosa: [], aro: [], rog: [] };

  private constructor(
    private readonly servers: Running,
    readonly fleet: Fleet,
    private readonly controllers: ReadonlyMap<ClusterName, Controllers>,
  ) {}

  /** Starts API servers and networks. The process must be in namespaces of its own: run "npm run test:mesh". */
  static async start(): Promise<World> {
    const [servers, stated] = [process.env.KUBEBUILDER_ASSETS, process.env.OSSM_FED_MESH_ASSETS];
    if (servers === undefined || stated === undefined)
      throw new Error('no programs are stated; run "npm run test:mesh"');
    const provided = JSON.parse(stated) as MeshAssets;
    makeNetworks(provided.iptables);
    const assets = reachable(provided);
    process.env.TMPDIR = join(PLACE, 'tmp');
    mkdirSync(process.env.TMPDIR);
    const running = await startServers({ assets: servers, keep: true, flags: FLAGS });
    const fleet = new Fleet(running.state);
    await Promise.all(CLUSTERS.map((cluster) => installKinds(fleet, cluster, ['ossm3', 'olm'])));
    const addHost = namesOfMachine();
    const controllers = CLUSTERS.map((cluster) => {
      const directory = join(PLACE, cluster);
      mkdirSync(directory);
      const kubeconfig = join(directory, 'kubeconfig');
      const context = fleet.context(cluster, { kind: 'token', token: fleet.tokens.admin });
      writeFileSync(kubeconfig, kubeconfigText([context], cluster));
      const props = { fleet, cluster, assets, directory, addHost, kubeconfig };
      return [cluster, new Controllers(props)] as const;
    });
    return new World(running, fleet, new Map(controllers));
  }

  /** The controllers of a cluster. */
  cluster(name: ClusterName): Controllers {
    const controllers = this.controllers.get(name);
    if (controllers === undefined) throw new Error(`there is no cluster ${name}`);
    return controllers;
  }

  /** Makes these the manifests of the clusters: applies what is new or other than before, deletes what is gone. */
  async apply(manifests: Manifests): Promise<void> {
    const before = this.current;
    this.current = manifests;
    await Promise.all(CLUSTERS.map((cluster) => this.change(cluster, before[cluster], manifests[cluster])));
  }

  /** Why a cluster would not accept an object; empty where it would. */
  async rejection(cluster: ClusterName, object: KubeObject): Promise<string> {
    const file = this.written([object]);
    const ended = await this.fleet.kubectl(cluster, ['apply', '--server-side', '--dry-run=server', '-f', file]);
    return ended.code === 0 ? '' : ended.stderr;
  }

  /** Runs the controllers until nothing changes any more. */
  async settle(): Promise<void> {
    const end = Date.now() + PATIENCE;
    let quietSince = Date.now();
    while (Date.now() - quietSince < QUIET) {
      const changes = (await Promise.all([...this.controllers.values()].map((one) => one.reconcile()))).flat();
      if (changes.length > 0 || !(await this.isReady())) quietSince = Date.now();
      if (Date.now() > end) throw new Error(`the clusters do not settle: ${changes.join(', ')}\n${this.logs()}`);
      await sleep(250);
    }
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await Promise.all([...this.controllers.values()].map((one) => one.stop()));
    const keep = process.env.OSSM_FED_MESH_LOGS;
    if (keep !== undefined) cpSync(PLACE, keep, { recursive: true, filter: isOfPods });
    await this.servers.stop();
    run(['umount', '/etc/hosts']);
    removeNetworks();
  }

  /** The last lines of all pods that are not ready and of all control planes. */
  private logs(): string {
    const texts = [...this.controllers.values()].flatMap((one) => one.logs());
    return texts.map((text) => text.split('\n').slice(-25).join('\n')).join('\n---\n');
  }

  private async isReady(): Promise<boolean> {
    const ready = await Promise.all([...this.controllers.values()].map((one) => one.isReady()));
    return ready.every((one) => one);
  }

  private async change(
    cluster: ClusterName,
    before: readonly KubeObject[],
    after: readonly KubeObject[],
  ): Promise<void> {
    const known = new Map(before.map((object) => [idOf(object), JSON.stringify(object)]));
    const kept = new Set(after.map(idOf));
    const gone = before.filter((object) => !kept.has(idOf(object)));
    if (gone.length > 0) await this.kubectl(cluster, gone, ['delete', '--ignore-not-found']);
    const changed = after.filter((object) => known.get(idOf(object)) !== JSON.stringify(object));
    const apply = ['apply', '--server-side', '--force-conflicts', '--validate=strict'];
    for (const part of [changed.filter(isNamespace), changed.filter((object) => !isNamespace(object))]) {
      if (part.length > 0) await this.kubectl(cluster, part, apply);
    }
  }

  private written(objects: readonly KubeObject[]): string {
    const file = join(this.fleet.newDirectory(), 'objects.yaml');
    writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'));
    return file;
  }

  private async kubectl(cluster: ClusterName, objects: readonly KubeObject[], args: readonly string[]): Promise<void> {
    const file = this.written(objects);
    const ended = await this.fleet.kubectl(cluster, [...args, '-f', file]);
    if (ended.code !== 0) throw new Error(`${cluster}: ${ended.stderr}`);
  }
}

/** Leaves out programs, what is of the API servers, and sockets. */
function isOfPods(path: string): boolean {
  return !/^\/run\/mesh\/(programs|tmp)|workload-spiffe-uds|XDS/.test(path);
}

function isNamespace({ kind }: KubeObject): boolean {
  return kind === 'Namespace';
}

/** Makes programs readable for the user of Envoy, who may not enter the home directory of the cache. */
function reachable(assets: MeshAssets): MeshAssets {
  const bind = (directory: string, name: string): string => {
    const place = join(PLACE, 'programs', name);
    mkdirSync(place, { recursive: true });
    run(['mount', '--bind', directory, place]);
    return place;
  };
  const envoy = join(bind(dirname(assets.envoy), 'envoy'), basename(assets.envoy));
  return { istio: bind(assets.istio, 'istio'), envoy, iptables: bind(assets.iptables, 'iptables') };
}

/** Puts a file of this run over the names of the machine, and gives a function that adds a line to it. */
function namesOfMachine(): (line: string) => void {
  const file = join(PLACE, 'hosts');
  const lines = ['127.0.0.1 localhost'];
  writeFileSync(file, `${lines.join('\n')}\n`);
  run(['mount', '--bind', file, '/etc/hosts']);
  return (line) => {
    lines.push(line);
    writeFileSync(file, `${lines.join('\n')}\n`);
  };
}
