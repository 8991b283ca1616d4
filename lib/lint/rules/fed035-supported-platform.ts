import type { ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { type Edit, type ExampleCluster, set } from '../examples/edit';
import type { Rule } from '../rule';

/** The versions of before the first that is supported on the managed OpenShift of a cloud. */
const TOO_OLD = new Set(['v2.0', 'v2.1']);

/** The managed OpenShift of the clouds. */
const MANAGED: { readonly [platform: string]: string } = { aws: 'ROSA', azure: 'ARO' };

/** FED035: federated meshes run where federation is supported. */
export const supportedPlatform: Rule = {
  id: 'FED035',
  severity: 'warning',
  title: 'a federated mesh runs on a platform for which federation is supported',
  cause: 'The platform was chosen before anybody asked whether federation is supported on it.',
  effect: 'it may work, but Red Hat gives no support for it',
  fix: 'Run the mesh on ROSA with OpenShift Service Mesh 2.2 or newer, on ARO, or on an OpenShift of your own.',
  source: 'fact sheet 1.2 and 9 (D31)',
  example: {
    given: [...operatorOf22('west'), ...operatorOf22('east')],
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.version', 'v2.1')],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const finding = mesh.peers.length === 0 ? undefined : (checkDedicated(mesh) ?? checkVersion(mesh));
      if (finding !== undefined) report(finding);
    }
  },
};

/** An operator that still takes old versions, with a mesh of the oldest one that is supported. */
function operatorOf22(cluster: ExampleCluster): readonly Edit[] {
  return [
    set(cluster, 'Subscription servicemeshoperator', 'spec.installPlanApproval', 'Manual'),
    set(cluster, 'Subscription servicemeshoperator', 'spec.startingCSV', 'servicemeshoperator.v2.2.3'),
    set(cluster, `ServiceMeshControlPlane ${cluster}-mesh`, 'spec.version', 'v2.2'),
  ];
}

function checkDedicated({ cluster, object }: ObservedMesh): Finding | undefined {
  const { name, platform } = cluster;
  if (platform?.platform !== 'osd') return undefined;
  const how = platform.guessed ? 'by its name, which is a guess, ' : '';
  return {
    object,
    message: `the cluster "${name}" is ${how}an OpenShift Dedicated, on which federation is not supported`,
    fix: platform.guessed
      ? `tell where the cluster runs if it is another platform (--platform ${name}=gcp), or move the mesh`
      : 'move the mesh to ROSA, to ARO or to an OpenShift of your own',
  };
}

function checkVersion({ cluster, object, version = '' }: ObservedMesh): Finding | undefined {
  const { name, platform } = cluster;
  const managed = MANAGED[platform?.platform ?? ''];
  if (platform === undefined || managed === undefined || !TOO_OLD.has(version)) return undefined;
  const how = platform.guessed ? `${managed}, going by its name, which is a guess` : managed;
  return {
    object,
    path: ['spec', 'version'],
    message: `version "${version}" does not support federation on ${managed}, and the cluster "${name}" runs on ${how}`,
    fix: 'write "v2.6", or at least "v2.2"',
  };
}
