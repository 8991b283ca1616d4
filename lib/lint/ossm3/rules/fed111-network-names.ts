import { NETWORK_LABEL } from '../../../observed/ossm3/gateways';
import { VALUES } from '../../../observed/ossm3/meshes';
import type { MeshGateway } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  ownNetwork: {
    severity: 'error',
    message: 'the remote Gateway has the network "{network}", which is the network of this mesh',
    effect:
      'endpoints of that network count as local ones, which need no gateway: calls to imports fail, and local calls may leave the cluster',
    fix: 'write another name for the network of the other mesh, also in the WorkloadEntries',
    related: ['the network of this mesh'],
  },
  networkOfPeer: {
    severity: 'error',
    message: 'the remote Gateway has the network "{network}", which the ServiceMeshPeer "{peer}" gives to its mesh',
    effect: 'the addresses of the two gateways overwrite each other, and calls over either way fail',
    fix: 'write another name, such as "{peer}-network", also in the WorkloadEntries',
    related: ['the ServiceMeshPeer'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED111: the networks of other meshes have names of their own. */
export const networkNames: Rule = {
  id: 'FED111',
  generations: ['ossm3'],
  title: 'a remote Gateway has a network of its own, which is neither that of the mesh nor that of a ServiceMeshPeer',
  cause:
    'The label was copied from the gateway of the own network, or has the name that OpenShift Service Mesh 2 uses for the peer.',
  fix: 'Write a name such as <peer>-network; it is known to the importing mesh alone.',
  sources: [GUIDE, 'maistra/istio pkg/servicemesh/federation/discovery/controller.go (network of a peer)'],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'Gateway remote-north-mesh', 'metadata.labels[topology.istio.io/network]', 'network-west-mesh'),
    set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.address', '203.0.113.9'),
    set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.ports', { http: 15443 }),
  ]),
  check: ({ ossm3 }, report) => {
    for (const gateway of ossm3.meshes.flatMap(({ gateways }) => gateways)) {
      const found = gateway.isRemote ? checkNetwork(gateway) : undefined;
      if (found !== undefined) report(found);
    }
  },
};

function checkNetwork({ mesh, object, network }: MeshGateway): Finding | undefined {
  const place = { object, path: ['metadata', 'labels', NETWORK_LABEL] };
  if (network === undefined) return undefined;
  if (network === mesh.network) {
    const own = mesh.object === undefined ? [] : [{ object: mesh.object, path: [...VALUES, 'global', 'network'] }];
    return finding('ownNetwork', { ...place, related: own }, { network });
  }
  const peer = (mesh.cluster.byKind.get('ServiceMeshPeer') ?? []).find(({ name }) => network === `network-${name}`);
  return peer && finding('networkOfPeer', { ...place, related: [{ object: peer }] }, { network, peer: peer.name });
}
