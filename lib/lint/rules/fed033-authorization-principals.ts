import { listNames } from '../../issues/suggest';
import { listAt } from '../../observed/fields';
import type { ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding, Subject } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
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
import { type ObservedWorkload, podLabels, WorkloadsByNamespace } from './support/workloads';

const BELONGS = 'the principal "{principal}" belongs to the peer "{peer}", whose calls arrive as {identity}';
const DENIED = 'calls through the federation get 403 "RBAC: access denied" from the exported workload';
const TRUST_DOMAIN = ['the trust domain of the peer'];

/** What messages call the identity of a gateway whose name the peer does not state. */
const UNNAMED_GATEWAY = "the identity of this mesh's ingress gateway";

const FINDINGS = {
  remotePrincipal: {
    severity: 'warning',
    message: BELONGS,
    effect: DENIED,
    fix: 'write {identity}',
    related: TRUST_DOMAIN,
  },
  missedRestriction: {
    severity: 'warning',
    message: BELONGS,
    effect: 'no caller has this principal, so the policy does not keep out the callers that it is meant for',
    fix: 'write {identity}',
    related: TRUST_DOMAIN,
  },
  missingPrincipal: {
    severity: 'warning',
    message: 'no rule allows {identities}, the identity with which calls of peers reach the exported {services}',
    effect: DENIED,
    fix: 'add {identities} to the principals of a rule',
    related: ['"{first}" is exported here'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED033: AuthorizationPolicies of an exporting mesh name the identity that calls of its peers really have. A rule that
 * restricts its callers by anything but principals and namespaces is assumed to allow the gateway, and so is one
 * that is restricted by `to` or `when`.
 */
export const authorizationPrincipals: Rule = {
  id: 'FED033',
  generations: ['ossm2'],
  title: "policies for exported workloads allow the exporter's own ingress gateway and no remote identities",
  cause:
    "The calls of a peer end at the ingress gateway, which calls the workload with its own identity; the author expects the client's.",
  fix: "Allow <own trust domain>/ns/<control-plane namespace>/sa/<ingress gateway>-service-account with the peer's ingress gateway.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, Federation features and security',
    'Istio documentation, AuthorizationPolicy',
    'maistra/istio pilot/pkg/security/trustdomain/bundle.go (aliases of the trust domain of the mesh)',
  ],
  findings: FINDINGS,
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
    for (const mesh of fleet.meshes) for (const found of checkMesh(mesh, objects)) report(found);
  },
};

/** What the rule looks up. */
interface Objects {
  readonly policies: ObjectsByNamespace;
  readonly workloads: WorkloadsByNamespace;
}

function checkMesh(mesh: ObservedMesh, { policies, workloads }: Objects): readonly Finding[] {
  const exported = exportedServices(mesh);
  // The identities of the gateways have the namespace of the control plane.
  if (exported.size === 0 || mesh.namespace === '') return [];
  const policiesIn = (namespace: string) => readAuthorizationPolicies(mesh, policies.in(mesh.cluster, namespace));
  // A policy without a selector in the control plane's namespace applies to the whole mesh.
  const everywhere = policiesIn(mesh.namespace).filter(({ selector }) => Object.keys(selector).length === 0);
  const peers = remoteDomains(mesh);
  return [...exported].flatMap(([namespace, services]) => {
    // Policies in the namespace of the gateways may select these, which remote identities do reach.
    if (namespace === mesh.namespace) return [];
    const own = policiesIn(namespace);
    if (own.length + everywhere.length === 0) return [];
    const remote = own.flatMap((policy) => remotePrincipals(policy, peers));
    const reported = new Set(remote.map(({ object }) => object));
    const denied = deniedCalls(mesh, services, [...everywhere, ...own], workloads.in(mesh.cluster, namespace));
    return [...remote, ...denied.filter(({ object }) => !reported.has(object))];
  });
}

/** The trust domains of other meshes, each with its peer. */
function remoteDomains(mesh: ObservedMesh): ReadonlyMap<string, ObservedPeer> {
  const own = new Set([mesh.trustDomain, ...trustDomainAliases(mesh)]);
  const named = mesh.peers.flatMap((peer) =>
    peer.trustDomain === undefined ? [] : [[peer.trustDomain, peer] as const],
  );
  return new Map(named.filter(([trustDomain]) => !own.has(trustDomain)));
}

function remotePrincipals(policy: AuthorizationPolicy, peers: ReadonlyMap<string, ObservedPeer>): readonly Finding[] {
  return policy.sources.flatMap((source) =>
    (['principals', 'notPrincipals'] as const).flatMap((field) =>
      listAt(policy.object.value, [...source, field]).flatMap((principal, i) => {
        if (typeof principal !== 'string') return [];
        const peer = peers.get(principal.split('/')[0] ?? '');
        if (peer === undefined) return [];
        const isRestriction = (policy.action === 'DENY') === (field === 'principals');
        const name = isRestriction ? 'missedRestriction' : 'remotePrincipal';
        return [remotePrincipal(name, { object: policy.object, path: [...source, field, i] }, principal, peer)];
      }),
    ),
  );
}

function remotePrincipal(
  name: 'remotePrincipal' | 'missedRestriction',
  place: Subject,
  principal: string,
  peer: ObservedPeer,
): Finding {
  const known = identityFor(peer);
  const identity = known === undefined ? UNNAMED_GATEWAY : `"${known}"`;
  const related = [{ object: peer.object, path: ['spec', 'security', 'trustDomain'] }];
  return finding(name, { ...place, related }, { principal, peer: peer.name, identity });
}

/** The identity with which the calls of a peer reach exported workloads. */
function identityFor({ mesh, ingressName }: ObservedPeer): string | undefined {
  return mesh === undefined || ingressName === undefined
    ? undefined
    : gatewayIdentity(mesh.trustDomain, mesh.namespace, ingressName);
}

/** The calls of peers that no policy allows, reported at the narrowest policy that selects the workload. */
function deniedCalls(
  mesh: ObservedMesh,
  services: readonly ExportedService[],
  policies: readonly AuthorizationPolicy[],
  workloads: readonly ObservedWorkload[],
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

/** Each list once, as most pods of a Service have the same policies. */
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
  // Policies with a selector come last.
  const blamed = policies.at(-1);
  if (blamed === undefined) return;
  for (const { peer } of exported.exports) {
    const identity = identityFor(peer);
    if (identity === undefined || policies.some(({ matches }) => matches(identity, namespace))) continue;
    const entry = denied.get(blamed) ?? { services: new Set(), identities: new Set(), first: exported };
    entry.services.add(exported.name);
    entry.identities.add(identity);
    denied.set(blamed, entry);
  }
}

function deniedFinding({ object }: AuthorizationPolicy, { services, identities, first }: Denied): Finding {
  const related = first.exports.slice(0, 1).flatMap(({ peer, rule }) => {
    const { exports } = peer;
    return exports === undefined ? [] : [{ object: exports.object, path: [...exports.path, rule] }];
  });
  return finding(
    'missingPrincipal',
    { object, path: ['spec', 'rules'], related },
    { identities: listNames([...identities]), services: listNames([...services]), first: first.name },
  );
}
