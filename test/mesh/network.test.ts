import { join } from 'node:path';
import { CLUSTERS, type ClusterName } from '../e2e/harness/state';
import {
  balancerAddress,
  commandIn,
  makeNetworks,
  makePodNamespace,
  type Namespace,
  podAddress,
  removeNamespace,
  removeNetworks,
  setLoadBalancers,
} from './harness/network';
import { Background, run } from './harness/processes';

const PROGRAMS = join(__dirname, 'harness', 'programs');
const pods = new Map<ClusterName, Namespace>();
const servers: Background[] = [];

/** What the first pod of a cluster gets from an address. */
function get(from: ClusterName, address: string): string {
  const pod = pods.get(from) as Namespace;
  const client = join(PROGRAMS, 'client.mjs');
  return run(commandIn(pod, [process.execPath, client, `http://${address}/`, '1']));
}

beforeAll(() => {
  const { iptables } = JSON.parse(process.env.OSSM_FED_MESH_ASSETS ?? '{}') as { readonly iptables: string };
  makeNetworks(iptables);
  for (const cluster of CLUSTERS) {
    const directory = join('/run', cluster);
    const pod = makePodNamespace(cluster, 1, directory, { hosts: '127.0.0.1 localhost\n', search: 'cluster.local' });
    pods.set(cluster, pod);
    const command = commandIn(pod, [process.execPath, join(PROGRAMS, 'server.mjs'), `of-${cluster}`, '9080:http']);
    servers.push(new Background({ command, directory, env: process.env, log: join(directory, 'server.log') }));
  }
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  for (const pod of pods.values()) removeNamespace(pod);
  removeNetworks();
});

test('a pod reaches itself, and no pod of another cluster', () => {
  expect(get('aro', `${podAddress('aro', 1)}:9080`)).toContain('of-aro');
  expect(get('rosa', `${podAddress('aro', 1)}:9080`)).toMatch(/"status":0/);
  expect(get('rog', `${podAddress('aro', 1)}:9080`)).toMatch(/"status":0/);
});

test('a load balancer leads to a pod of its cluster, until it is removed', () => {
  const address = balancerAddress('aro', 1);
  expect(get('rosa', `${address}:15443`)).toMatch(/"status":0/);
  setLoadBalancers('aro', [{ address, ports: [{ port: 15443, to: `${podAddress('aro', 1)}:9080` }] }]);
  expect(get('rosa', `${address}:15443`)).toContain('of-aro');
  expect(get('rosa', `${address}:9080`)).toMatch(/"status":0/);
  setLoadBalancers('aro', []);
  expect(get('rosa', `${address}:15443`)).toMatch(/"status":0/);
});
