import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ExportedServiceSet, ImportedServiceSet, ServiceMeshPeer } from '../../../imports/federation.maistra.io';
import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '../../../imports/security.istio.io';
import { mutable } from '../../charts/mutable';
import type { StageFiles } from '../../generation';
import type { AccessPolicy, MeshPlan, Peer } from '../model';

/**
 * The peers of a mesh, one file each, and the access policies for what it exports. The ServiceMeshPeer comes last, as
 * it is read together with the other objects; without them it waits for the next resync (fact sheet 10.1).
 */
export function addFederation(stage: StageFiles, mesh: MeshPlan): void {
  for (const peer of mesh.peers) addPeer(stage.file(`${mesh.name}.${peer.name}`), mesh.namespace, peer);
  // A policy stands before what it guards: files are applied in the order of their names.
  for (const policy of mesh.accessPolicies) addAccessPolicy(stage.file(`00-access.${mesh.name}`), policy);
}

function addPeer(scope: Construct, namespace: string, peer: Peer): void {
  const { name, exports, imports, locality } = peer;
  addRootCertificate(scope, namespace, peer);
  if (exports.length > 0) {
    const spec = mutable({ exportRules: exports });
    new ExportedServiceSet(scope, 'exports', { metadata: { name, namespace }, spec });
  }
  if (imports.length > 0) {
    const spec = mutable({ ...(locality && { locality }), importRules: imports });
    new ImportedServiceSet(scope, 'imports', { metadata: { name, namespace }, spec });
  }
  addServiceMeshPeer(scope, namespace, peer);
}

function addRootCertificate(scope: Construct, namespace: string, { rootCertificate }: Peer): void {
  new k8s.KubeConfigMap(scope, 'root-certificate', {
    metadata: { name: rootCertificate.configMap, namespace },
    data: { 'root-cert.pem': rootCertificate.pem },
  });
}

function addServiceMeshPeer(scope: Construct, namespace: string, peer: Peer): void {
  const { name, remote, ingress, egress, trustDomain, clientIdentity, rootCertificate } = peer;
  new ServiceMeshPeer(scope, 'peer', {
    metadata: { name, namespace },
    spec: {
      remote: mutable(remote),
      gateways: { ingress: { name: ingress.name }, egress: { name: egress.name } },
      security: {
        trustDomain,
        clientId: clientIdentity,
        certificateChain: { kind: 'ConfigMap', name: rootCertificate.configMap },
      },
    },
  });
}

function addAccessPolicy(scope: Construct, { name, namespace, workload, principals }: AccessPolicy): void {
  new AuthorizationPolicy(scope, `access.${namespace}.${name}`, {
    metadata: { name, namespace },
    spec: {
      ...(Object.keys(workload).length > 0 && { selector: { matchLabels: workload } }),
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: [{ from: [{ source: { principals: [...principals] } }] }],
    },
  });
}
