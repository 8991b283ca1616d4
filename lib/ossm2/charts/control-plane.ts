import type { JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ServiceMeshControlPlaneSpecGatewaysAdditionalIngressRuntimeContainerResourcesRequests as Amount,
  ServiceMeshControlPlane,
  type ServiceMeshControlPlaneProps,
  type ServiceMeshControlPlaneSpec,
  type ServiceMeshControlPlaneSpecAddons,
  type ServiceMeshControlPlaneSpecGatewaysAdditionalEgress,
  type ServiceMeshControlPlaneSpecGatewaysAdditionalIngress,
  ServiceMeshControlPlaneSpecMode,
  type ServiceMeshControlPlaneSpecSecurity,
} from '../../../imports/maistra.io';
import { mutable } from '../../charts/mutable';
import { overridden } from '../../charts/overridden';
import { plainManifest } from '../../charts/plain-manifest';
import type { ControlPlaneOverride, ResourcesProps } from '../../topology/model';
import type { ControlPlane, Egress, Gateway, GatewayPort, Ingress, Peer } from '../model';

/** A control plane and the gateways for each peer. */
export interface ControlPlaneProps {
  /** The control plane namespace. */
  readonly namespace: string;
  /** The first part of the identities of the mesh's workloads. */
  readonly trustDomain: string;
  /** The settings of the control plane. */
  readonly controlPlane: ControlPlane;
  /** The gateways for each peer. */
  readonly peers: readonly Pick<Peer, 'ingress' | 'egress'>[];
}

/** The control plane of a mesh with one ingress and one egress gateway per peer. */
export class FederatedControlPlane extends ServiceMeshControlPlane {
  private readonly override: ControlPlaneOverride | undefined;
  private readonly operations: JsonPatch[] = [];

  constructor(scope: Construct, id: string, mesh: ControlPlaneProps) {
    const { namespace, controlPlane } = mesh;
    const props: ServiceMeshControlPlaneProps = {
      metadata: { name: controlPlane.name, namespace },
      spec: specOf(mesh),
    };
    super(scope, id, props);
    this.override = controlPlane.override;
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  /** The manifest with the override, which can have any field of the manifest, and then the patches. */
  override toJson(): unknown {
    const { override, operations } = this;
    const plain = operations.length === 0 ? plainManifest(this, ServiceMeshControlPlane) : undefined;
    return overridden(plain ?? super.toJson(), override, operations);
  }
}

function specOf(mesh: ControlPlaneProps): ServiceMeshControlPlaneSpec {
  const { controlPlane, peers } = mesh;
  return {
    version: controlPlane.version,
    ...modeOf(controlPlane),
    cluster: { name: controlPlane.clusterName },
    security: securityOf(mesh),
    tracing: controlPlane.tracing,
    addons: addonsOf(controlPlane),
    ...(peers.length > 0 && {
      gateways: {
        additionalIngress: Object.fromEntries(peers.map(({ ingress }) => [ingress.name, ingressOf(ingress)])),
        additionalEgress: Object.fromEntries(peers.map(({ egress }) => [egress.name, egressOf(egress)])),
      },
    }),
  };
}

/** The cluster-wide mode is a field since v2.4, and was a technology preview with another value in v2.3. */
function modeOf({ mode, version }: ControlPlane): Pick<ServiceMeshControlPlaneSpec, 'mode' | 'techPreview'> {
  if (mode === 'MultiTenant') return {};
  if (version === 'v2.3') return { techPreview: { controlPlaneMode: 'ClusterScoped' } };
  return { mode: ServiceMeshControlPlaneSpecMode.CLUSTER_WIDE };
}

function securityOf({ controlPlane, trustDomain }: ControlPlaneProps): ServiceMeshControlPlaneSpecSecurity {
  const { identity, customCA, mtls } = controlPlane;
  return {
    trust: { domain: trustDomain },
    ...(identity !== undefined && { identity: { type: identity } }),
    ...(mtls !== undefined && { dataPlane: { mtls } }),
    ...(customCA && {
      certificateAuthority: {
        type: 'Istiod',
        istiod: { type: 'PrivateKey', privateKey: { rootCaDir: '/etc/cacerts' } },
      },
    }),
  };
}

function addonsOf({ addons, tracing }: ControlPlane): ServiceMeshControlPlaneSpecAddons {
  return {
    kiali: { enabled: addons.kiali },
    grafana: { enabled: addons.grafana },
    prometheus: { enabled: addons.prometheus },
    ...(tracing.type === 'Jaeger' && { jaeger: { install: { storage: { type: 'Memory' } } } }),
  };
}

function ingressOf(ingress: Ingress): ServiceMeshControlPlaneSpecGatewaysAdditionalIngress {
  const { type, ports, labels, annotations, sourceRanges, loadBalancerIP } = ingress;
  return {
    // The operator renders a gateway only where this is true; it has no default.
    enabled: true,
    routeConfig: { enabled: false },
    service: {
      type,
      metadata: { labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
      ports: ports.map(portOf),
      ...(sourceRanges.length > 0 && { loadBalancerSourceRanges: [...sourceRanges] }),
      ...(loadBalancerIP !== undefined && { loadBalancerIp: loadBalancerIP }),
    },
    ...runtimeOf(ingress),
  };
}

function egressOf(egress: Egress): ServiceMeshControlPlaneSpecGatewaysAdditionalEgress {
  const { labels, ports, network } = egress;
  return {
    enabled: true,
    requestedNetworkView: [network],
    service: { metadata: { labels }, ports: ports.map(portOf) },
    ...runtimeOf(egress),
  };
}

function portOf({ name, port, nodePort }: GatewayPort): GatewayPort {
  return { name, port, ...(nodePort !== undefined && { nodePort }) };
}

function runtimeOf({
  replicas,
  requests,
  limits,
}: Gateway): Pick<ServiceMeshControlPlaneSpecGatewaysAdditionalIngress, 'runtime'> {
  if (replicas === undefined && requests === undefined && limits === undefined) return {};
  const resources = {
    ...(requests && { requests: amountsOf(requests) }),
    ...(limits && { limits: amountsOf(limits) }),
  };
  return {
    runtime: {
      ...(replicas !== undefined && { deployment: { replicas, autoScaling: { enabled: false } } }),
      ...((requests ?? limits) && { container: { resources: mutable(resources) } }),
    },
  };
}

function amountsOf(resources: ResourcesProps): { [resource: string]: Amount } {
  return Object.fromEntries(
    Object.entries(resources).map(([name, amount]) => [name, Amount.fromString(String(amount))]),
  );
}
