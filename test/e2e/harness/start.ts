import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Api } from './api';
import { makeCertificate, makeKey } from './certificates';
import type { KeeperMessage, KeeperPlan } from './keeper';
import { kubeconfigText } from './kubeconfig';
import { certificateDirectory, FILES, freePorts, type Ports, planServers } from './servers';
import { CLUSTERS, type ClusterName, type ClusterState, type FleetState, type Tokens } from './state';

/** How long servers may take until they answer, in milliseconds: they share two cores, maybe with more. */
const PATIENCE = 180_000;

/** What to start. */
export interface StartProps {
  /** The directory with the programs. */
  readonly assets: string;
  /** Whether logs and data stay at the end; by default they do not. */
  readonly keep?: boolean;
  /** More flags of every API server; by default none. */
  readonly flags?: readonly string[];
  /** The clusters; by default all. */
  readonly clusters?: readonly ClusterName[];
}

/** Servers that run, and the process that ends them when it is let go. */
export interface Running {
  readonly state: FleetState;
  readonly stop: () => Promise<void>;
}

/** Starts etcd and the API servers and waits until they answer. */
export async function startServers(props: StartProps): Promise<Running> {
  try {
    return await tryToStart(props);
  } catch (error) {
    // Somebody else took a port between the search for free ones and the start.
    if (!(error as Error).message.includes('address already in use')) throw error;
    return tryToStart(props);
  }
}

async function tryToStart({
  assets,
  keep = false,
  flags = [],
  clusters: names = CLUSTERS,
}: StartProps): Promise<Running> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-e2e-')));
  const { tokens, clientCertificate } = writeSecrets(directory);
  const ports = await freePorts(names);
  const keeper = startKeeper({ directory, servers: planServers(directory, assets, ports, flags), keep });
  try {
    const clusters = await keeper.failing(clustersOf(directory, ports, keeper.pids));
    const common = { directory, tokens, clientCertificate, clusters, kubectl: join(assets, 'kubectl') };
    const state: FleetState = { ...common, kubeconfig: join(directory, 'kubeconfig') };
    writeFileSync(state.kubeconfig, adminKubeconfig(state), { mode: 0o600 });
    await keeper.failing(Promise.all(clusters.map((cluster) => untilReady(cluster, tokens.admin))));
    return { state, stop: keeper.stop };
  } catch (error) {
    const text = `${(error as Error).message}\n${logsIn(directory)}`;
    await keeper.stop();
    throw new Error(text);
  }
}

/** Keys, tokens and certificates of this run alone. */
function writeSecrets(directory: string): Pick<FleetState, 'tokens' | 'clientCertificate'> {
  const write = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const token = (): string => randomBytes(24).toString('hex');
  const tokens: Tokens = { admin: token(), nobody: token(), fetcher: token() };
  const rows = [`${tokens.admin},admin,1,"system:masters"`, `${tokens.nobody},nobody,2`, `${tokens.fetcher},fetcher,3`];
  write(FILES.tokens, `${rows.join('\n')}\n`);
  write(FILES.serviceAccountKey, makeKey());

  const ca = makeCertificate({ organization: 'end-to-end tests', commonName: 'client CA', ca: true });
  const client = makeCertificate({ organization: 'system:masters', commonName: 'certified', ca: false }, ca);
  write(FILES.clientCa, ca.certificate);
  const certificate = write('client.pem', client.certificate);
  return { tokens, clientCertificate: { certificate, key: write('client.key', client.key) } };
}

/** The current context leads nowhere, so whoever relies on it fails. Each way of showing who one is occurs. */
function adminKubeconfig({ clusters, tokens, clientCertificate }: FleetState): string {
  const contexts = clusters.map(({ name, url, ca }) => {
    const byCertificate = { kind: 'certificate', ...clientCertificate } as const;
    const byToken = { kind: 'token', token: tokens.admin } as const;
    return { name, server: url, ca, credentials: name === 'aro' ? byCertificate : byToken };
  });
  const nowhere = { name: 'nowhere', server: 'https://127.0.0.1:1', credentials: { kind: 'none' } } as const;
  return kubeconfigText([...contexts, nowhere], 'nowhere');
}

/** The process that runs servers. */
export interface Keeper {
  readonly pids: Promise<{ readonly [server: string]: number }>;
  /** The same promise, but failing as soon as a server has ended. */
  readonly failing: <T>(promise: Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Starts servers, which end with this process at the latest. */
export function startKeeper(plan: KeeperPlan): Keeper {
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const args = ['--import', tsx, join(__dirname, 'keeper.ts'), JSON.stringify(plan)];
  // In a group of its own, so that Ctrl-C in a terminal does not reach it: it ends when this process has.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const messages = createInterface({ input: child.stdout });
  const pids = new Promise<{ readonly [server: string]: number }>((resolve) => {
    messages.on('line', (line) => {
      const message = JSON.parse(line) as KeeperMessage;
      if (message.kind === 'started') resolve(message.pids);
    });
  });
  const ended = new Promise<never>((_, reject) => {
    messages.on('line', (line) => {
      const message = JSON.parse(line) as KeeperMessage;
      if (message.kind === 'ended') reject(new Error(`${message.server} has ended`));
    });
    child.on('exit', () => reject(new Error('the keeper of the servers has ended')));
  });
  // Whoever waits is told; when nobody does any more it is no failure.
  ended.catch(() => undefined);
  return { pids, failing: (promise) => Promise.race([promise, ended]), stop: () => stop(child) };
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.on('exit', () => resolve());
    child.stdin?.end();
  });
}

async function clustersOf(
  directory: string,
  ports: Ports,
  pids: Promise<{ readonly [server: string]: number }>,
): Promise<readonly ClusterState[]> {
  const byName = await pids;
  const clusters = [...ports.clusters].map(([name, port]) => ({
    name,
    url: `https://127.0.0.1:${port}`,
    ca: join(certificateDirectory(directory, name), 'apiserver.crt'),
    pid: byName[name] ?? 0,
  }));
  await until('the certificates of the API servers', async () => clusters.every(({ ca }) => existsSync(ca)));
  return clusters;
}

function untilReady(cluster: ClusterState, token: string): Promise<void> {
  const api = new Api(cluster, token);
  return until(`the API server of ${cluster.name}`, async () => (await api.send('GET', '/readyz')).status === 200);
}

/** Tries until it is so; a failure to connect counts as not yet. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what} was not there after ${PATIENCE / 1000} seconds`);
    await sleep(200);
  }
}

/** The last lines of each log. */
function logsIn(directory: string): string {
  const names = ['etcd', ...CLUSTERS].filter((name) => existsSync(join(directory, `${name}.log`)));
  return names
    .map((name) => {
      const lines = readFileSync(join(directory, `${name}.log`), 'utf8')
        .trimEnd()
        .split('\n');
      return [`--- ${name}.log`, ...lines.slice(-15)].join('\n');
    })
    .join('\n');
}
