import type { Route, Share } from '../federation/model';
import { serviceHost } from '../federation/names';
import type { IssueList } from '../issues/issue';
import { meets } from '../matching/service-name';
import type { ServiceRef } from '../topology/model';
import { groupBy } from '../values';
import { sourceOf } from './rules';

/**
 * Reports services that two meshes import as local from each other: a request could go back and forth, because each
 * mesh counts the other's gateway among the service's endpoints. With locality failover on both sides local endpoints
 * come first, which prevents that (docs/federation.md, Import as local; lint rule FED030).
 */
export function checkLoops(shares: readonly Share[], routes: readonly Route[], issues: IssueList): void {
  const local = shares.filter(({ importAsLocal }) => importAsLocal);
  const byDirection = groupBy(local, ({ exporter, importer }) => `${exporter.name} ${importer.name}`);
  for (const share of local) {
    const { exporter, importer, importPath } = share;
    const opposite = byDirection.get(`${importer.name} ${exporter.name}`) ?? [];
    const back = opposite.find((other) => isWayBack(share, other));
    if (back === undefined || (hasFailover(share, routes) && hasFailover(back, routes))) continue;
    const { name = '*', namespace = '*' } = sourceOf(share);
    const source = `${name}.${namespace}`;
    const message = `the meshes "${exporter.name}" and "${importer.name}" import "${source}" as local from each other`;
    issues.add(
      'TOP138',
      [...importPath, 'importAsLocal'],
      message,
      'remove "importAsLocal" in one direction, or add "failover" in both meshes',
    );
  }
}

/** Whether a service that one share imports can be exported by the other one, under the same name. */
function isWayBack(there: Share, back: Share): boolean {
  return meets(arrivalsOf(there), sourceOf(back)) && meets(arrivalsOf(back), sourceOf(there));
}

/** The imported names of a share; a missing part matches anything. */
function arrivalsOf({ offered, importAs }: Share): ServiceRef {
  return { ...offered, ...importAs };
}

/** Whether a route of the importer fails over to the import of a share. */
function hasFailover(share: Share, routes: readonly Route[]): boolean {
  const { name, namespace } = arrivalsOf(share);
  if (name === undefined || namespace === undefined) return false;
  const host = serviceHost(name, namespace, share.importer.cluster.domain);
  return routes.some((route) => route.mesh === share.importer && route.host === host && route.failover !== undefined);
}
