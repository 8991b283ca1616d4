import type { JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Istio,
  IstioCni,
  IstioSpecUpdateStrategyType,
  type IstioSpecValues,
  type IstioSpecValuesMeshConfig,
} from '../../../imports/sailoperator.io';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '../../../imports/security.istio.io';
import { overridden } from '../../charts/overridden';
import { plainManifest } from '../../charts/plain-manifest';
import type { ControlPlaneOverride } from '../../topology/model';
import type { IstioPlan, Ossm3Mesh, TrustedRootPlan } from '../model';
import { CNI_NAME, CNI_NAMESPACE, EAST_WEST_PORT, MESH_LABEL } from '../names';

/**
 * A network without endpoints. As long as istiod knows no gateway of any network, it sends endpoints without an address as they
 * are, and Envoy rejects them with all others of the update, those of local pods too; from the first gateway on, istiod leaves
 * out endpoints of networks without one. So calls within a mesh do not depend on whether the addresses of its peers are known and
 * their names can be resolved. The address is reserved for documentation, and nothing calls it. Sources: istio/istio
 * `pilot/pkg/xds/endpoints/ep_filters.go` (EndpointsByNetworkFilter); RFC 5737.
 */
const UNUSED_NETWORK = {
  'unused.ossm-fed.invalid': { gateways: [{ address: '192.0.2.1', port: EAST_WEST_PORT }] },
};

/** The CNI plugin of a cluster, which all of its meshes share. */
export class ClusterCni extends IstioCni {
  /** @param version the version of Istio, such as `v1.30-latest` */
  constructor(scope: Construct, id: string, version: string) {
    super(scope, id, {
      metadata: { name: CNI_NAME },
      spec: { namespace: CNI_NAMESPACE, version },
    });
  }
}

/** The control plane of a mesh, which trusts the roots of its peers. */
export class IstioControlPlane extends Istio {
  private readonly specOverride: ControlPlaneOverride | undefined;
  private readonly operations: JsonPatch[] = [];

  constructor(scope: Construct, id: string, mesh: Pick<Ossm3Mesh, 'name' | 'namespace' | 'istio' | 'remotes'>) {
    const { istio, namespace } = mesh;
    super(scope, id, {
      metadata: { name: istio.name },
      spec: {
        namespace,
        version: istio.version,
        updateStrategy: { type: IstioSpecUpdateStrategyType.REVISION_BASED },
        values: valuesOf(mesh),
      },
    });
    this.specOverride = istio.override;
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  /** The manifest with the override, and then the patches. */
  override toJson(): unknown {
    const { specOverride, operations } = this;
    const plain = operations.length === 0 ? plainManifest(this, Istio) : undefined;
    return overridden(plain ?? super.toJson(), specOverride, operations);
  }
}

/** Whether the workloads of a mesh reject calls without TLS. */
export function addStrictness(
  scope: Construct,
  { namespace, isStrict }: Pick<Ossm3Mesh, 'namespace' | 'isStrict'>,
): void {
  if (isStrict === undefined) return;
  const mode = isStrict ? PeerAuthenticationSpecMtlsMode.STRICT : PeerAuthenticationSpecMtlsMode.PERMISSIVE;
  new PeerAuthentication(scope, 'mtls', { metadata: { name: 'default', namespace }, spec: { mtls: { mode } } });
}

function valuesOf({ name, istio, remotes }: Pick<Ossm3Mesh, 'name' | 'istio' | 'remotes'>): IstioSpecValues {
  return {
    global: {
      network: istio.network,
      ...(remotes.length > 0 && { meshNetworks: UNUSED_NETWORK }),
      ...(istio.clusterName !== undefined && { multiCluster: { clusterName: istio.clusterName } }),
    },
    meshConfig: meshConfigOf(name, istio),
    pilot: {
      env: {
        ISTIO_MULTIROOT_MESH: 'true',
        ...(istio.allocatesAddresses && { PILOT_ENABLE_IP_AUTOALLOCATE: 'true' }),
      },
    },
  };
}

/** Proxies read roots of other meshes from the agent, and resolve imported hosts by captured DNS requests. */
function meshConfigOf(mesh: string, { trustDomain, roots, selectsNamespaces }: IstioPlan): IstioSpecValuesMeshConfig {
  return {
    trustDomain,
    ...(roots.length > 0 && { caCertificates: roots.map(certificateOf) }),
    defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true', PROXY_CONFIG_XDS_AGENT: 'true' } },
    ...(selectsNamespaces && { discoverySelectors: [{ matchLabels: { [MESH_LABEL]: mesh } }] }),
  };
}

function certificateOf({ pem, trustDomain }: TrustedRootPlan) {
  return { ...(pem !== undefined && { pem }), ...(trustDomain !== undefined && { trustDomains: [trustDomain] }) };
}
