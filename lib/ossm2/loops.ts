import type { Route, Share } from '../federation/model';
import { serviceHost } from '../federation/names';
import type { IssueList } from '../issues/issue';
import { meets } from '../matching/service-name';
import type { ServiceRef } from '../topology/model';
import { groupBy } from '../values';

/**
 * Notes services that two meshes import as local from each other: a request could be handed back and forth, as each
 * mesh counts the other's gateway among the service's endpoints. With locality failover on both sides local endpoints
 * come first, which keeps requests at home; fact sheet 2.6, FED030.
 */
export function checkLoops(shares: readonly Share[], routes: readonly Route[], issues: IssueList): void {
  const local = shares.filter(({ importAsLocal }) => importAsLocal);
  const byDirection = groupBy(local, ({ exporter, importer }) => `${exporter.name} ${importer.name}`);
  for (const share of local) {
    const { service, exporter, importer, path } = share;
    const opposite = byDirection.get(`${importer.name} ${exporter.name}`) ?? [];
    const back = opposite.find((other) => isWayBack(share, other));
    if (back === undefined || (hasFailover(share, routes) && hasFailover(back, routes))) continue;
    const { name = '*', namespace = '*' } = service ?? {};
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

/** Whether a service that a share brings may be among those that the other one takes back, under its own name. */
function isWayBack(there: Share, back: Share): boolean {
  return meets(arrivalsOf(there), back.service ?? {}) && meets(arrivalsOf(back), there.service ?? {});
}

/** The names that a share gives services; a part that is open matches anything. */
function arrivalsOf({ offered, importAs }: Share): ServiceRef {
  return { ...offered, ...importAs };
}

/** Whether a route of the importer fails over to what a share adds to its own service. */
function hasFailover(share: Share, routes: readonly Route[]): boolean {
  const { name, namespace } = arrivalsOf(share);
  if (name === undefined || namespace === undefined) return false;
  const host = serviceHost(name, namespace, share.importer.cluster.domain);
  return routes.some((route) => route.mesh === share.importer && route.host === host && route.failover !== undefined);
}
