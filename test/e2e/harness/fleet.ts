import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltCommand } from '../../helpers/built-command';
import { Api, type Kind } from './api';
import { type ContextProps, type Credentials, kubeconfigText } from './kubeconfig';
import { FILES } from './servers';
import { type ClusterName, type ClusterState, type FleetState, readState, type Tokens } from './state';

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The labels and annotations that Argo CD leaves on Namespaces. */
const OF_ARGO_CD = ['argocd.argoproj.io/managed-by', 'argocd.argoproj.io/sync-wave', 'argocd.argoproj.io/tracking-id'];

/** The namespaces of every cluster, whose objects stay. */
const OF_EVERY_CLUSTER = ['kube-system', 'kube-public', 'default'];

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };

/** The kinds of which `empty` removes all objects. */
const MADE_BY_TESTS: readonly Kind[] = [
  ...['ConfigMap', 'Node', 'Pod', 'ResourceQuota', 'Service', 'ServiceAccount'].map(of('v1')),
  ...['Deployment'].map(of('apps/v1')),
  ...['Role', 'RoleBinding'].map(of('rbac.authorization.k8s.io/v1')),
  ...['ClusterServiceVersion', 'Subscription'].map(of('operators.coreos.com/v1alpha1')),
  ...['ServiceMeshControlPlane'].map(of('maistra.io/v2')),
  ...['ServiceMeshMemberRoll'].map(of('maistra.io/v1')),
  ...['ExportedServiceSet', 'ImportedServiceSet', 'ServiceMeshPeer'].map(of('federation.maistra.io/v1')),
  ...['DestinationRule', 'Gateway', 'VirtualService'].map(of('networking.istio.io/v1beta1')),
  ...['AuthorizationPolicy'].map(of('security.istio.io/v1beta1')),
];

function of(apiVersion: string): (kind: string) => Kind {
  return (kind) => ({ apiVersion, kind });
}

/** The running API servers, one for each cluster. */
export class Fleet {
  private readonly apis = new Map<string, Api>();

  constructor(private readonly state: FleetState) {}

  /** The path of the kubeconfig with a context for each cluster, in which one may do everything. */
  get kubeconfig(): string {
    return this.state.kubeconfig;
  }

  /** The path of kubectl. */
  get kubectlPath(): string {
    return this.state.kubectl;
  }

  /** The users that every cluster knows, by their tokens. */
  get tokens(): Tokens {
    return this.state.tokens;
  }

  /** The paths of a client certificate and key of a user who may do everything. */
  get clientCertificate(): Credentials {
    return { kind: 'certificate', ...this.state.clientCertificate };
  }

  /** The path of the key with which every API server signs tokens of service accounts. */
  get serviceAccountKey(): string {
    return join(this.state.directory, FILES.serviceAccountKey);
  }

  /** All clusters, in the order rosa, aro, rog. */
  get clusters(): readonly ClusterState[] {
    return this.state.clusters;
  }

  /** One cluster. */
  cluster(name: ClusterName): ClusterState {
    const cluster = this.state.clusters.find((candidate) => candidate.name === name);
    if (cluster === undefined) throw new Error(`there is no cluster ${name}`);
    return cluster;
  }

  /** The API of one cluster, as the user of a token; one who may do everything if none is given. */
  api(name: ClusterName, token = this.tokens.admin): Api {
    const key = `${name} ${token}`;
    const api = this.apis.get(key) ?? new Api(this.cluster(name), token);
    this.apis.set(key, api);
    return api;
  }

  /** A new directory that is removed with the fleet. */
  newDirectory(): string {
    return mkdtempSync(join(this.state.directory, 'test-'));
  }

  /** A context of a kubeconfig for one cluster, which the context may have another name than. */
  context(name: ClusterName, credentials: Credentials, contextName: string = name): ContextProps {
    const { url, ca } = this.cluster(name);
    return { name: contextName, server: url, ca, credentials };
  }

  /** The command as it is installed; it is built once for all test files, and removed with the fleet. */
  builtCommand(): BuiltCommand {
    const directory = join(this.state.directory, 'built');
    mkdirSync(directory, { recursive: true });
    return new BuiltCommand(directory);
  }

  /** Writes a kubeconfig, and gives its path. */
  writeKubeconfig(contexts: readonly ContextProps[], currentContext?: string): string {
    const path = join(this.newDirectory(), 'kubeconfig');
    writeFileSync(path, kubeconfigText(contexts, currentContext), { mode: 0o600 });
    return path;
  }

  /** Runs kubectl against one cluster, by default as one who may do everything. */
  kubectl(name: ClusterName, args: readonly string[], kubeconfig = this.kubeconfig): Promise<Ended> {
    const common = ['--kubeconfig', kubeconfig, '--context', name];
    const cache = ['--cache-dir', join(this.state.directory, 'kubectl-cache')];
    return run(this.state.kubectl, [...common, ...cache, ...args]);
  }

  /** Applies files, or directories with all that is below, as users of the project would; nothing is passed over. */
  apply(name: ClusterName, ...paths: readonly string[]): Promise<Ended> {
    const files = paths.flatMap((path) => ['-f', path]);
    return this.kubectl(name, ['apply', '--server-side', '--validate=strict', '--recursive', ...files]);
  }

  /**
   * Removes what tests make, so that a test file finds what a fresh cluster has. Namespaces stay, empty: without their
   * controller they would be going for ever, and nothing could be made in them again.
   */
  async empty(name: ClusterName): Promise<void> {
    const api = this.api(name);
    // By itself kubectl takes a second for each of many calls, which is most of the time of short tests.
    await Promise.all(
      MADE_BY_TESTS.map(async (kind) => {
        const all = await api.list(kind);
        const made = all.filter(({ metadata }) => !OF_EVERY_CLUSTER.includes(metadata.namespace ?? ''));
        for (const object of made) await api.remove(object);
      }),
    );
    const nothing = Object.fromEntries(OF_ARGO_CD.map((key) => [key, null]));
    for (const namespace of await api.list(NAMESPACE)) {
      const { labels = {}, annotations = {} } = namespace.metadata;
      if (!OF_ARGO_CD.some((key) => key in labels || key in annotations)) continue;
      await api.merge(namespace, { metadata: { labels: nothing, annotations: nothing } });
    }
  }

  /** Stops an API server so that it takes connections and never answers, until the function is done. */
  async whileHanging<T>(name: ClusterName, use: () => Promise<T>): Promise<T> {
    const { pid } = this.cluster(name);
    process.kill(pid, 'SIGSTOP');
    try {
      return await use();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }
}

/** The fleet that runs for all test files; throws where there is none. */
export function startedFleet(): Fleet {
  return new Fleet(readState());
}

function run(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: withoutKubeconfig() });
    const texts = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => {
      texts.stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      texts.stderr += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, ...texts }));
  });
}

/** No setting of the person who runs the tests may lead to a cluster of theirs. */
function withoutKubeconfig(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env.KUBECONFIG;
  // kubectl ends before it has to collect garbage, which takes it a good part of its time.
  return { ...env, GOGC: 'off' };
}
