/** What istiod writes into the statuses of federation, as the samples of a healthy mesh have it. */
import { valueAt } from '../../lib/values';

interface Rule {
  readonly importAsLocal?: boolean;
  readonly nameSelector: NameSelector & { readonly alias?: NameSelector };
}

interface NameSelector {
  readonly name?: string;
  readonly namespace?: string;
}

/**
 * The status of a ServiceMeshPeer.
 *
 * @param pod the pod of istiod that writes it
 */
export function peerStatus(pod: string, isConnected: boolean, since: string, now: Date): object {
  const times = { lastConnected: since, lastFullSync: now.toISOString().replace(/\.\d+/, '') };
  const watch = isConnected
    ? { connected: true, ...times }
    : { connected: false, lastDisconnectStatus: '503 Service Unavailable' };
  const remotes = isConnected ? [{ source: '192.0.2.1', connected: true, ...times }] : [];
  return { discoveryStatus: { [isConnected ? 'active' : 'inactive']: [{ pod, watch, remotes }] } };
}

/**
 * The services that the status of an ExportedServiceSet or ImportedServiceSet lists.
 *
 * @param peer its name
 * @param mesh its namespace, which the peer knows the mesh by
 */
export function listedServices(set: { readonly kind?: unknown; readonly spec?: unknown }, peer: string, mesh: string) {
  const isExport = set.kind === 'ExportedServiceSet';
  const rules = valueAt(set, ['spec', isExport ? 'exportRules' : 'importRules']) as readonly Rule[] | undefined;
  return (rules ?? []).map(({ nameSelector, importAsLocal }) => {
    const { name = '', namespace = '', alias = {} } = nameSelector;
    const [own, renamed] = [
      { name, namespace },
      { name: alias.name ?? name, namespace: alias.namespace ?? namespace },
    ];
    const [exported, local] = isExport ? [renamed, own] : [own, renamed];
    const suffix = isExport || importAsLocal ? 'cluster.local' : `${peer}-imports.local`;
    return {
      exportedName: `${exported.name}.${exported.namespace}.svc.${isExport ? peer : mesh}-exports.local`,
      localService: { hostname: `${local.name}.${local.namespace}.svc.${suffix}`, ...local },
    };
  });
}
