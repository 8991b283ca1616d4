import type { Labels } from '../../../matching/label-selector';
import { labelsAt } from '../../../observed/fields';
import { PASSTHROUGH_PORT, selects } from '../../../observed/ossm3/entries';
import type { ExposedHost, IstioMesh, MeshGateway } from '../../../observed/ossm3/model';
import type { WorkloadsByNamespace } from '../../rules/support/workloads';
import { namespacesWithWorkloads } from './namespaces';
import { minorOfIstio } from './versions';

/** The gateways of the own network, for which Istio deploys pods. */
export function ownGateways({ gateways }: IstioMesh): readonly MeshGateway[] {
  return gateways.filter(({ isRemote }) => !isRemote);
}

/** The labels of the pods of a gateway, also those that versions of Istio before 1.24 set. */
export function podLabelsOf({ mesh, object, podLabels }: MeshGateway): Labels {
  return hasOldGateways(mesh) ? { ...podLabels, 'istio.io/gateway-name': object.name } : podLabels;
}

/** Whether a control plane before Istio 1.24 may have deployed the gateways: an old version, or OpenShift Service Mesh 2. */
export function hasOldGateways({ cluster, version }: IstioMesh): boolean {
  const minor = minorOfIstio(version);
  return cluster.byKind.has('ServiceMeshControlPlane') || (minor !== undefined && minor < 24);
}

/** The namespaces of the pods that serve an exposed host; that of the Gateway itself where the pods are unknown. */
export function gatewayNamespaces(exposed: ExposedHost, workloads: WorkloadsByNamespace): readonly string[] {
  const { mesh, object, selector } = exposed;
  const found =
    selector === undefined
      ? []
      : [
          ...ownGateways(mesh)
            .filter((gateway) => selects(selector, podLabelsOf(gateway)))
            .map((gateway) => gateway.object.namespace ?? ''),
          ...namespacesWithWorkloads(mesh, selector, workloads),
        ];
  return found.length > 0 ? [...new Set(found)].sort() : [object.namespace ?? ''];
}

/** Whether a remote Gateway is a way to its network: a listener has the option for it, or the port of such gateways. */
export function isPassthrough({ object, listeners }: MeshGateway): boolean {
  const labelled = labelsAt(object.value, ['metadata', 'labels'])['networking.istio.io/gatewayPort'];
  const port = labelled === undefined ? PASSTHROUGH_PORT : Number(labelled);
  return listeners.some((listener) => listener.isAutoPassthrough || listener.port === port);
}
