import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseObjects } from '../../../helpers/synthesize';
import { CRDS, untilEstablished } from '../cluster-kinds';
import type { Fleet } from '../fleet';
import type { ClusterName } from '../state';

/** The CRDs that the operator of Service Mesh brings. */
const DIRECTORY = join(CRDS, 'ossm2');

/**
 * Those of the kinds that the tests with Argo CD apply. The others stay: for each CRD that comes or goes Argo CD reads the
 * schemas of all kinds of the cluster again, which takes both a second.
 */
const APPLIED = [
  'authorizationpolicies.security.istio.io',
  'destinationrules.networking.istio.io',
  'exportedservicesets.federation.maistra.io',
  'importedservicesets.federation.maistra.io',
  'servicemeshcontrolplanes.maistra.io',
  'servicemeshmemberrolls.maistra.io',
  'servicemeshpeers.federation.maistra.io',
  'virtualservices.networking.istio.io',
];

/** Removes the kinds of the operator, as on a cluster where it was never installed. */
export async function removeOperatorKinds(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const removed = await fleet.kubectl(cluster, ['delete', '--ignore-not-found', 'crd', ...APPLIED]);
  if (removed.code !== 0) throw new Error(`the CRDs of ${cluster} cannot be removed: ${removed.stderr}`);
}

/** Installs the kinds of the operator. */
export async function installOperatorKinds(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const texts = readdirSync(DIRECTORY).map((file) => readFileSync(join(DIRECTORY, file), 'utf8'));
  const items = texts.flatMap(parseObjects).filter(({ metadata }) => APPLIED.includes(metadata.name));
  const file = join(fleet.newDirectory(), 'kinds.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const applied = await fleet.kubectl(cluster, ['apply', '--server-side', '-f', file]);
  if (applied.code !== 0) throw new Error(`the CRDs of ${cluster} cannot be installed: ${applied.stderr}`);
  await untilEstablished(fleet, cluster);
}
