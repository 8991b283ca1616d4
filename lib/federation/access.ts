import type { IssueList, Path } from '../issues/issue';
import { covers } from '../matching/service-name';
import type { AuthorizeProps, ShareProps } from '../topology/model';
import type { Links } from './links';
import { groupBy } from './meshes';
import type { AccessPolicy } from './model';
import { accessPolicyName, identitiesOf, identity, serviceAccount } from './names';
import type { Exchange, Transfer } from './shares';
import type { MeshSite } from './sites';

/**
 * The policies of an exporting mesh for the shares that ask for one. Remote callers have the identity of the
 * exporter's own ingress gateway towards the importer, as each gateway ends the connection; fact sheet 1.9.
 */
export function resolveAccess(
  mesh: MeshSite,
  exchange: Exchange,
  links: Links,
  issues: IssueList,
): readonly AccessPolicy[] {
  const own = exchange.transfers.filter(({ exporter }) => exporter === mesh);
  const guarded = own.filter(({ share }) => share.authorize !== undefined && share.authorize !== false);
  const byShare = groupBy(guarded, ({ path }) => String(path[1]));
  const policies = [...byShare.values()].flatMap(([first]) =>
    first === undefined ? [] : (policyOf(first, own, links, issues) ?? []),
  );
  return mergePolicies(policies);
}

/** Shares of one service ask for the same policy; it is written once and admits whom any of them admits. */
function mergePolicies(policies: readonly AccessPolicy[]): readonly AccessPolicy[] {
  const groups = groupBy(policies, ({ namespace, name }) => `${namespace}/${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return { ...first, principals: [...new Set(group.flatMap(({ principals }) => principals))].sort() };
  });
}

function policyOf(
  { share, path, exporter }: Transfer,
  own: readonly Transfer[],
  links: Links,
  issues: IssueList,
): AccessPolicy | undefined {
  const settings: AuthorizeProps = typeof share.authorize === 'object' ? share.authorize : {};
  const where: Path = [...path, 'authorize'];
  const namespace = share.service?.namespace;
  if (namespace === undefined) {
    const message = 'a policy is for one namespace, and the share is for any';
    issues.add('TOP139', where, message, 'add "namespace" to "service"');
    return undefined;
  }
  // An ALLOW policy shuts out whom it does not name, so it names every peer that gets the service by any share.
  const peers = own.filter((transfer) => overlaps(transfer.share, share)).map(({ importer }) => importer.name);
  const ingresses = [...new Set(peers)].flatMap((peer) => links.find(exporter.name, peer)?.ingress.name ?? []);
  return {
    name: accessPolicyName(share.name ?? share.service?.name),
    namespace,
    workload: settings.workload ?? workloadOf(share, where, issues),
    principals: [
      ...ingresses.map((ingress) => identity(exporter.trustDomain, exporter.namespace, serviceAccount(ingress))),
      ...localCallers(exporter, settings, where, issues),
    ].sort(),
  };
}

/** Whether two shares of one exporter may match a common service. */
function overlaps(a: ShareProps, b: ShareProps): boolean {
  const meet = (one: string | undefined, other: string | undefined) => covers(one, other) || covers(other, one);
  return meet(a.service?.namespace, b.service?.namespace) && meet(a.service?.name, b.service?.name);
}

/** The labels of the pods behind a share, as far as they follow from it. */
function workloadOf({ service, selector }: ShareProps, path: Path, issues: IssueList): AccessPolicy['workload'] {
  if (service?.name !== undefined) return { app: service.name };
  if (selector?.matchExpressions !== undefined) {
    issues.add(
      'TOP139',
      path,
      'which pods are behind the selected Services is not known',
      'add "workload:" with their labels',
    );
  }
  return selector?.matchLabels ?? {};
}

/** The identities of the mesh itself that may call: the members' and the default ingress gateway's, or those stated. */
function localCallers(mesh: MeshSite, { callers }: AuthorizeProps, path: Path, issues: IssueList): readonly string[] {
  const { trustDomain, namespace, members } = mesh;
  if (callers !== undefined) return callers.map((caller) => identitiesOf(trustDomain, caller));
  if (members.includes('*')) {
    // All namespaces would include the control plane's, and with it the ingress gateways of all peers.
    issues.add(
      'TOP139',
      path,
      'in a mesh of the whole cluster the local callers are not known',
      'add "callers:" with their namespaces',
    );
    return [];
  }
  const front = identity(trustDomain, namespace, serviceAccount('istio-ingressgateway'));
  return [front, ...members.map((member) => identitiesOf(trustDomain, member))];
}
