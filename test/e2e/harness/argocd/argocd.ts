import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { findArgoCd } from '../../../../scripts/argocd/assets';
import type { Ended, Fleet } from '../fleet';
import { type Keeper, startKeeper } from '../start';
import type { ClusterName } from '../state';
import { type ArgoCdPlan, NAMESPACE, planArgoCd } from './servers';
import { until } from './until';

/** The state of one object of an Application. */
export interface ResourceState {
  readonly group?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly status?: string;
  readonly health?: { readonly status?: string; readonly message?: string };
}

/** An Application as Argo CD reports it. */
export interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly destination: { readonly name?: string; readonly server?: string } };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly resources?: readonly ResourceState[];
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly syncResult?: { readonly revision?: string };
    };
  };
}

const APPLICATIONS = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/applications`;

/** The real Argo CD, with its Applications on one cluster of the fleet. */
export class ArgoCd {
  private constructor(
    private readonly fleet: Fleet,
    /** The cluster with the Applications. */
    readonly hub: ClusterName,
    private readonly directory: string,
    private readonly keeper: Keeper,
  ) {}

  /** Installs Argo CD on a cluster and starts it. */
  static async start(fleet: Fleet, hub: ClusterName): Promise<ArgoCd> {
    const assets = findArgoCd(process.env);
    if (assets === undefined) throw new Error('there is no Argo CD; run "npm run test:e2e -- argocd"');
    await fleet.api(hub).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const manifests = ['-n', NAMESPACE, '-f', assets.manifests];
    // Its own CRDs, in place of those of another version.
    succeeded(await fleet.kubectl(hub, ['apply', '--server-side', '--force-conflicts', ...manifests]));
    // Argo CD's API server, which is not needed here, makes a key for itself.
    const key = `{"stringData":{"server.secretkey":"${randomBytes(32).toString('hex')}"}}`;
    succeeded(await fleet.kubectl(hub, ['patch', 'secret', 'argocd-secret', '-n', NAMESPACE, '-p', key]));
    const directory = fleet.newDirectory();
    const { admin } = fleet.tokens;
    const kubeconfig = fleet.writeKubeconfig([fleet.context(hub, { kind: 'token', token: admin })], hub);
    const plan = await planArgoCd(directory, assets, kubeconfig);
    const keep = process.env.OSSM_FED_E2E_KEEP !== undefined;
    const keeper = startKeeper({ directory, servers: plan.servers, keep });
    const argoCd = new ArgoCd(fleet, hub, directory, keeper);
    await argoCd.untilReady(plan);
    return argoCd;
  }

  /** Ends all that was started. */
  async stop(): Promise<void> {
    await this.keeper.stop();
  }

  /** Registers a cluster under its name, with a bearer token that may do everything. */
  async register(cluster: ClusterName, labels: { readonly [label: string]: string } = {}): Promise<void> {
    const { url, ca } = this.fleet.cluster(cluster);
    const caData = readFileSync(ca).toString('base64');
    const config = JSON.stringify({ bearerToken: this.fleet.tokens.admin, tlsClientConfig: { caData } });
    await this.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `cluster-${cluster}`,
        namespace: NAMESPACE,
        labels: { ...labels, 'argocd.argoproj.io/secret-type': 'cluster' },
      },
      stringData: { name: cluster, server: url, config },
    });
  }

  /** Applies objects to the cluster of Argo CD; throws where it takes not all of them. */
  async apply(...objects: readonly object[]): Promise<void> {
    const file = join(this.fleet.newDirectory(), 'objects.yaml');
    writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'), { mode: 0o600 });
    await this.applyFile(file);
  }

  /** Applies a file or a directory to the cluster of Argo CD, merged into what others have applied. */
  async applyFile(path: string): Promise<void> {
    const args = ['apply', '--server-side', '--field-manager=test', '--recursive', '-f', path];
    succeeded(await this.fleet.kubectl(this.hub, args));
  }

  /** All Applications. */
  async applications(): Promise<readonly Application[]> {
    const { status, body } = await this.fleet.api(this.hub).send('GET', APPLICATIONS);
    if (status !== 200) throw new Error(`no Applications: ${status} ${body}`);
    return (JSON.parse(body) as { readonly items: readonly Application[] }).items;
  }

  /** Makes Argo CD look at the repository now, as its webhook does. */
  async refresh(): Promise<void> {
    const names = (await this.applications()).map(({ metadata }) => metadata.name);
    const args = ['annotate', '--overwrite', '-n', NAMESPACE, 'applications.argoproj.io', ...names];
    succeeded(await this.fleet.kubectl(this.hub, [...args, 'argocd.argoproj.io/refresh=normal']));
  }

  /**
   * Waits until all Applications have some state; fails as soon as a server of Argo CD has ended.
   *
   * @param what the state, for the message
   * @param seconds the time limit
   * @param lacking what an Application lacks; undefined where it has the state
   */
  async until(what: string, seconds: number, lacking: (application: Application) => string | undefined): Promise<void> {
    const seen = async (): Promise<string | undefined> => {
      const applications = await this.applications();
      if (applications.length === 0) return 'there are no Applications';
      const all = applications.map((each) => [each, lacking(each)] as const);
      const rest = all.filter(([, problem]) => problem !== undefined);
      return rest.length === 0 ? undefined : rest.map(([each, problem]) => `${problem}\n${described(each)}`).join('\n');
    };
    try {
      await this.keeper.failing(until(what, seconds, seen));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.logs()}`);
    }
  }

  /** The warnings and errors at the end of each log. */
  logs(): string {
    const names = ['repo-server', 'application-controller', 'applicationset-controller'].map(
      (name) => `argocd-${name}.log`,
    );
    const present = names.filter((name) => existsSync(join(this.directory, name)));
    const ends = present.map((name) => {
      const lines = readFileSync(join(this.directory, name), 'utf8').split('\n');
      return [`--- ${name}`, ...lines.filter((line) => /"level":"(warning|error|fatal)"|^panic/.test(line)).slice(-10)];
    });
    return ends.flat().join('\n');
  }

  private async untilReady({ ready }: ArgoCdPlan): Promise<void> {
    const seen = async (): Promise<string | undefined> => {
      const answers = await Promise.all(ready.map(async (url) => [url, (await fetch(url)).status] as const));
      const late = answers.filter(([, status]) => status !== 200);
      return late.length === 0 ? undefined : late.map(([url, status]) => `${url}: ${status}`).join('\n');
    };
    try {
      await this.keeper.failing(until('Argo CD is ready', 180, seen));
    } catch (error) {
      const text = `${(error as Error).message}\n${this.logs()}`;
      await this.stop();
      throw new Error(text);
    }
  }
}

/** One line for an Application, and one for each object that is not as it should be. */
function described({ metadata, status }: Application): string {
  const { sync, health, operationState, conditions = [], resources = [] } = status ?? {};
  const phase = `${operationState?.phase ?? 'no operation'}: ${operationState?.message ?? ''}`;
  const rest = resources.filter((each) => each.status !== 'Synced' || (each.health?.status ?? 'Healthy') !== 'Healthy');
  return [
    `${metadata.name}: ${sync?.status}, ${health?.status}, ${phase}`,
    ...conditions.map(({ type, message }) => `  ${type}: ${message}`),
    ...rest.map(({ kind, namespace = '', name, status: synced, health: found }) => {
      const text = [synced, found?.status, found?.message].filter((part) => part !== undefined).join(', ');
      return `  ${kind} ${namespace}/${name}: ${text}`;
    }),
  ].join('\n');
}

function succeeded({ code, stdout, stderr }: Ended): void {
  if (code !== 0) throw new Error(`kubectl ended with ${code}: ${stdout}${stderr}`);
}
