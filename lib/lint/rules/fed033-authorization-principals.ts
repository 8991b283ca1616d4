import type { Path } from '../../issues/issue';
import { listNames } from '../../issues/suggest';
import { listAt } from '../../observed/fields';
import type { ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import {
  type AuthorizationPolicy,
  readAuthorizationPolicies,
  trustDomainAliases,
} from './support/authorization-policies';
import { type ExportedService, exportedServices } from './support/exported-services';
import { gatewayIdentity } from './support/identities';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { SelectorIndex } from './support/selector-index';
import { podLabels, type Workload, WorkloadsByNamespace } from './support/workloads';

/**
 * FED033: AuthorizationPolicies of an exporting mesh name the identity that calls of its peers really have. A rule that
 * restricts its callers by anything else than principals and namespaces is taken to allow the gateway, and so is one
 * that is restricted by `to` or `when`.
 */
export const authorizationPrincipals: Rule = {
  id: 'FED033',
  severity: 'warning',
  title: "policies for exported workloads allow the exporter's own ingress gateway and no remote identities",
  cause:
    "The calls of a peer end at the ingress gateway, which calls the workload with its own identity; the author expects the client's.",
  effect: 'calls through the federation get 403 "RBAC: access denied" from the exported workload',
  fix: "Allow <own trust domain>/ns/<control-plane namespace>/sa/<ingress gateway>-service-account with the peer's ingress gateway.",
  source: 'fact sheet 1.9 and 8 (F21)',
  example: {
    fault: [
      set(
        'east',
        'AuthorizationPolicy ratings',
        'spec.rules.0.from.0.source.principals.1',
        'west-mesh.local/ns/shop/sa/default',
      ),
    ],
  },
  check: (fleet, report) => {
    const objects: Objects = {
      policies: new ObjectsByNamespace('security.istio.io', 'AuthorizationPolicy'),
      workloads: new WorkloadsByNamespace(),
    };
    for (const mesh of fleet.meshes) for (const finding of checkMesh(mesh, objects)) report(finding);
  },
};

/** What the rule looks up. */
interface Objects {
  readonly policies: ObjectsByNamespace;
  readonly workloads: WorkloadsByNamespace;
}

function checkMesh(mesh: ObservedMesh, { policies, workloads }: Objects): readonly Finding[] {
  const exported = exportedServices(mesh);
  if (exported.size === 0) return [];
  const policiesIn = (namespace: string) => readAuthorizationPolicies(mesh, policies.in(mesh.cluster, namespace));
  // A policy without a selector in the control plane's namespace holds for the whole mesh.
  const everywhere = policiesIn(mesh.namespace).filter(({ selector }) => Object.keys(selector).length === 0);
  const peers = remoteDomains(mesh);
  return [...exported].flatMap(([namespace, services]) => {
    // Policies beside the gateways may be for these, which remote identities do reach.
    if (namespace === mesh.namespace) return [];
    const own = policiesIn(namespace);
    if (own.length + everywhere.length === 0) return [];
    const remote = own.flatMap((policy) => remotePrincipals(policy, peers));
    const reported = new Set(remote.map(({ object }) => object));
    const denied = deniedCalls(mesh, services, [...everywhere, ...own], workloads.in(mesh.cluster, namespace));
    return [...remote, ...denied.filter(({ object }) => !reported.has(object))];
  });
}

/** The trust domains of other meshes, each with the peer that it is of. */
function remoteDomains(mesh: ObservedMesh): ReadonlyMap<string, ObservedPeer> {
  const own = new Set([mesh.trustDomain, ...trustDomainAliases(mesh)]);
  const named = mesh.peers.flatMap((peer) =>
    peer.trustDomain === undefined ? [] : [[peer.trustDomain, peer] as const],
  );
  return new Map(named.filter(([trustDomain]) => !own.has(trustDomain)));
}

function remotePrincipals(policy: AuthorizationPolicy, peers: ReadonlyMap<string, ObservedPeer>): readonly Finding[] {
  return policy.sources.flatMap((source) =>
    ['principals', 'notPrincipals'].flatMap((field) =>
      listAt(policy.object.value, [...source, field]).flatMap((principal, i) => {
        const peer = typeof principal === 'string' ? peers.get(principal.split('/')[0] ?? '') : undefined;
        return peer === undefined ? [] : [remotePrincipal(policy, [...source, field, i], String(principal), peer)];
      }),
    ),
  );
}

function remotePrincipal(
  { object, action }: AuthorizationPolicy,
  path: Path,
  principal: string,
  peer: ObservedPeer,
): Finding {
  const wanted = identityFor(peer);
  const seen = wanted === undefined ? "this mesh's ingress gateway" : `"${wanted}"`;
  const isDenial = action === 'DENY' && path.includes('principals');
  return {
    object,
    path,
    message: `the principal "${principal}" is of the peer "${peer.name}", whose calls arrive as ${seen}`,
    fix: `write ${seen}`,
    ...(isDenial && { effect: 'the policy never matches a caller, and denies none of those that it is for' }),
    related: [
      { object: peer.object, path: ['spec', 'security', 'trustDomain'], text: 'this peer has the trust domain' },
    ],
  };
}

/** The identity with which the calls of a peer reach exported workloads. */
function identityFor({ mesh, ingressName }: ObservedPeer): string | undefined {
  return mesh === undefined || ingressName === undefined
    ? undefined
    : gatewayIdentity(mesh.trustDomain, mesh.namespace, ingressName);
}

/** What no policy allows of the calls of peers, noted at the narrowest policy that is for the workload. */
function deniedCalls(
  mesh: ObservedMesh,
  services: readonly ExportedService[],
  policies: readonly AuthorizationPolicy[],
  workloads: readonly Workload[],
): readonly Finding[] {
  const index = new SelectorIndex<AuthorizationPolicy>();
  for (const policy of policies) if (policy.action === 'ALLOW') index.add(policy.selector, policy);
  const known = services.flatMap(({ service }) => service ?? []);
  const labels = podLabels(known, workloads);
  const denied = new Map<AuthorizationPolicy, Denied>();
  for (const exported of services) {
    const pods = (exported.service && labels.get(exported.service)) ?? [{}];
    const groups = uniqueLists(pods.map((own) => index.selecting(own)));
    for (const group of groups) noteDenied(mesh, exported, group, denied);
  }
  return [...denied].map(([policy, what]) => deniedFinding(policy, what));
}

/** Lists without those that another one has the same items as; most pods of a Service are under the same policies. */
function uniqueLists(lists: readonly (readonly AuthorizationPolicy[])[]): readonly (readonly AuthorizationPolicy[])[] {
  const keyed = lists.map(
    (list) => [JSON.stringify(list.map(({ object }) => [object.namespace, object.name])), list] as const,
  );
  return [...new Map(keyed).values()];
}

/** What a policy denies. */
interface Denied {
  readonly services: Set<string>;
  readonly identities: Set<string>;
  readonly first: ExportedService;
}

function noteDenied(
  { namespace }: ObservedMesh,
  exported: ExportedService,
  policies: readonly AuthorizationPolicy[],
  denied: Map<AuthorizationPolicy, Denied>,
): void {
  // Those with a selector come last.
  const blamed = policies.at(-1);
  if (blamed === undefined) return;
  for (const { peer } of exported.exports) {
    const identity = identityFor(peer);
    if (identity === undefined || policies.some(({ isFor }) => isFor(identity, namespace))) continue;
    const entry = denied.get(blamed) ?? { services: new Set(), identities: new Set(), first: exported };
    entry.services.add(exported.name);
    entry.identities.add(identity);
    denied.set(blamed, entry);
  }
}

function deniedFinding({ object }: AuthorizationPolicy, { services, identities, first }: Denied): Finding {
  const [one] = first.exports;
  const set = one?.peer.exports;
  const names = listNames([...identities]);
  return {
    object,
    path: ['spec', 'rules'],
    message: `no rule allows ${names}, as which calls of peers reach the exported ${listNames([...services])}`,
    fix: `add to the principals of a rule ${names}`,
    ...(one !== undefined &&
      set !== undefined && {
        related: [{ object: set.object, path: [...set.path, one.rule], text: `"${first.name}" is exported here` }],
      }),
  };
}
