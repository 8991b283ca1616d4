import { valueAt } from '../../../lib/values';
import { objectsIn, render } from '../../helpers/synthesize';
import { loadText } from '../../helpers/topology-text';

const TOPOLOGY = `defaults: { meshes: { version: v3.4 } }
clusters: { west: {}, east: {} }
meshes: { west: {}, east: { workloads: [{ bookinfo: { namespace: shop } }] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: details } }]
`;

/** The networks that the Istio resource of a mesh states. */
const networksOf = (mesh: string): unknown => {
  const istio = objectsIn(render(loadText(TOPOLOGY))).get(`${mesh}: Istio/${mesh}`);
  expect(istio).toBeDefined();
  return valueAt(istio, ['spec', 'values', 'global', 'meshNetworks']);
};

test('a mesh that imports knows a gateway of a network without endpoints, whatever is known of its peers', () => {
  const gateways = [{ address: '192.0.2.1', port: 15443 }];
  expect(networksOf('west')).toEqual({ 'unused.ossm-fed.invalid': { gateways } });
});

test('a mesh that imports nothing has no networks', () => {
  expect(networksOf('east')).toBeUndefined();
});
