import { isDeepStrictEqual } from 'node:util';
import type { Mesh, Share } from '../federation/model';
import { identitiesOf, serviceAccountIdentity } from '../federation/names';
import { checkMember } from '../federation/shares';
import type { AccessPolicy } from '../generation';
import type { IssueList, Path } from '../issues/issue';
import { labelSelectorProblem } from '../matching/label-selector';
import { meets } from '../matching/service-name';
import { groupBy } from '../values';
import type { Links } from './links';
import { accessPolicyName, serviceAccount } from './names';

/**
 * The policies of an exporting mesh for its shares with `authorize`. Remote callers have the identity of the
 * exporter's ingress gateway for the importer (docs/federation.md, Identities at the exporter).
 */
export function planAccess(
  mesh: Mesh,
  shares: readonly Share[],
  links: Links,
  issues: IssueList,
): readonly AccessPolicy[] {
  const own = shares.filter(({ exporter }) => exporter === mesh);
  const guarded = own.filter(({ authorize }) => authorize !== undefined);
  const byShare = groupBy(guarded, ({ path }) => String(path[1]));
  const policies = [...byShare.values()].flatMap(([first]) => {
    const policy = first && policyOf(first, own, links, issues);
    return first === undefined || policy === undefined ? [] : [{ policy, path: first.path }];
  });
  return mergePolicies(policies, issues);
}

/** A policy and the place of its share. */
interface Demand {
  readonly policy: AccessPolicy;
  readonly path: Path;
}

/** Merges the policies of shares of one service: the result admits everyone that any of them admits. */
function mergePolicies(demands: readonly Demand[], issues: IssueList): readonly AccessPolicy[] {
  const groups = groupBy(demands, ({ policy }) => `${policy.namespace}/${policy.name}`);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    for (const { policy, path } of others) {
      if (isDeepStrictEqual(policy.workload, first.policy.workload)) continue;
      const message = `duplicate policy "${policy.name}" in the namespace "${policy.namespace}", already used for other pods by shares[${first.path[1]}]`;
      issues.add('TOP103', [...path, 'authorize'], message, 'set a unique "name" in each of the two shares');
    }
    return { ...first.policy, principals: [...new Set(group.flatMap(({ policy }) => policy.principals))].sort() };
  });
}

function policyOf(share: Share, own: readonly Share[], links: Links, issues: IssueList): AccessPolicy | undefined {
  const { path, exporter, authorize: settings = {} } = share;
  const where: Path = [...path, 'authorize'];
  const namespace = share.service?.namespace;
  if (namespace === undefined) {
    const message = '"authorize" requires the namespace of the service';
    issues.add('TOP139', where, message, 'add "namespace" to "service"');
    return undefined;
  }
  checkPolicyName(share, path, issues);
  if (labelSelectorProblem({ matchLabels: settings.workload ?? {} }) !== undefined) {
    const fix = 'write valid labels, such as "app: details"';
    issues.add('TOP139', [...where, 'workload'], 'invalid labels', fix);
  }
  // An ALLOW policy denies everyone it does not list, so it lists every peer that imports the service by any share.
  const peers = own.filter((other) => overlaps(other, share)).map(({ importer }) => importer.name);
  const ingresses = [...new Set(peers)].flatMap((peer) => links.find(exporter.name, peer)?.ingress.name ?? []);
  return {
    name: accessPolicyName(share.name ?? share.service?.name),
    namespace,
    workload: settings.workload ?? workloadOf(share, where, issues),
    principals: [
      ...ingresses.map((ingress) =>
        serviceAccountIdentity(exporter.trustDomain, exporter.namespace, serviceAccount(ingress)),
      ),
      ...localCallers(exporter, settings, where, issues),
    ].sort(),
  };
}

/** The policy is named after the share, whose name may be any text otherwise. */
function checkPolicyName({ name }: Share, path: Path, issues: IssueList): void {
  if (name === undefined || /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
  const message = `invalid share name "${name}", part of the name of an AuthorizationPolicy`;
  issues.add(
    'TOP101',
    [...path, 'name'],
    message,
    'use lowercase letters, digits and "-", starting and ending with a letter or digit',
  );
}

/** Whether two shares of one exporter may match a common service. */
function overlaps(a: Share, b: Share): boolean {
  const others = b.selector?.matchLabels ?? {};
  const labels = Object.entries(a.selector?.matchLabels ?? {});
  if (labels.some(([label, value]) => Object.hasOwn(others, label) && others[label] !== value)) return false;
  return meets(a.service ?? {}, b.service ?? {});
}

/** The labels of the pods behind a share, as far as they follow from it. */
function workloadOf({ service, selector }: Share, path: Path, issues: IssueList): AccessPolicy['workload'] {
  if (service?.name !== undefined) return { app: service.name };
  if (selector?.matchExpressions !== undefined) {
    issues.add(
      'TOP139',
      path,
      'the labels of the pods cannot be derived from "matchExpressions"',
      'add "workload" with the labels of the pods',
    );
  }
  return selector?.matchLabels ?? {};
}

/** The identities of the mesh itself that may call: the members' and the default ingress gateway's, or those stated. */
function localCallers(
  mesh: Mesh,
  { callers }: { readonly callers?: readonly string[] },
  path: Path,
  issues: IssueList,
): readonly string[] {
  const { trustDomain, namespace, members } = mesh;
  for (const [i, caller] of (callers ?? []).entries()) checkMember(mesh, caller, [...path, 'callers', i], issues);
  if (callers !== undefined) return callers.map((caller) => identitiesOf(trustDomain, caller));
  if (members.includes('*')) {
    // All namespaces would include the control plane's, and with it the ingress gateways of all peers.
    issues.add(
      'TOP139',
      path,
      '"authorize" requires "callers" in a cluster-wide mesh',
      'add "callers" with their namespaces',
    );
    return [];
  }
  const front = serviceAccountIdentity(trustDomain, namespace, serviceAccount('istio-ingressgateway'));
  return [front, ...members.map((member) => identitiesOf(trustDomain, member))];
}
