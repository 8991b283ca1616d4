import type { ImportedRef, MergedImports, Route } from '../federation/model';
import { serviceAccountIdentity } from '../federation/names';
import type { IssueList } from '../issues/issue';
import type { RouteHosts } from '../route-plans';
import { serversOf } from './imports';
import { spiffeID } from './names';
import type { ServiceShare, ServiceShares } from './service-shares';

/** What imports are called, and who serves merged services. */
export function routeHosts(shared: ServiceShares, issues: IssueList): RouteHosts {
  return {
    hostOf: (ref) => serviceShareOf(ref, shared, issues)?.host,
    identitiesOf: (route, merged) => identitiesOf(route, merged, shared),
  };
}

/** The import of a reference; undefined where its share has a problem of its own, or an earlier one has the service. */
function serviceShareOf(
  { share, service, path }: ImportedRef,
  shared: ServiceShares,
  issues: IssueList,
): ServiceShare | undefined {
  const all = shared.of(share);
  const wanted = service ?? { ...share.offered, ...share.service };
  const found = all.find(({ service: { name, namespace } }) => {
    return (wanted.name ?? name) === name && (wanted.namespace ?? namespace) === namespace;
  });
  if (found === undefined && service !== undefined && all.length > 0) {
    const message = `the share "${share.name}" does not import "${service.namespace}/${service.name}"`;
    issues.add('TOP141', [...path, 'service'], message, 'refer to the share that imports it');
  }
  return found;
}

/** The identities of the local pods, and of those who serve the imports that are merged with the Service. */
function identitiesOf(
  { mesh, namespace, host }: Route,
  merged: MergedImports,
  shared: ServiceShares,
): readonly string[] {
  const local = merged.serviceAccounts.map((account) =>
    spiffeID(serviceAccountIdentity(mesh.trustDomain, namespace, account)),
  );
  const remote = shared.to(mesh.name).filter((one) => one.mergedWith !== undefined && one.host === host);
  return [...new Set([...local, ...remote.flatMap(serversOf)])].sort();
}
