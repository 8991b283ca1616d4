import type { Remote } from '../../lib/ossm2/model';
import { peerOf, plansOf } from '../helpers/topology-text';

/** How a mesh `b` on another cluster reaches its peer `a`. */
function reach({ cluster = '{}', mesh = '{}', side = '{}' }): Remote {
  const federation = plansOf(`clusters: { a: ${cluster}, b: {} }
meshes: { a: ${mesh}, b: {} }
peerings: [{ between: [a, b], sides: { a: { ingress: ${side} } } }]
`);
  return peerOf(federation, 'b', 'a').remote;
}

const NODE_PORTS = 'nodePorts: { service: 31443, discovery: 31188 }';

describe('a load balancer', () => {
  test('is reached at an address that is still to be fetched, on the ports of the mesh', () => {
    expect(reach({})).toEqual({
      addresses: ['<ossm-fed:address:a:b-ingress>'],
      servicePort: 15443,
      discoveryPort: 8188,
    });
  });

  test('with a static IP address is reached there', () => {
    expect(reach({ side: '{ loadBalancerIP: 192.0.2.7 }' }).addresses).toEqual(['192.0.2.7']);
  });

  test('with stated addresses is reached there, whatever its own address', () => {
    const side = '{ loadBalancerIP: 192.0.2.7, addresses: [mesh.example.org, "2001:db8::7"] }';
    expect(reach({ side }).addresses).toEqual(['mesh.example.org', '2001:db8::7']);
  });

  test('behind something else is reached on the ports of that', () => {
    const side = '{ addresses: [mesh.example.org], ports: { service: 443 } }';
    expect(reach({ side })).toEqual({ addresses: ['mesh.example.org'], servicePort: 443, discoveryPort: 8188 });
  });

  test('is not reached on its node ports', () => {
    const { servicePort, discoveryPort } = reach({ side: `{ ${NODE_PORTS} }` });
    expect([servicePort, discoveryPort]).toEqual([15443, 8188]);
  });
});

describe('a NodePort', () => {
  test('without fixed ports is reached where and on what is still to be fetched', () => {
    expect(reach({ cluster: '{ platform: baremetal }' })).toEqual({ addresses: ['<ossm-fed:address:a:b-ingress>'] });
  });

  test('with fixed ports and the addresses of nodes needs nothing to be fetched', () => {
    const mesh = '{ ingress: { addresses: [192.0.2.11, 192.0.2.12] } }';
    expect(reach({ cluster: '{ platform: baremetal }', mesh, side: `{ ${NODE_PORTS} }` })).toEqual({
      addresses: ['192.0.2.11', '192.0.2.12'],
      servicePort: 31443,
      discoveryPort: 31188,
    });
  });

  test('behind a proxy is reached on the ports of the proxy', () => {
    const side = `{ type: NodePort, ${NODE_PORTS}, addresses: [proxy.example.org], ports: { service: 15443, discovery: 8188 } }`;
    expect(reach({ side })).toEqual({ addresses: ['proxy.example.org'], servicePort: 15443, discoveryPort: 8188 });
  });

  test('with fixed ports has them in its Service', () => {
    const federation = plansOf(`clusters: { a: { platform: baremetal }, b: {} }
meshes: { a: {}, b: {} }
peerings: [{ between: [a, b], sides: { a: { ingress: { ${NODE_PORTS} } } } }]
`);
    expect(peerOf(federation, 'a', 'b').ingress.ports).toEqual([
      { name: 'tls', port: 15443, nodePort: 31443 },
      { name: 'https-discovery', port: 8188, nodePort: 31188 },
    ]);
  });
});

describe('a ClusterIP', () => {
  test('is reached by the name of its Service within the cluster', () => {
    const federation = plansOf(`clusters: { shared: { domain: corp.example } }
meshes: { a: { cluster: shared, namespace: a-system }, b: { cluster: shared } }
peerings: [{ between: [a, b] }]
`);
    expect(peerOf(federation, 'b', 'a').remote).toEqual({
      addresses: ['b-ingress.a-system.svc.corp.example'],
      servicePort: 15443,
      discoveryPort: 8188,
    });
  });

  test('is reached from another cluster at the addresses of what leads to it', () => {
    const side = '{ type: ClusterIP, addresses: [proxy.example.org] }';
    expect(reach({ side })).toEqual({ addresses: ['proxy.example.org'], servicePort: 15443, discoveryPort: 8188 });
  });
});

describe('one mesh with a neighbour on its cluster and a peer elsewhere', () => {
  const federation = plansOf(`clusters: { plant: { platform: baremetal }, office: {} }
meshes:
  dev: { cluster: plant, ingress: { addresses: [192.0.2.11] } }
  edge: { cluster: plant }
  far: { cluster: office }
peerings:
  - between: [dev, edge]
  - between: [dev, far]
    sides: { dev: { ingress: { ${NODE_PORTS} } } }
`);

  test('is reached by its neighbour within the cluster, not at the nodes', () => {
    expect(peerOf(federation, 'edge', 'dev').remote).toEqual({
      addresses: ['edge-ingress.dev.svc.cluster.local'],
      servicePort: 15443,
      discoveryPort: 8188,
    });
  });

  test('is reached by the other peer at the nodes', () => {
    expect(peerOf(federation, 'far', 'dev').remote).toEqual({
      addresses: ['192.0.2.11'],
      servicePort: 31443,
      discoveryPort: 31188,
    });
  });
});

test('a neighbour on the cluster is dialed elsewhere where the peering itself says so', () => {
  const federation = plansOf(`clusters: { shared: {} }
meshes: { a: { cluster: shared }, b: { cluster: shared } }
peerings: [{ between: [a, b], sides: { a: { ingress: { addresses: [proxy.example.org] } } } }]
`);
  expect(peerOf(federation, 'b', 'a').remote.addresses).toEqual(['proxy.example.org']);
  expect(peerOf(federation, 'a', 'b').remote.addresses).toEqual(['a-ingress.b.svc.cluster.local']);
});
