import type { MeshPlan, Peer } from '../../../lib/ossm2/model';
import type { ControlPlaneOverride } from '../../../lib/topology/model';
import { at } from './pools';

/**
 * An override of what the peers of a mesh, or the mesh itself, rely on; undefined for a mesh without peers. Not among
 * them is `requestedNetworkView`, of which the linter only warns, as since v2.4 it has no effect.
 */
export function breakingOverride({ peers, namespace }: MeshPlan, n: number): ControlPlaneOverride | undefined {
  if (peers.length === 0) return undefined;
  const peer: Peer = at(peers, n);
  const ingress = (props: object) => ({ gateways: { additionalIngress: { [peer.ingress.name]: props } } });
  const egress = (props: object) => ({ gateways: { additionalEgress: { [peer.egress.name]: props } } });
  const overrides: readonly ControlPlaneOverride[] = [
    { security: { trust: { domain: 'another.local' } } },
    { security: { trust: { domain: peer.trustDomain } } },
    { security: { trust: { domain: 'cluster.local' } } },
    { cluster: { name: peer.name } },
    { mode: 'ClusterWide' },
    ingress({ enabled: false }),
    ingress({ namespace: `${namespace.slice(0, 60)}-x` }),
    ingress({ service: { type: 'ClusterIP' } }),
    ingress({ service: { type: 'NodePort', ports: [{ name: 'tls', port: 15443, nodePort: 31_000 }] } }),
    ingress({ service: { ports: [] } }),
    ingress({ service: { ports: [{ name: 'tls', port: 15443 }] } }),
    egress({ enabled: false }),
    egress({ service: { ports: [{ name: 'http-discovery', port: 8188 }] } }),
    egress({
      service: {
        ports: [
          { name: 'http-discovery', port: 8188, targetPort: 80 },
          { name: 'tls', port: 15443 },
        ],
      },
    }),
    { gateways: { additionalEgress: { [peer.ingress.name]: { enabled: true } } } },
    { gateways: { additionalIngress: { 'istio-ingressgateway': { enabled: true } } } },
  ];
  return at(overrides, n);
}
