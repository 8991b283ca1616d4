import type { Mesh } from '../federation/model';
import { identitiesOf } from '../federation/names';
import { checkMember, checkPolicyNamespace } from '../federation/shares';
import type { AccessPolicy } from '../generation';
import type { IssueList } from '../issues/issue';
import { groupBy } from '../values';
import { shortName } from './names';
import type { ServiceShare, ServiceShares } from './service-shares';

/**
 * The policies for the exported services of a mesh. Its gateway exposes hosts to whoever has an accepted identity, so a
 * service that not every importing peer imports needs one, and each share with `authorize`.
 */
export function planAccess(mesh: Mesh, shared: ServiceShares, issues: IssueList): readonly AccessPolicy[] {
  const exported = shared.from(mesh.name);
  const importers = new Set(exported.map(({ share }) => share.importer.name));
  const services = groupBy(exported, ({ service }) => `${service.namespace}/${service.name}`);
  return [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      const callers = new Set(own.map(({ share }) => share.importer.name));
      const isStated = own.some(({ share }) => share.authorize !== undefined);
      if (first === undefined || (!isStated && callers.size === importers.size)) return [];
      return [policyOf(mesh, first, own, issues)];
    });
}

function policyOf(
  mesh: Mesh,
  { service, share }: ServiceShare,
  own: readonly ServiceShare[],
  issues: IssueList,
): AccessPolicy {
  checkPolicyNamespace(mesh, service.namespace, share.path, issues);
  const stated = own.find(({ share }) => share.authorize?.workload !== undefined)?.share.authorize?.workload;
  const principals = [...own.flatMap(remoteCallers), ...localCallers(mesh, own, issues)];
  return {
    name: shortName(['callers', service.name]),
    namespace: service.namespace,
    workload: stated ?? service.podLabels,
    principals: [...new Set(principals)].sort(),
  };
}

/** The namespaces of the importing mesh that see the host. */
function remoteCallers({ share }: ServiceShare): readonly string[] {
  const { importer, stated } = share;
  const namespaces = stated.clients ?? importer.members;
  if (namespaces.length === 0 || namespaces.includes('*')) return [`${importer.trustDomain}/*`];
  return namespaces.map((namespace) => identitiesOf(importer.trustDomain, namespace));
}

/** The identities of the mesh itself that may call: those stated, or all of its trust domain. */
function localCallers(mesh: Mesh, own: readonly ServiceShare[], issues: IssueList): readonly string[] {
  const stated = own.flatMap(({ share: { authorize, path } }) =>
    (authorize?.callers ?? []).map((caller, i) => ({ caller, path: [...path, 'authorize', 'callers', i] })),
  );
  for (const { caller, path } of stated) checkMember(mesh, caller, path, issues);
  if (stated.length === 0) return [`${mesh.trustDomain}/*`];
  return stated.map(({ caller }) => identitiesOf(mesh.trustDomain, caller));
}
