import type { Federation } from '../../lib/federation/model';
import { transferService } from '../../lib/matching/transfer';
import { clusterOf, meshOf, peerOf } from './topology-text';

/** A Service of an exporting mesh. */
export interface ExportedService {
  readonly mesh: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The identity that each mesh accepts from each of its peers, by a sentence such as `a accepts b`. */
export function clientIdentities({ clusters }: Federation): Readonly<Record<string, string>> {
  const meshes = clusters.flatMap((cluster) => cluster.meshes);
  return Object.fromEntries(
    meshes.flatMap(({ name, peers }) =>
      peers.map(({ mesh, clientIdentity }) => [`${name} accepts ${mesh}`, clientIdentity]),
    ),
  );
}

/** The hosts under which a mesh imports services by the rules of both sides; undefined where it does not. */
export function arrivalHosts(
  federation: Federation,
  importer: string,
  services: readonly ExportedService[],
): readonly (string | undefined)[] {
  const { cluster } = meshOf(federation, importer);
  return services.map(({ mesh, labels = {}, ...service }) => {
    const { name, imports } = peerOf(federation, importer, mesh);
    const scope = { peerName: name, clusterDomain: clusterOf(federation, cluster).domain };
    const rules = { exportRules: peerOf(federation, mesh, importer).exports, importRules: imports, scope };
    return transferService({ ...service, labels }, rules).imported?.host;
  });
}
