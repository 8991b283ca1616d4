import { join } from 'node:path';
import type { Fleet } from './fleet';
import type { ClusterName } from './state';

const CRDS = join(__dirname, '..', '..', '..', '..', 'shared', 'crds');

/** The folders of CRDs that a cluster with OpenShift Service Mesh 2 has; those of 3 have kinds of the same names. */
const FOLDERS = ['argocd', 'olm', 'openshift', 'ossm2'];

/** Namespaces that are on every OpenShift cluster before anybody makes one. */
const NAMESPACES = ['openshift-operators', 'openshift-marketplace'];

/** Makes an API server know what one of OpenShift with its operators knows. */
export async function installKinds(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const files = FOLDERS.flatMap((folder) => ['-f', join(CRDS, folder)]);
  const applied = await fleet.kubectl(cluster, ['apply', '--server-side', ...files]);
  if (applied.code !== 0) throw new Error(`${cluster} takes not all CRDs: ${applied.stderr}`);
  const api = fleet.api(cluster);
  for (const name of NAMESPACES) await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await untilEstablished(fleet, cluster);
}

async function untilEstablished(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const args = ['wait', '--for=condition=Established', '--timeout=120s', 'crd', '--all'];
  const waited = await fleet.kubectl(cluster, args);
  if (waited.code !== 0) throw new Error(`CRDs of ${cluster} are not established: ${waited.stderr}`);
}
