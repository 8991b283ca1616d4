/** Runs a pod as the kubelet does: the agent with Envoy and the workloads, in a network namespace of its own. */
import { chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { MeshAssets } from '../../../scripts/mesh/assets';
import { BOOTSTRAP } from '../../../scripts/mesh/assets';
import type { StoredObject } from '../../e2e/harness/api';
import type { Fleet } from '../../e2e/harness/fleet';
import type { ClusterName } from '../../e2e/harness/state';
import { publishedRoot } from './control-plane';
import { argumentsOf, environmentOf, type PodFacts } from './environment';
import { commandIn, makePodNamespace, type Namespace, podAddress, removeNamespace } from './network';
import { type Container, type Labels, POD, type PodSpec } from './objects';
import { Background, run } from './processes';

/** What all pods of a cluster have in common. */
export interface PodContext {
  readonly fleet: Fleet;
  readonly cluster: ClusterName;
  readonly assets: MeshAssets;
  /** Where the files of pods are, a directory each. */
  readonly directory: string;
  /** The lines of `/etc/hosts` that name the control planes of the cluster. */
  readonly hosts: string;
}

/** The user of the agent and Envoy, whose connections are not redirected to Envoy. */
const PROXY_USER = 1337;

/** How long the agent may take to end, in milliseconds; it waits for five seconds itself. */
const DRAIN_WITHIN = 15_000;

/** Where Envoy answers for itself. */
const ADMIN = 'http://127.0.0.1:15000';

/** The programs that stand for the containers of workloads. */
const PROGRAMS = join(__dirname, 'programs');

/** What is read of a secret of Envoy. */
interface SecretDump {
  readonly secret: { readonly validation_context?: { readonly trusted_ca?: { readonly inline_bytes?: string } } };
}

/** A pod that runs. */
export class Pod {
  private readonly processes: Background[] = [];
  private agent: Background | undefined;
  private root = '';

  private constructor(
    private readonly context: PodContext,
    /** The pod as the cluster has it, after injection. */
    readonly object: StoredObject,
    readonly facts: PodFacts,
    private readonly network: Namespace,
  ) {}

  /** Starts the n-th pod of a cluster, which the cluster has already; it is not ready yet. */
  static async start(context: PodContext, object: StoredObject, n: number): Promise<Pod> {
    const { name, namespace = '' } = object.metadata;
    const { serviceAccountName: serviceAccount = 'default' } = object.spec as unknown as PodSpec;
    const facts = { name, namespace, serviceAccount, address: podAddress(context.cluster, n) };
    const search = `${namespace}.svc.cluster.local svc.cluster.local cluster.local`;
    const directory = join(context.directory, `${n}-${name}`);
    const hosts = `127.0.0.1 localhost\n${facts.address} ${name}\n${context.hosts}`;
    const pod = new Pod(context, object, facts, makePodNamespace(context.cluster, n, directory, { hosts, search }));
    await pod.report(false);
    await pod.writeFiles();
    pod.run();
    return pod;
  }

  /** The labels by which Services select it. */
  get labels(): Labels {
    return this.object.metadata.labels ?? {};
  }

  /** The number of a named port. */
  port(name: string): number | undefined {
    const ports = (this.object.spec as unknown as PodSpec).containers.flatMap((container) => container.ports ?? []);
    return ports.find((port) => port.name === name)?.containerPort;
  }

  /** What its processes have written. */
  get output(): string {
    return this.processes.map(({ output }) => output).join('');
  }

  /** Runs a program in it as a workload does, so that its connections go through Envoy. */
  command(command: readonly string[]): [string, ...string[]] {
    return commandIn(this.network, command);
  }

  /** Runs one of the programs of this harness in it. */
  program(name: string, args: readonly string[]): [string, ...string[]] {
    return this.command([process.execPath, join(PROGRAMS, name), ...args]);
  }

  /** What a request from it is answered with. */
  ask(url: string): string {
    const [line = '{}'] = run(this.program('client.mjs', [url, '1'])).split('\n');
    return (JSON.parse(line) as { readonly body: string }).body;
  }

  /** Whether Envoy sends requests to an address. */
  knows(address: string): boolean {
    return this.proxy !== undefined && this.ask(`${ADMIN}/clusters`).includes(`::${address}:`);
  }

  /** The root certificates that Envoy trusts, as PEM text. */
  trusted(): string {
    const { configs = [] } = JSON.parse(this.ask(`${ADMIN}/config_dump?resource=dynamic_active_secrets`)) as {
      readonly configs?: readonly SecretDump[];
    };
    return configs
      .flatMap(({ secret }) => secret.validation_context?.trusted_ca?.inline_bytes ?? [])
      .map((text) => Buffer.from(text, 'base64').toString())
      .join('\n');
  }

  /** Whether Envoy has its configuration; true where there is no Envoy. */
  async isReady(): Promise<boolean> {
    return this.proxy === undefined || (await statusOf(this.facts.address, 15021, '/healthz/ready')) === 200;
  }

  /** Tells the cluster whether it is ready. */
  async report(ready: boolean): Promise<void> {
    const { name, namespace, address } = this.facts;
    const state = ready ? 'True' : 'False';
    const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status: state }));
    const status = { phase: 'Running', podIP: address, podIPs: [{ ip: address }], conditions };
    await this.context.fleet
      .api(this.context.cluster)
      .apply({ ...POD, metadata: { name, namespace }, status }, 'status');
  }

  /** Updates the mounted root certificates; returns whether they changed. */
  async refresh(): Promise<boolean> {
    const { fleet, cluster } = this.context;
    const root = await publishedRoot(fleet, cluster, this.facts.namespace);
    if (root === this.root || root === '') return false;
    this.root = root;
    this.write('var/run/secrets/istio/root-cert.pem', root);
    return true;
  }

  /** Lets Envoy end the requests that it has, as at the end of a pod; workloads answer until then. */
  async drain(): Promise<void> {
    await this.agent?.terminate(DRAIN_WITHIN);
  }

  /** Kills its processes and removes its network. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    removeNamespace(this.network);
  }

  private get proxy(): Container | undefined {
    const { containers, initContainers = [] } = this.object.spec as unknown as PodSpec;
    return [...containers, ...initContainers].find(({ name }) => name === 'istio-proxy');
  }

  private async writeFiles(): Promise<void> {
    const { labels = {}, annotations = {} } = this.object.metadata as { labels?: Labels; annotations?: Labels };
    this.write('etc/istio/pod/labels', downward(labels));
    this.write('etc/istio/pod/annotations', downward(annotations));
    this.write('var/run/secrets/tokens/istio-token', await this.token());
    await this.refresh();
    for (const path of ['etc/istio/proxy', 'var/run/secrets/workload-spiffe-uds']) {
      mkdirSync(join(this.network.directory, path), { recursive: true });
    }
    for (const path of ['', ...readdirSync(this.network.directory, { recursive: true, encoding: 'utf8' })]) {
      chownSync(join(this.network.directory, path), PROXY_USER, PROXY_USER);
    }
  }

  private write(path: string, text: string): void {
    const file = join(this.network.directory, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  /** A token of the pod's service account for the control plane. */
  private async token(): Promise<string> {
    const { name, namespace, serviceAccount } = this.facts;
    const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name, uid: this.object.metadata.uid };
    const spec = { audiences: ['istio-ca'], expirationSeconds: 43_200, boundObjectRef };
    const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
    const { fleet, cluster } = this.context;
    const answer = await fleet.api(cluster).send('POST', path, body, 'application/json');
    if (answer.status >= 300) throw new Error(`${cluster} gives ${namespace}/${name} no token: ${answer.body}`);
    return (JSON.parse(answer.body) as { readonly status: { readonly token: string } }).status.token;
  }

  private run(): void {
    const { containers, initContainers = [] } = this.object.spec as unknown as PodSpec;
    const init = initContainers.find(({ name }) => name === 'istio-init');
    if (init !== undefined) this.redirect(init);
    if (this.proxy !== undefined) this.runProxy(this.proxy);
    for (const container of containers.filter(({ name }) => name !== 'istio-proxy')) this.runWorkload(container);
  }

  private redirect(init: Container): void {
    const { assets } = this.context;
    const env = environmentOf(init, this.facts);
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const path = `PATH=${assets.iptables}:${process.env.PATH}`;
    const agent = [join(assets.istio, 'pilot-agent'), ...argumentsOf(init, env)];
    run(this.command(['env', path, ...variables, ...agent]));
  }

  private runProxy(proxy: Container): void {
    const { assets } = this.context;
    const env = environmentOf(proxy, this.facts);
    const config = JSON.parse(env.PROXY_CONFIG ?? '{}') as object;
    const here = {
      binaryPath: assets.envoy,
      proxyBootstrapTemplatePath: join(assets.istio, BOOTSTRAP),
      concurrency: 1,
    };
    const user = ['--reuid', `${PROXY_USER}`, '--regid', `${PROXY_USER}`, '--clear-groups'];
    const agent = [join(assets.istio, 'pilot-agent'), ...argumentsOf(proxy, env)];
    this.agent = this.start('proxy', ['setpriv', ...user, ...agent], {
      ...env,
      PROXY_CONFIG: JSON.stringify({ ...config, ...here }),
    });
  }

  private runWorkload({ name, ports = [] }: Container): void {
    const served = ports.map((port) => `${port.containerPort}:${/^tcp/.test(port.name ?? '') ? 'tcp' : 'http'}`);
    const args = [this.facts.name, ...served];
    this.start(name, [process.execPath, join(PROGRAMS, 'server.mjs'), ...args], {});
  }

  private start(name: string, command: readonly string[], env: { readonly [variable: string]: string }): Background {
    const directory = this.network.directory;
    const variables = { PATH: process.env.PATH, ...env };
    const props = { command: this.command(command), directory, env: variables, log: join(directory, `${name}.log`) };
    const started = new Background(props);
    this.processes.push(started);
    return started;
  }
}

/** Labels or annotations as the downward API writes them. */
function downward(values: Labels): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}

function statusOf(host: string, port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const sent = request({ host, port, path, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
    sent.end();
  });
}
