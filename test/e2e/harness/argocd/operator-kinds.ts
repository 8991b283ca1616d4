import { join } from 'node:path';
import { CRDS, untilEstablished } from '../cluster-kinds';
import type { Fleet } from '../fleet';
import type { ClusterName } from '../state';

/** The CRDs that the operator of Service Mesh brings. */
const DIRECTORY = join(CRDS, 'ossm2');

/** Removes the kinds of the operator, as on a cluster where it was never installed. */
export async function removeOperatorKinds(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const removed = await fleet.kubectl(cluster, ['delete', '--ignore-not-found', '-f', DIRECTORY]);
  if (removed.code !== 0) throw new Error(`the CRDs of ${cluster} cannot be removed: ${removed.stderr}`);
}

/** Installs the kinds of the operator. */
export async function installOperatorKinds(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const applied = await fleet.kubectl(cluster, ['apply', '--server-side', '-f', DIRECTORY]);
  if (applied.code !== 0) throw new Error(`the CRDs of ${cluster} cannot be installed: ${applied.stderr}`);
  await untilEstablished(fleet, cluster);
}
