import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ExportedServiceSet, ImportedServiceSet, ServiceMeshPeer } from '../../../imports/federation.maistra.io';
import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '../../../imports/security.istio.io';
import { mutable } from '../../charts/mutable';
import type { AccessPolicy, Peer } from '../model';

/** What a mesh needs for one of its peers: root certificates, exports, imports, and the peer itself. */
export class FederationPeer extends Construct {
  /** @param props the control plane namespace of the mesh, and the peer */
  constructor(scope: Construct, id: string, { namespace, peer }: FederationPeerProps) {
    super(scope, id);
    addRootCertificate(this, namespace, peer);
    addServiceSets(this, namespace, peer);
    // Last, as it is read together with the other objects; without them it waits for the next resync.
    addServiceMeshPeer(this, namespace, peer);
  }
}

/** Where a peer belongs, and all that is known of it. */
export interface FederationPeerProps {
  /** The control plane namespace of the mesh that has the peer. */
  readonly namespace: string;
  /** The peer as the mesh sees it. */
  readonly peer: Peer;
}

function addServiceSets(scope: Construct, namespace: string, { name, exports, imports, locality }: Peer): void {
  if (exports.length > 0) {
    const spec = mutable({ exportRules: exports });
    new ExportedServiceSet(scope, 'exports', { metadata: { name, namespace }, spec });
  }
  if (imports.length > 0) {
    const spec = mutable({ ...(locality && { locality }), importRules: imports });
    new ImportedServiceSet(scope, 'imports', { metadata: { name, namespace }, spec });
  }
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

/** Who may call the pods behind shared services of one namespace. */
export class FederationAccessPolicy extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, { name, namespace, workload, principals }: AccessPolicy) {
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        ...(Object.keys(workload).length > 0 && { selector: { matchLabels: workload } }),
        action: AuthorizationPolicySpecAction.ALLOW,
        rules: [{ from: [{ source: { principals: [...principals] } }] }],
      },
    });
  }
}
