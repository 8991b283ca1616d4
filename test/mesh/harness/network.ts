/**
 * The networks of the clusters: a bridge for each, one bridge outside of them, and a router between each cluster and
 * the outside. A router lets connections out, and in only to load balancers. So pods of two clusters reach one another
 * through the gateways alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTERS, type ClusterName } from '../../e2e/harness/state';
import { run } from './processes';

/** A network namespace of a pod, with the files that lead its processes to names. */
export interface Namespace {
  readonly name: string;
  /** The end of its link at the bridge. */
  readonly link: string;
  /** The directory of its `hosts` and `resolv.conf`. */
  readonly directory: string;
}

/** A load balancer of a cluster. */
export interface LoadBalancer {
  /** Its address outside of the cluster. */
  readonly address: string;
  /** A port of it, and the address and port of a pod to which connections go. */
  readonly ports: readonly { readonly port: number; readonly to: string }[];
}

/** Addresses that are nobody's (RFC 5737), for what is outside of the clusters. */
const OUTSIDE = '198.51.100';

/** The number of a cluster, which its addresses contain. */
const numberOf = (cluster: ClusterName): number => CLUSTERS.indexOf(cluster) + 1;

/** The first half of all addresses of a cluster. */
const prefixOf = (cluster: ClusterName): string => `10.7${numberOf(cluster)}`;

/** The address of the control planes of a cluster. */
export const controlAddress = (cluster: ClusterName): string => `${prefixOf(cluster)}.0.2`;

/** The address of the n-th pod of a cluster, from 1. */
export const podAddress = (cluster: ClusterName, n: number): string => `${prefixOf(cluster)}.1.${n}`;

/** The address of the n-th load balancer of a cluster, from 1. */
export const balancerAddress = (cluster: ClusterName, n: number): string => `${OUTSIDE}.${numberOf(cluster) * 20 + n}`;

const routerOf = (cluster: ClusterName): string => `${cluster}-router`;

/** Where the programs of iptables are. */
let iptables = '';

/**
 * Makes the bridges and the routers; the process must be in network and mount namespaces of its own.
 *
 * @param programs the directory of the programs of iptables
 */
export function makeNetworks(programs: string): void {
  iptables = programs;
  run(['mount', '-t', 'tmpfs', 'none', '/run']);
  ip(['link set lo up', 'link add outside type bridge', 'link set outside up']);
  for (const cluster of CLUSTERS) makeNetwork(cluster);
}

function makeNetwork(cluster: ClusterName): void {
  ip([
    `link add ${cluster} type bridge`,
    `address add ${controlAddress(cluster)}/16 dev ${cluster}`,
    `link set ${cluster} up`,
    `netns add ${routerOf(cluster)}`,
    `link add ${cluster}-in type veth peer name inside netns ${routerOf(cluster)}`,
    `link set ${cluster}-in master ${cluster} up`,
    `link add ${cluster}-out type veth peer name outside netns ${routerOf(cluster)}`,
    `link set ${cluster}-out master outside up`,
  ]);
  const addresses = [`address add ${prefixOf(cluster)}.0.1/16 dev inside`];
  const outside = [`address add ${OUTSIDE}.${numberOf(cluster)}/24 dev outside`];
  ip([...addresses, ...outside, 'link set inside up', 'link set outside up'], routerOf(cluster));
  set(routerOf(cluster), { 'ipv4/ip_forward': 1 });
  setLoadBalancers(cluster, []);
}

/** Makes the namespace of a pod with its address, and the files of its names in a directory. */
export function makePodNamespace(
  cluster: ClusterName,
  n: number,
  directory: string,
  files: { readonly hosts: string; readonly search: string },
): Namespace {
  const name = `${cluster}-pod-${n}`;
  ip([
    `netns add ${name}`,
    `link add ${cluster}-${n} type veth peer name eth0 netns ${name}`,
    `link set ${cluster}-${n} master ${cluster} up`,
  ]);
  set(name, { 'ipv6/conf/all/disable_ipv6': 1, 'ipv4/ip_unprivileged_port_start': 0 });
  const route = `route add default via ${prefixOf(cluster)}.0.1`;
  ip(['link set lo up', `address add ${podAddress(cluster, n)}/16 dev eth0`, 'link set eth0 up', route], name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'hosts'), files.hosts);
  // No server is there: the agent of the sidecar answers for the names that it knows.
  const resolver = `nameserver ${prefixOf(cluster)}.0.1\nsearch ${files.search}\noptions ndots:5 timeout:1 attempts:1\n`;
  writeFileSync(join(directory, 'resolv.conf'), resolver);
  return { name, directory, link: `${cluster}-${n}` };
}

/** Removes the namespace of a pod, with its link. */
export function removeNamespace({ name, link }: Namespace): void {
  ip([`link delete ${link}`, `netns delete ${name}`]);
}

/** Removes what {@link makeNetworks} made, so that another test file can make it again. */
export function removeNetworks(): void {
  const ofCluster = (cluster: ClusterName) => [
    `link delete ${cluster}-in`,
    `link delete ${cluster}-out`,
    `netns delete ${routerOf(cluster)}`,
    `link delete ${cluster}`,
  ];
  ip([...CLUSTERS.flatMap(ofCluster), 'link delete outside']);
  run(['umount', '--lazy', '/run']);
}

/** The command that runs another one in a namespace. The process keeps its id. */
export function commandIn({ name, directory }: Namespace, command: readonly string[]): [string, ...string[]] {
  const script = 'mount --bind "$0/hosts" /etc/hosts; mount --bind "$0/resolv.conf" /etc/resolv.conf; exec "$@"';
  return ['ip', 'netns', 'exec', name, 'unshare', '--mount', 'sh', '-e', '-c', script, directory, ...command];
}

/** Makes these the only load balancers of a cluster. */
export function setLoadBalancers(cluster: ClusterName, balancers: readonly LoadBalancer[]): void {
  const router = routerOf(cluster);
  for (const { address } of balancers) ip([`address replace ${address}/24 dev outside`], router);
  const rules = balancers.flatMap(({ address, ports }) =>
    ports.map(({ port, to }) => `-A PREROUTING -d ${address} -p tcp --dport ${port} -j DNAT --to-destination ${to}`),
  );
  const lines = [
    '*nat',
    ...rules,
    '-A POSTROUTING -o outside -j MASQUERADE',
    'COMMIT',
    '*filter',
    ':FORWARD DROP',
    '-A FORWARD -i inside -o outside -j ACCEPT',
    '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    '-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT',
    'COMMIT',
    '',
  ];
  inNamespace(router, [join(iptables, 'iptables-restore')], lines.join('\n'));
}

/** Sets what the kernel does in a namespace, by the paths below `/proc/sys/net`. */
function set(namespace: string, values: { readonly [path: string]: number }): void {
  const lines = Object.entries(values).map(([path, value]) => `echo ${value} > /proc/sys/net/${path}`);
  inNamespace(namespace, ['sh', '-e', '-c', lines.join('\n')]);
}

function ip(commands: readonly string[], namespace?: string): void {
  const within = namespace === undefined ? [] : ['-n', namespace];
  run(['ip', ...within, '-batch', '-'], { input: `${commands.join('\n')}\n` });
}

function inNamespace(name: string, command: readonly string[], input = ''): void {
  run(['ip', 'netns', 'exec', name, ...command], { input });
}
