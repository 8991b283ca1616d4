import { PUBLISHED_ROOT } from '../../facts/root/config-map';
import { NODES } from '../../status/address';
import { CHANGES, type ListedKind } from '../../status/observation';
import { operatorLists } from '../../status/operators';
import type { MeshPlan, Ossm2Plan } from '../model';

const CREATED = ['metadata', 'creationTimestamp'];
const FEDERATION = 'federation.maistra.io/v1';

/** The objects of a cluster that its status depends on. No Secret is among them, and of Pods only their names and phases. */
export function listsOf({ operators, meshes }: Ossm2Plan): readonly ListedKind[] {
  const hasNodePorts = meshes.some(({ peers }) => peers.some(({ ingress }) => ingress.type === 'NodePort'));
  return [...operatorLists(operators), ...meshes.flatMap(meshLists), ...(hasNodePorts ? [NODES] : [])];
}

function meshLists({ namespace, members, peers }: MeshPlan): readonly ListedKind[] {
  const core = { apiVersion: 'v1', namespace };
  const federation = { apiVersion: FEDERATION, namespace, parts: [CREATED, CHANGES, ['spec'], ['status']] };
  const configMaps = [PUBLISHED_ROOT.name, ...peers.map(({ rootCertificate }) => rootCertificate.configMap)];
  const rootParts = [CREATED, CHANGES, ['data', PUBLISHED_ROOT.key]];
  const podParts = [
    ['metadata', 'labels', 'app'],
    ['metadata', 'deletionTimestamp'],
    ['status', 'phase'],
  ];
  return [
    ...operatedLists(namespace),
    { ...federation, kind: 'ServiceMeshPeer', plural: 'servicemeshpeers' },
    { ...federation, kind: 'ExportedServiceSet', plural: 'exportedservicesets' },
    { ...federation, kind: 'ImportedServiceSet', plural: 'importedservicesets' },
    { ...core, kind: 'ConfigMap', plural: 'configmaps', names: configMaps, parts: rootParts },
    { ...core, kind: 'Pod', plural: 'pods', parts: podParts },
    ...serviceLists(namespace, members),
  ];
}

/** What the operator of Service Mesh writes statuses of. */
function operatedLists(namespace: string): readonly ListedKind[] {
  return [
    {
      apiVersion: 'maistra.io/v2',
      namespace,
      kind: 'ServiceMeshControlPlane',
      plural: 'servicemeshcontrolplanes',
      parts: [
        ['metadata', 'generation'],
        ['status', 'observedGeneration'],
        ['status', 'conditions'],
      ],
    },
    {
      apiVersion: 'maistra.io/v1',
      namespace,
      kind: 'ServiceMeshMemberRoll',
      plural: 'servicemeshmemberrolls',
      parts: [
        ['spec', 'members'],
        ['status', 'pendingMembers'],
        ['status', 'conditions'],
      ],
    },
  ];
}

/** Services of the control plane and of the members, which are exported. */
function serviceLists(namespace: string, members: readonly string[]): readonly ListedKind[] {
  const parts = [
    ['metadata', 'labels'],
    ['metadata', 'annotations', 'networking.istio.io/exportTo'],
    ['spec', 'type'],
    ['spec', 'ports'],
    ['status', 'loadBalancer'],
  ];
  const services = { apiVersion: 'v1', kind: 'Service', plural: 'services', parts };
  if (members.includes('*')) return [services];
  return [...new Set([namespace, ...members])].map((one) => ({ ...services, namespace: one }));
}
