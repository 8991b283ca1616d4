import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { FederationAccessPolicy } from '../../charts/access-policy';
import { addSharedNamespace, KEPT_BY_ARGO_CD } from '../../charts/namespaces';
import { addTraffic } from '../../charts/traffic';
import type { StageFiles } from '../../generation';
import type { NamespacePlan, Ossm3Mesh, Ossm3Plan } from '../model';
import { CNI_NAMESPACE } from '../names';
import { addStrictness, ClusterCni, IstioControlPlane } from './control-plane';
import { addEastWestGateway, addExposure, PeerGateway } from './gateways';
import { addEndpoint, addExport, addImport } from './services';

/** Adds the objects of a cluster to the charts of stages. */
export function addCluster(stageOf: (stage: string) => StageFiles, { meshes, cniVersion }: Ossm3Plan): void {
  if (cniVersion !== undefined) {
    const file = stageOf('mesh').file('istio-cni');
    addSharedNamespace(stageOf('namespaces').file('istio-cni'), CNI_NAMESPACE);
    new ClusterCni(file, 'cni', cniVersion);
  }
  for (const mesh of meshes) addMesh(stageOf, mesh);
}

function addMesh(stageOf: (stage: string) => StageFiles, mesh: Ossm3Mesh): void {
  const { name, istio, gateway } = mesh;
  const own = stageOf('mesh').file(name);
  for (const namespace of mesh.namespaces) {
    addNamespace(namespace.isShared ? stageOf('namespaces').file(`${name}.members`) : own, namespace);
  }
  new IstioControlPlane(own, 'control-plane', mesh);
  addStrictness(own, mesh);
  if (gateway !== undefined) addEastWestGateway(own, gateway, istio);
  addShares(stageOf, mesh);
  addTraffic(stageOf('traffic'), mesh.routes);
  // A policy comes before what exposes its service: files are applied in the order of their names.
  for (const policy of mesh.accessPolicies) {
    const file = stageOf('federation').file(`00-access.${name}`);
    new FederationAccessPolicy(file, `${policy.namespace}.${policy.name}`, policy);
  }
}

/** What a mesh exports, in one file, and what it imports, in a file for each peer. */
function addShares(stageOf: (stage: string) => StageFiles, mesh: Ossm3Mesh): void {
  const { name, namespace, istio, gateway } = mesh;
  if (gateway !== undefined) {
    const file = stageOf('federation').file(`${name}.exports`);
    for (const exported of mesh.exports) addExport(file, gateway.namespace, exported);
    addExposure(file, gateway);
  }
  for (const remote of mesh.remotes) {
    const file = stageOf('federation').file(`${name}.${remote.mesh}`);
    new PeerGateway(file, 'gateway', namespace, istio, remote);
    for (const imported of mesh.imports) if (imported.mesh === remote.mesh) addImport(file, namespace, imported);
    for (const endpoint of mesh.endpoints) if (endpoint.mesh === remote.mesh) addEndpoint(file, endpoint);
  }
}

function addNamespace(scope: Construct, { name, labels, isShared }: NamespacePlan): void {
  const [key, value] = KEPT_BY_ARGO_CD;
  new k8s.KubeNamespace(scope, `namespace-${name}`, {
    metadata: { name, labels: { ...labels }, ...(isShared && { annotations: { [key]: value } }) },
  });
}
