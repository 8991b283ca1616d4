import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ServerPlan } from './keeper';
import type { ClusterName } from './state';

/** The files that the servers read, by their names in the directory of a run. */
export const FILES = {
  tokens: 'tokens.csv',
  clientCa: 'client-ca.pem',
  serviceAccountKey: 'service-account.key',
} as const;

/** The ports of a run on the loopback interface. */
export interface Ports {
  readonly etcd: number;
  readonly clusters: ReadonlyMap<ClusterName, number>;
}

/** Ports for etcd and the API servers of clusters. */
export async function freePorts(clusters: readonly ClusterName[]): Promise<Ports> {
  const [etcd = 0, ...others] = await freePortNumbers(1 + clusters.length);
  return { etcd, clusters: new Map(clusters.map((cluster, i) => [cluster, others[i] ?? 0])) };
}

/** Ports that nobody listens on. Somebody may take one before a server does; then the server ends. */
export async function freePortNumbers(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map(listen));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** The directory of the certificates that a cluster's API server makes for itself. */
export function certificateDirectory(directory: string, cluster: ClusterName): string {
  return join(directory, `${cluster}-certificates`);
}

/** By default a good part of the time of the processor goes to collecting garbage of a heap that changes little. */
const LESS_COLLECTION = { GOGC: '400' };

/** One etcd, and an API server for each cluster, each with a part of the etcd of its own. */
export function planServers(
  directory: string,
  assets: string,
  ports: Ports,
  flags: readonly string[],
): readonly ServerPlan[] {
  const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
  const etcd: ServerPlan = {
    name: 'etcd',
    command: join(assets, 'etcd'),
    args: [
      `--data-dir=${join(directory, 'etcd')}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      // Nobody joins it, so any port will do.
      '--listen-peer-urls=http://127.0.0.1:0',
      // What is lost when the machine loses power is worth nothing, and waiting for the disk takes most of the time.
      '--unsafe-no-fsync=true',
    ],
    env: LESS_COLLECTION,
  };
  const apiServers = [...ports.clusters].map(([cluster, port]) => ({
    name: cluster,
    command: join(assets, 'kube-apiserver'),
    args: [...apiServerFlags(directory, cluster, port, etcdUrl), ...flags],
    env: LESS_COLLECTION,
  }));
  return [etcd, ...apiServers];
}

function apiServerFlags(directory: string, cluster: ClusterName, port: number, etcdUrl: string): readonly string[] {
  const file = (name: keyof typeof FILES): string => join(directory, FILES[name]);
  return [
    `--etcd-servers=${etcdUrl}`,
    `--etcd-prefix=/${cluster}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // It makes a certificate for itself and writes it here.
    `--cert-dir=${certificateDirectory(directory, cluster)}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    // It would write its address into the cluster, and a loopback address is refused there.
    '--endpoint-reconciler-type=none',
    '--authorization-mode=RBAC',
    `--token-auth-file=${file('tokens')}`,
    `--client-ca-file=${file('clientCa')}`,
    `--service-account-issuer=https://127.0.0.1:${port}`,
    `--service-account-key-file=${file('serviceAccountKey')}`,
    `--service-account-signing-key-file=${file('serviceAccountKey')}`,
  ];
}
