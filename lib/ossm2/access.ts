import { isDeepStrictEqual } from 'node:util';
import { MAX_RULE_PAIRS } from '../bounds';
import type { Mesh, Share } from '../federation/model';
import { identitiesOf, serviceAccountIdentity } from '../federation/names';
import { checkMember, checkPolicyNamespace } from '../federation/shares';
import type { AccessPolicy } from '../generation';
import type { IssueList, Path } from '../issues/issue';
import { labelSelectorProblem } from '../matching/label-selector';
import { fixedPart } from '../matching/service-name';
import { groupBy } from '../values';
import type { Links } from './links';
import { accessPolicyName, serviceAccount } from './names';

/**
 * The policies of an exporting mesh for its shares with `authorize`. Remote callers have the identity of the
 * exporter's ingress gateway for the importer (docs/federation.md, Identities at the exporter).
 *
 * @param shares what the mesh exports
 */
export function planAccess(shares: readonly Share[], links: Links, issues: IssueList): readonly AccessPolicy[] {
  const statements = statementsOf(shares);
  const guarded = statements.filter(({ share }) => share.authorize !== undefined);
  const overlaps = new Overlaps(statements, issues);
  const policies = guarded.flatMap(({ share }) => {
    const policy = policyOf(share, overlaps.importersOf(share), links, issues);
    return policy === undefined ? [] : [{ policy, path: share.path }];
  });
  return mergePolicies(policies, issues);
}

/** The shares of one entry of the topology, which have the same services, by one of them. */
interface StatedPolicy {
  readonly share: Share;
  readonly importers: ReadonlySet<string>;
  readonly labels: readonly (readonly [string, string])[];
}

function statementsOf(shares: readonly Share[]): readonly StatedPolicy[] {
  return [...groupBy(shares, ({ path }) => String(path[1])).values()].flatMap((group) => {
    const [share] = group;
    if (share === undefined) return [];
    const importers = new Set(group.map(({ importer }) => importer.name));
    return [{ share, importers, labels: Object.entries(share.selector?.matchLabels ?? {}) }];
  });
}

/** Finds the shares of a mesh that may match a common service, among those that can by their names. */
class Overlaps {
  private readonly byNamespace: ReadonlyMap<string, readonly StatedPolicy[]>;
  private readonly byService: ReadonlyMap<string, readonly StatedPolicy[]>;
  private pairs = 0;

  constructor(
    statements: readonly StatedPolicy[],
    private readonly issues: IssueList,
  ) {
    this.byNamespace = groupBy(statements, ({ share: { service } }) => keyOf(service?.namespace));
    this.byService = groupBy(statements, ({ share: { service } }) => keyOf(service?.namespace, service?.name));
  }

  /** The importers of all shares that may match a service of a share, up to a bound of all of them together. */
  importersOf(share: Share): ReadonlySet<string> {
    const names = new Set<string>();
    const own = share.selector?.matchLabels ?? {};
    for (const group of this.near(share)) {
      for (const { importers, labels } of group) {
        this.pairs += Math.max(importers.size, labels.length);
        if (this.pairs > MAX_RULE_PAIRS) {
          this.exceed(share);
          return names;
        }
        if (contradict(labels, own)) continue;
        for (const importer of importers) names.add(importer);
      }
    }
    return names;
  }

  private exceed({ exporter, path }: Share): void {
    const message = `too many shares of the mesh "${exporter.name}" with "authorize": more than ${MAX_RULE_PAIRS} pairs of shares and importers or labels to compare`;
    this.issues.exceed(path, message, 'share with fewer selectors, or restrict the calls with your own policies');
  }

  /** The shares that may match a common service as far as namespaces and names decide, in groups. */
  private near({ service }: Share): readonly (readonly StatedPolicy[])[] {
    const namespaces = [...new Set([undefined, service?.namespace])];
    if (service?.name === undefined) return namespaces.map((one) => this.byNamespace.get(keyOf(one)) ?? []);
    return namespaces.flatMap((one) =>
      [undefined, service.name].map((name) => this.byService.get(keyOf(one, name)) ?? []),
    );
  }
}

/** A part of a service as a key, in which a wildcard is that of no name. */
function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map(fixedPart));
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

function policyOf(
  share: Share,
  importers: ReadonlySet<string>,
  links: Links,
  issues: IssueList,
): AccessPolicy | undefined {
  const { path, exporter, authorize: settings = {} } = share;
  const where: Path = [...path, 'authorize'];
  const namespace = share.service?.namespace;
  if (namespace === undefined) {
    const message = '"authorize" requires the namespace of the service';
    issues.add('TOP139', where, message, 'add "namespace" to "service"');
    return undefined;
  }
  checkPolicyNamespace(exporter, namespace, where, issues);
  checkPolicyName(share, path, issues);
  if (labelSelectorProblem({ matchLabels: settings.workload ?? {} }) !== undefined) {
    const fix = 'write valid labels, such as "app: details"';
    issues.add('TOP139', [...where, 'workload'], 'invalid labels', fix);
  }
  // An ALLOW policy denies everyone it does not list, so it lists every peer that imports the service by any share.
  const ingresses = [...importers].flatMap((peer) => links.find(exporter.name, peer)?.ingress.name ?? []);
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

/** Whether no service has the labels of two selectors. */
function contradict(
  labels: readonly (readonly [string, string])[],
  others: { readonly [label: string]: string },
): boolean {
  return labels.some(([label, value]) => Object.hasOwn(others, label) && others[label] !== value);
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
