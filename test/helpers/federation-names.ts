import { type Plans, peerOf } from './topology-text';
import { transferService } from './transfer';

/** A Service of an exporting mesh. */
export interface ExportedService {
  readonly mesh: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The identity that each mesh accepts from each of its peers, by a sentence such as `a accepts b`. */
export function clientIDs(plans: Plans): Readonly<Record<string, string>> {
  const meshes = plans.flatMap((cluster) => cluster.meshes);
  return Object.fromEntries(
    meshes.flatMap(({ name, peers }) => peers.map(({ mesh, clientID }) => [`${name} accepts ${mesh}`, clientID])),
  );
}

/** The hosts under which a mesh imports services by the rules of both sides; undefined where it does not. */
export function arrivalHosts(
  plans: Plans,
  importer: string,
  services: readonly ExportedService[],
  clusterDomain = 'cluster.local',
): readonly (string | undefined)[] {
  return services.map(({ mesh, labels = {}, ...service }) => {
    const { name, imports } = peerOf(plans, importer, mesh);
    const scope = { peerName: name, clusterDomain };
    const rules = { exportRules: peerOf(plans, mesh, importer).exports, importRules: imports, scope };
    return transferService({ ...service, labels }, rules).imported?.host;
  });
}
