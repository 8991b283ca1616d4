import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import {
  type GatewayProps,
  type GatewaySpecListeners,
  GatewaySpecListenersTlsMode,
  Gateway as KubernetesGateway,
} from '../../../imports/gateway.networking.k8s.io';
import { Gateway, GatewaySpecServersTlsMode } from '../../../imports/networking.istio.io';
import { addressType } from '../../facts/address/address-type';
import type { EastWestGateway, GatewaySettings, IstioPlan, RemoteGateway } from '../model';
import { EAST_WEST_PORT, EXPOSURE_NAME, GATEWAY_LABEL, NETWORK_LABEL, REVISION_LABEL } from '../names';

/** The name of the port and of the listener for calls between meshes. */
const LISTENER = 'cross-network';

/** A name that nobody resolves: the listener alone exposes no host. Source: RFC 2606. */
const NO_HOST = 'nothing.ossm-fed.invalid';

/** The type of the Service of a gateway. Source: Istio documentation, Resource Annotations. */
const SERVICE_TYPE = 'networking.istio.io/service-type';

/** The gateway of a mesh that peers call; istiod creates its Deployment and its Service. */
export function addEastWestGateway(scope: Construct, gateway: EastWestGateway, istio: IstioPlan): void {
  const { name, namespace, type, annotations, settings } = gateway;
  const settingsName = `${name}-settings`;
  if (settings !== undefined) {
    new k8s.KubeConfigMap(scope, 'settings', {
      metadata: { name: settingsName, namespace },
      data: settingsData(settings),
    });
  }
  const all = { ...(type !== 'LoadBalancer' && { [SERVICE_TYPE]: type }), ...annotations };
  new KubernetesGateway(scope, 'gateway', {
    metadata: {
      name,
      namespace,
      labels: { [GATEWAY_LABEL]: name, [NETWORK_LABEL]: istio.network, [REVISION_LABEL]: istio.revision },
      ...(Object.keys(all).length > 0 && { annotations: all }),
    },
    spec: {
      gatewayClassName: 'istio',
      ...(settings !== undefined && {
        infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: settingsName } },
      }),
      listeners: [{ ...listenerOf(EAST_WEST_PORT), hostname: NO_HOST }],
    },
  });
}

/** Which hosts the gateway of a mesh passes on to their services, by the name that the caller's TLS asks for. */
export function addExposure(scope: Construct, { name, namespace, hosts }: EastWestGateway): void {
  new Gateway(scope, 'exposed-hosts', {
    metadata: { name: EXPOSURE_NAME, namespace },
    spec: {
      selector: { [GATEWAY_LABEL]: name },
      servers: [
        {
          port: { number: EAST_WEST_PORT, name: 'tls', protocol: 'TLS' },
          tls: { mode: GatewaySpecServersTlsMode.AUTO_UNDERSCORE_PASSTHROUGH },
          hosts: [...hosts],
        },
      ],
    },
  });
}

/** The gateway of a peer: where the endpoints of its network are reached. Nothing is deployed for it. */
export class PeerGateway extends KubernetesGateway {
  constructor(scope: Construct, id: string, namespace: string, { revision }: IstioPlan, remote: RemoteGateway) {
    const props: GatewayProps = {
      metadata: {
        name: remote.name,
        namespace,
        labels: { [NETWORK_LABEL]: remote.network, [REVISION_LABEL]: revision },
      },
      spec: {
        gatewayClassName: 'istio-remote',
        addresses: remote.addresses.map((value) => ({ type: addressType(value), value })),
        listeners: [listenerOf(remote.port)],
      },
    };
    super(scope, id, props);
  }
}

function listenerOf(port: number): GatewaySpecListeners {
  return {
    name: LISTENER,
    port,
    protocol: 'TLS',
    tls: {
      mode: GatewaySpecListenersTlsMode.PASSTHROUGH,
      options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' },
    },
  };
}

/** The parts of the Service and the Deployment that are merged into what istiod creates. */
function settingsData(settings: GatewaySettings): { [key: string]: string } {
  const { nodePort, sourceRanges, loadBalancerIP, replicas, requests, limits } = settings;
  const service = {
    ...(sourceRanges !== undefined && { loadBalancerSourceRanges: sourceRanges }),
    ...(loadBalancerIP !== undefined && { loadBalancerIP }),
    ...(nodePort !== undefined && { ports: [{ port: EAST_WEST_PORT, nodePort }] }),
  };
  const resources = { ...(requests && { requests }), ...(limits && { limits }) };
  const hasResources = Object.keys(resources).length > 0;
  const pods = hasResources ? { template: { spec: { containers: [{ name: 'istio-proxy', resources }] } } } : {};
  const deployment = { ...(replicas !== undefined && { replicas }), ...pods };
  const parts = { deployment, service };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, spec]) =>
      Object.keys(spec).length === 0 ? [] : [[key, stringify({ spec })]],
    ),
  );
}
