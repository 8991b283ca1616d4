import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './fleet';
import type { ClusterName } from './state';

/** The directory of the CRDs, a folder for each operator. */
export const CRDS = join(__dirname, '..', '..', '..', '..', 'shared', 'crds');

/** The folders of CRDs that a cluster with OpenShift Service Mesh 2 has; those of 3 have kinds of the same names. */
const FOLDERS = ['olm', 'openshift', 'ossm2'];

/** The folders of a cluster. Argo CD runs on one of them, and the kinds of Argo CD are larger than all others. */
function foldersOf(cluster: ClusterName): readonly string[] {
  return cluster === 'rosa' ? ['argocd', ...FOLDERS] : FOLDERS;
}

/** Namespaces that are on every OpenShift cluster before anybody makes one. */
const NAMESPACES = ['openshift-operators', 'openshift-marketplace'];

/** How long CRDs may take until they are in force, in milliseconds. */
const PATIENCE = 120_000;

/** Makes an API server know what one of OpenShift with its operators knows. */
export async function installKinds(fleet: Fleet, cluster: ClusterName, folders = foldersOf(cluster)): Promise<void> {
  const files = folders.flatMap((folder) => ['-f', join(CRDS, folder)]);
  const applied = await fleet.kubectl(cluster, ['apply', '--server-side', ...files]);
  if (applied.code !== 0) throw new Error(`${cluster} takes not all CRDs: ${applied.stderr}`);
  const api = fleet.api(cluster);
  for (const name of NAMESPACES) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await untilEstablished(fleet, cluster);
}

/** Waits until the API server knows the kinds of all its CRDs. */
export async function untilEstablished(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const args = ['wait', '--for=condition=Established', '--timeout=120s', 'crd', '--all'];
  const end = Date.now() + PATIENCE;
  for (;;) {
    const { code, stderr } = await fleet.kubectl(cluster, args);
    if (code === 0) return;
    // kubectl waits for a condition to become true, but fails where an object has no conditions at all yet.
    const isEarly = stderr.includes('.status.conditions accessor error') && Date.now() < end;
    if (!isEarly) throw new Error(`CRDs of ${cluster} are not established: ${stderr}`);
    await sleep(200);
  }
}
