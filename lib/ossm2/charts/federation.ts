import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ExportedServiceSet, ImportedServiceSet, ServiceMeshPeer } from '../../../imports/federation.maistra.io';
import { mutable } from '../../charts/mutable';
import type { Egress, Ingress, Peer } from '../model';

/** What a mesh needs for one of its peers: root certificates, exports, imports, and the peer itself. */
export class FederationPeer extends Construct {
  /** @param props the control plane namespace of the mesh, and the peer as the mesh sees it */
  constructor(scope: Construct, id: string, props: FederationPeerProps) {
    super(scope, id);
    addRootCertificate(this, props);
    addServiceSets(this, props);
    // Last, as it is read together with the other objects; without them it waits for the next resync.
    addServiceMeshPeer(this, props);
  }
}

/** A peer of a mesh: its name, addresses, trusted identity, exports and imports. */
export interface FederationPeerProps extends Omit<Peer, 'mesh' | 'ingress' | 'egress'> {
  /** The control plane namespace of the mesh that has the peer. */
  readonly namespace: string;
  /** The mesh's ingress gateway for the peer. */
  readonly ingress: Pick<Ingress, 'name'>;
  /** The mesh's egress gateway for the peer. */
  readonly egress: Pick<Egress, 'name'>;
}

function addServiceSets(scope: Construct, props: FederationPeerProps): void {
  const { namespace, name, exports, imports, locality } = props;
  if (exports.length > 0) {
    const spec = mutable({ exportRules: exports });
    new ExportedServiceSet(scope, 'exports', { metadata: { name, namespace }, spec });
  }
  if (imports.length > 0) {
    const spec = mutable({ ...(locality && { locality }), importRules: imports });
    new ImportedServiceSet(scope, 'imports', { metadata: { name, namespace }, spec });
  }
}

function addRootCertificate(scope: Construct, { namespace, rootCertificate }: FederationPeerProps): void {
  new k8s.KubeConfigMap(scope, 'root-certificate', {
    metadata: { name: rootCertificate.configMap, namespace },
    data: { [rootCertificate.key]: rootCertificate.pem },
  });
}

function addServiceMeshPeer(scope: Construct, props: FederationPeerProps): void {
  const { namespace, name, remote, ingress, egress, trustDomain, clientID, rootCertificate } = props;
  new ServiceMeshPeer(scope, 'peer', {
    metadata: { name, namespace },
    spec: {
      remote: mutable(remote),
      gateways: { ingress: { name: ingress.name }, egress: { name: egress.name } },
      security: {
        trustDomain,
        clientId: clientID,
        certificateChain: { kind: 'ConfigMap', name: rootCertificate.configMap },
      },
    },
  });
}
