import type { Mesh } from '../federation/model';
import type { IssueList } from '../issues/issue';
import { listNames } from '../issues/suggest';

/**
 * The minor versions of Istio that each operator installs, the oldest first; the last one is its default. Source:
 * openshift-service-mesh/sail-operator, branches release-3.0 to release-3.4, `pkg/istioversion/versions.yaml`.
 */
const ISTIO_MINORS: Readonly<Record<string, readonly number[]>> = {
  'v3.0': [23, 24],
  'v3.1': [24, 25, 26],
  'v3.2': [24, 25, 26, 27],
  'v3.3': [26, 27, 28],
  'v3.4': [27, 28, 30],
};

/** The versions of meshes, the oldest first. */
export const OSSM3_VERSIONS: readonly string[] = Object.keys(ISTIO_MINORS);

/** The first minor version of Istio that allocates addresses for hosts by default. Source: Istio, `pilot/pkg/features`. */
export const AUTO_ALLOCATION_MINOR = 26;

/**
 * The first minor version of Istio that takes settings of a gateway's Service and Deployment from a ConfigMap. Source:
 * Istio release notes 1.26, Gateway API automated deployments.
 */
export const GATEWAY_SETTINGS_MINOR = 26;

/** The newest of several versions of meshes; the operator of a cluster must support it. */
export function newestVersion(meshes: readonly Pick<Mesh, 'version'>[]): string {
  const indexes = meshes.map(({ version }) => OSSM3_VERSIONS.indexOf(version));
  return OSSM3_VERSIONS[Math.max(0, ...indexes)] ?? '';
}

/** The version of Istio of a mesh, as the Istio resource has it. */
export function istioVersion({ version, props }: Mesh): string {
  const newest = ISTIO_MINORS[version]?.at(-1);
  return props.istio?.version ?? `v1.${newest}-latest`;
}

/** The minor version of a version of Istio, such as 30 of `v1.30-latest`. */
export function minorOf(version: string): number {
  return Number(/^v1\.(\d+)/.exec(version)?.[1]);
}

/**
 * Reports versions of Istio that the operator of a cluster does not install. Istio and IstioCNI may be one minor version
 * apart, and a cluster has one IstioCNI.
 *
 * @param channel the channel of the operator; one that does not name a version is not checked
 */
export function checkIstioVersions(meshes: readonly Mesh[], channel: string | undefined, issues: IssueList): void {
  const operator = channel === undefined ? undefined : `v${/^stable-(3\.\d+)$/.exec(channel)?.[1]}`;
  const supported = ISTIO_MINORS[operator ?? ''];
  const newest = Math.max(...meshes.map((mesh) => minorOf(istioVersion(mesh))));
  for (const mesh of meshes) {
    const version = istioVersion(mesh);
    const path = [...mesh.path, ...(mesh.props.istio?.version === undefined ? ['version'] : ['istio', 'version'])];
    if (supported !== undefined && !supported.includes(minorOf(version))) {
      const message = `unsupported version ${version} of Istio: the operator of the cluster "${mesh.cluster.name}" is that of ${operator}`;
      const known = supported.map((minor) => `v1.${minor}-latest`);
      issues.add('TOP207', path, message, `write one of ${listNames(known)}`);
    } else if (newest - minorOf(version) > 1) {
      const message = `Istio ${version} of the mesh "${mesh.name}" is more than one minor version older than v1.${newest}, that of the IstioCNI of the cluster "${mesh.cluster.name}"`;
      issues.add('TOP207', path, message, `write "v1.${newest}-latest", or one minor version less`);
    }
  }
}
