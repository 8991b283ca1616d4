import { parseObjects } from '../helpers/synthesize';
import { type Side, serviceOf, shownRoot, toldOf } from './flow-observed';
import { FlowPlace, STAGES } from './flow-place';
import { Fetcher } from './flow-rights';
import { startedFleet } from './harness/fleet';
import { makeNodes } from './harness/stand-in';

/** Bare metal whose API servers choose the node ports, as nobody fixes them. */
const TOPOLOGY = `clusters:
  rosa: { platform: baremetal }
  aro: { platform: baremetal }
meshes:
  plant-mesh: { cluster: rosa, members: [machines], createNamespaces: true }
  office-mesh: { cluster: aro, members: [reports], createNamespaces: true }
peerings:
  - between: [plant-mesh, office-mesh]
shares:
  - from: plant-mesh
    to: office-mesh
    service: { namespace: machines, name: telemetry }
`;

const SIDES: readonly Side[] = [
  { mesh: 'plant-mesh', cluster: 'rosa', peer: 'office-mesh', peerCluster: 'aro', gateway: 'plant-mesh-ingress' },
  { mesh: 'office-mesh', cluster: 'aro', peer: 'plant-mesh', peerCluster: 'rosa', gateway: 'office-mesh-ingress' },
];

/** The ClusterRoles and their bindings that let one list Nodes, and read the identity of the cluster. */
const NODE_RIGHTS = 'ossm-fed-fetch-nodes';
const IDENTITY_RIGHTS = 'ossm-fed-fetch-namespaces';

const fleet = startedFleet();
const command = fleet.builtCommand();
const place = new FlowPlace(fleet, command, TOPOLOGY);
const fetcher = new Fetcher(fleet);

beforeAll(async () => {
  await fleet.empty('rog');
  await place.bringUp(['rosa', 'aro']);
});
afterAll(async () => {
  await fetcher.forbidAll();
  for (const cluster of ['rosa', 'aro'] as const) await fleet.empty(cluster);
});

/** The node ports that the API server has given the gateway of a side's peer. */
async function nodePorts({ peer, peerCluster, gateway }: Side) {
  const { spec } = await serviceOf(fleet, peerCluster, peer, gateway);
  const port = (name: string) => spec.ports.find((each) => each.name === name)?.nodePort;
  return { servicePort: port('tls'), discoveryPort: port('https-discovery') };
}

/** Makes a Node of rosa that has an address and is not ready. */
async function breakNode(name: string, address: string): Promise<void> {
  const status = {
    addresses: [{ type: 'InternalIP', address }],
    conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }],
  };
  await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Node', metadata: { name }, status }, 'status');
}

/** Each test is a step, which goes on from where the one before has ended. */
describe('meshes on node ports', () => {
  test('are not complete while no Node is ready; their roots are kept all the same', async () => {
    const { code, stdout, stderr } = await place.ossmFed('fetch');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('2 of 4 facts read from 2 clusters, 2 changes written'),
    ]);
    expect(stderr).toContain('cannot read the list of Nodes (mesh "plant-mesh"): no ready Node has an address yet');
    expect(stderr).toContain('cannot read the list of Nodes (mesh "office-mesh"): no ready Node has an address yet');
    expect(Object.keys(place.lock().meshes)).toEqual(['office-mesh', 'plant-mesh']);
    expect((await place.ossmFed('inject --require-complete')).code).toBe(1);
  });

  test('are dialled at the addresses of Nodes, the external ones where there are any, and at node ports', async () => {
    await makeNodes(fleet, 'aro', [
      { name: 'edge', internal: '192.0.2.32', external: '198.51.100.32' },
      { name: 'inside', internal: '192.0.2.31' },
    ]);
    await makeNodes(fleet, 'rosa', [
      { name: 'late', internal: '192.0.2.12' },
      { name: 'early', internal: '192.0.2.11' },
      { name: 'kept-out', internal: '192.0.2.10' },
      { name: 'broken', internal: '192.0.2.9' },
    ]);
    const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' };
    await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'kept-out', labels } });
    await breakNode('broken', '192.0.2.9');
    expect(await place.ossmFed('fetch')).toMatchObject({ code: 0 });
    expect(await place.ossmFed('inject --require-complete')).toMatchObject({ code: 0, stderr: '' });
    for (const side of SIDES) {
      expect(await place.apply(side.cluster, STAGES.rest)).toBe('');
      const ports = await nodePorts(side);
      for (const port of Object.values(ports)) expect(port).toBeGreaterThanOrEqual(30_000);
      const addresses = side.peerCluster === 'rosa' ? ['192.0.2.11', '192.0.2.12'] : ['198.51.100.32'];
      const pem = await shownRoot(fleet, side.peerCluster, side.peer);
      expect(await toldOf(fleet, side)).toEqual({ pem, addresses, ...ports });
    }
  });

  test('are dialled at other node ports after their Service was made anew, and at Nodes that came since', async () => {
    const { gateway, peer } = SIDES[1] as Side;
    const { spec } = await serviceOf(fleet, 'rosa', peer, gateway);
    const { tls, discovery } = { tls: 30_443, discovery: 30_188 };
    const ports = spec.ports.map((port) => ({ ...port, nodePort: port.name === 'tls' ? tls : discovery }));
    const metadata = { name: gateway, namespace: peer };
    await fleet.api('rosa').remove({ apiVersion: 'v1', kind: 'Service', metadata });
    await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'NodePort', ports } });
    await makeNodes(fleet, 'rosa', [{ name: 'added', internal: '192.0.2.13' }]);
    const { code, stdout } = await place.ossmFed('fetch --check');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining(`192.0.2.13 (ports: discovery ${discovery}, service ${tls})\n`),
    ]);
    await place.succeed('fetch', 'inject --require-complete');
    expect(await place.apply('aro', STAGES.rest)).toBe('');
    expect(await toldOf(fleet, SIDES[1] as Side)).toMatchObject({
      addresses: ['192.0.2.11', '192.0.2.12', '192.0.2.13'],
      servicePort: tls,
      discoveryPort: discovery,
    });
  });

  test('are read by one who has what --print-rbac prints, and not without its part for Nodes', async () => {
    const text = await fetcher.printed(place, 'aro');
    const roles = parseObjects(text).filter(({ kind }) => kind === 'ClusterRole');
    expect(roles.map(({ metadata, rules }) => [metadata.name, rules])).toEqual([
      [
        IDENTITY_RIGHTS,
        [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
      ],
      [NODE_RIGHTS, [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }]],
    ]);
    await fetcher.allow('aro', text);
    const service = '/api/v1/namespaces/office-mesh/services/plant-mesh-ingress';
    for (const path of [service, '/api/v1/nodes']) await fetcher.until('aro', path, 200);
    const line = ['fetch', '--check', '--cluster', 'aro'];
    expect(await place.run(line, fetcher.kubeconfig)).toMatchObject({ code: 0 });
    expect(await fetcher.status('aro', '/api/v1/nodes/edge')).toBe(403);
    const removed = await fleet.kubectl('aro', ['delete', 'clusterrolebinding', NODE_RIGHTS]);
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    await fetcher.until('aro', '/api/v1/nodes', 403);
    const { code, stderr } = await place.run(line, fetcher.kubeconfig);
    expect([code, stderr.match(/error GET\d+/g)]).toEqual([3, ['error GET008']]);
    expect(stderr).toContain('aro/Node: error GET008: cannot read the list of Nodes (mesh "office-mesh"): forbidden');
  });
});
