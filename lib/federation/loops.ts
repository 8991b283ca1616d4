import type { IssueList } from '../issues/issue';
import { meets } from '../matching/service-name';
import type { ServiceRef } from '../topology/model';
import { groupBy } from './meshes';
import { arrival, type Exchange, type Transfer } from './shares';
import type { MeshRoute } from './traffic';

/**
 * Notes services that two meshes import as local from each other: a request could be handed back and forth, as each
 * mesh counts the other's gateway among the service's endpoints. With locality failover on both sides local endpoints
 * come first, which keeps requests at home; fact sheet 2.6, FED030.
 */
export function checkLoops({ transfers }: Exchange, routes: readonly MeshRoute[], issues: IssueList): void {
  const local = transfers.filter(({ share }) => share.importAsLocal);
  const byDirection = groupBy(local, ({ exporter, importer }) => `${exporter.name} ${importer.name}`);
  for (const transfer of local) {
    const { share, exporter, importer, path } = transfer;
    const opposite = byDirection.get(`${importer.name} ${exporter.name}`) ?? [];
    const back = opposite.find((other) => isWayBack(transfer, other));
    if (back === undefined || (hasFailover(transfer, routes) && hasFailover(back, routes))) continue;
    const { name = '*', namespace = '*' } = share.service ?? {};
    const source = `${name}.${namespace}`;
    const message = `the meshes "${exporter.name}" and "${importer.name}" import "${source}" as local from each other`;
    issues.add(
      'TOP138',
      [...path, 'importAsLocal'],
      message,
      'drop "importAsLocal" in one direction, or add "failover" in both meshes',
    );
  }
}

/** Whether a service that a transfer brings may be among those that the other one takes back, under its own name. */
function isWayBack(there: Transfer, back: Transfer): boolean {
  return meets(arrivalsOf(there), back.share.service ?? {}) && meets(arrivalsOf(back), there.share.service ?? {});
}

/** The names that a transfer gives services; a part that is open matches anything. */
function arrivalsOf({ offered, share }: Transfer): ServiceRef {
  return { ...offered, ...share.importAs };
}

function hasFailover(transfer: Transfer, routes: readonly MeshRoute[]): boolean {
  const host = arrival(transfer)?.host;
  return routes.some(({ mesh, route }) => mesh === transfer.importer.name && route.host === host && route.failover);
}
