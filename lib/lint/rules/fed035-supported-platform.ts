import type { KnownPlatform, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { type Edit, type ExampleCluster, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

/** The versions before the first one that is supported on managed OpenShift. */
const TOO_OLD = new Set(['v2.0', 'v2.1']);

/** The managed OpenShift of a cloud. */
const MANAGED: ReadonlyMap<KnownPlatform['platform'], string> = new Map([
  ['rosa', 'ROSA'],
  ['aro', 'ARO'],
]);

const GUESSED = ' (guessed from its name)';
const UNSUPPORTED = 'federation may work, but Red Hat does not support it';

const FINDINGS = {
  unsupportedVersion: {
    severity: 'warning',
    message: 'the cluster "{cluster}" runs on {managed}{how}, where version "{version}" does not support federation',
    effect: UNSUPPORTED,
    fix: 'write "v2.6", or at least "v2.2"',
  },
  unsupportedPlatform: {
    severity: 'warning',
    message: 'the cluster "{cluster}" runs on OpenShift Dedicated{how}, which does not support federation',
    effect: UNSUPPORTED,
    fix: 'move the mesh to ROSA, ARO or self-managed OpenShift{unless}',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED035: federated meshes run on platforms that support federation. */
export const supportedPlatform: Rule = {
  id: 'FED035',
  generations: ['ossm2'],
  title: 'a federated mesh runs on a platform that supports federation',
  cause: 'The platform was chosen without a check of the supported configurations.',
  fix: 'Run the mesh on ROSA with OpenShift Service Mesh 2.2 or later, on ARO, or on self-managed OpenShift.',
  sources: ['OpenShift Service Mesh 2 documentation, Connecting service meshes, Federation limitations'],
  findings: FINDINGS,
  example: {
    given: [...operatorOf22('west'), ...operatorOf22('east')],
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.version', 'v2.1')],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const { platform } = mesh.cluster;
      if (mesh.peers.length === 0 || platform === undefined) continue;
      const found = checkPlatform(mesh, platform) ?? checkVersion(mesh, platform);
      if (found !== undefined) report(found);
    }
  },
};

/** An operator that supports old versions, with a mesh of the oldest version that is supported. */
function operatorOf22(cluster: ExampleCluster): readonly Edit[] {
  return [
    set(cluster, 'Subscription servicemeshoperator', 'spec.installPlanApproval', 'Manual'),
    set(cluster, 'Subscription servicemeshoperator', 'spec.startingCSV', 'servicemeshoperator.v2.2.3'),
    set(cluster, `ServiceMeshControlPlane ${cluster}-mesh`, 'spec.version', 'v2.2'),
  ];
}

function checkPlatform({ cluster, object }: ObservedMesh, { platform, guessed }: KnownPlatform): Finding | undefined {
  if (platform !== 'osd') return undefined;
  const unless = guessed ? `, or set another platform (--platform ${cluster.name}=gcp)` : '';
  return finding('unsupportedPlatform', { object }, { cluster: cluster.name, how: guessed ? GUESSED : '', unless });
}

function checkVersion(
  { cluster, object, version = '' }: ObservedMesh,
  { platform, guessed }: KnownPlatform,
): Finding | undefined {
  const managed = MANAGED.get(platform);
  if (managed === undefined || !TOO_OLD.has(version)) return undefined;
  const slots = { version, managed, cluster: cluster.name, how: guessed ? GUESSED : '' };
  return finding('unsupportedVersion', { object, path: ['spec', 'version'] }, slots);
}
