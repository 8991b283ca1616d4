import type { IssueList } from '../issues/issue';
import { arrival, type Exchange, type Transfer } from './shares';
import type { MeshRoute } from './traffic';

/**
 * Notes services that two meshes import as local from each other: a request could be handed back and forth, as each
 * mesh counts the other's gateway among the service's endpoints. With locality failover on both sides local endpoints
 * come first, which keeps requests at home; fact sheet 2.6, FED030.
 */
export function checkLoops({ transfers }: Exchange, routes: readonly MeshRoute[], issues: IssueList): void {
  const local = transfers.filter(({ share }) => share.importAsLocal);
  const byDirection = new Map(local.map((transfer) => [keyOf(transfer, arrivalName(transfer)), transfer]));
  for (const transfer of local) {
    const { share, exporter, importer, path } = transfer;
    const source = `${share.service?.name}.${share.service?.namespace}`;
    const back = byDirection.get(`${importer.name} ${exporter.name} ${source}`);
    const [failsOver, backFailsOver] = [transfer, back].map((one) => one && hasFailover(one, routes));
    if (back === undefined || sourceOf(back) !== arrivalName(transfer) || (failsOver && backFailsOver)) continue;
    const message = `the meshes "${exporter.name}" and "${importer.name}" import "${source}" as local from each other`;
    issues.add(
      'TOP138',
      [...path, 'importAsLocal'],
      message,
      'drop "importAsLocal" in one direction, or add "failover" in both meshes',
    );
  }
}

/** A transfer by its direction and the local name that it gives a service. */
function keyOf({ exporter, importer }: Transfer, name: string): string {
  return `${exporter.name} ${importer.name} ${name}`;
}

function sourceOf({ share }: Transfer): string {
  return `${share.service?.name}.${share.service?.namespace}`;
}

function arrivalName(transfer: Transfer): string {
  const imported = arrival(transfer);
  return imported === undefined ? '' : `${imported.name}.${imported.namespace}`;
}

function hasFailover(transfer: Transfer, routes: readonly MeshRoute[]): boolean {
  const host = arrival(transfer)?.host;
  return routes.some(({ mesh, route }) => mesh === transfer.importer.name && route.host === host && route.failover);
}
