import { listNames } from '../../issues/suggest';
import { textAt, textsAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { policyPaths } from './support/failover';
import { gatewayIdentity } from './support/identities';
import { type LocalImport, localImports } from './support/import-hosts';
import { importRuleOf } from './support/places';
import { type HostRule, trafficOf } from './support/traffic';
import { serviceAccountsBehind, WorkloadsByNamespace } from './support/workloads';

/** A host whose local Service imports are merged with. */
interface MergedHost {
  readonly host: string;
  readonly imports: readonly LocalImport[];
  /** The identities of the local pods; undefined where the manifests do not have the pods. */
  readonly local: readonly string[] | undefined;
  /** What each identity of local pods starts with. */
  readonly localPrefix: string;
  /** The identities of the egress gateways to the peers; with a placeholder where their namespace is unknown. */
  readonly remote: readonly string[];
  /** Whether the namespace of the egress gateways is known. */
  readonly isRemoteKnown: boolean;
}

const REFUSED =
  'istiod gives the merged service the identities of the local pods alone, so calls to the peer fail with 503, also on failover';
const ADD =
  'write trafficPolicy.tls.mode: ISTIO_MUTUAL and trafficPolicy.tls.subjectAltNames: [{identities}]; each local pod must have a sidecar then';
const IMPORT = ['the import'];

/** The namespace in an identity where that of the control plane is unknown. */
const UNKNOWN_NAMESPACE = '<control-plane namespace>';

const FINDINGS = {
  missingIdentities: {
    severity: 'warning',
    message: 'the DestinationRule for "{host}", which an import is merged with, has no identities of both sides',
    effect: REFUSED,
    fix: ADD,
    related: IMPORT,
  },
  missingDestinationRule: {
    severity: 'warning',
    message:
      '"{host}" is imported as local and merged with the local Service, and no DestinationRule applies to the host',
    effect: REFUSED,
    fix: `add a DestinationRule for "{host}": ${ADD}`,
  },
  missingGateway: {
    severity: 'error',
    message: 'subjectAltNames of "{host}" lacks {identities}, the identity of the egress gateway to the peer',
    effect: 'calls to the peer fail with 503, also on failover',
    fix: 'add {identities}',
    related: IMPORT,
  },
  missingLocalPods: {
    severity: 'error',
    message: 'subjectAltNames of "{host}" lacks {identities}, the identity of local pods',
    effect: 'calls to the local pods fail with 503',
    fix: 'add {identities}',
    related: IMPORT,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED060: a service that imports are merged with has the identities of both sides. */
export const mergedIdentities: Rule = {
  id: 'FED060',
  generations: ['ossm2'],
  title:
    'a DestinationRule for an import that is merged with a local Service lists the identities of the local pods and of the egress gateway',
  cause:
    'istiod merges the endpoints of an import as local with those of the local Service, but not the identities that clients check, so certificates of the egress gateway are refused (CERTIFICATE_VERIFY_FAILED in the log of the client). Observed with 2.5.',
  fix: 'Add trafficPolicy.tls with mode ISTIO_MUTUAL, and in subjectAltNames the identity of each local ServiceAccount, spiffe://<own trust domain>/ns/<namespace>/sa/<ServiceAccount>, and that of the egress gateway to the peer, spiffe://<own trust domain>/ns/<control-plane namespace>/sa/<egress gateway>-service-account. This turns automatic mutual TLS off for the host: each local pod must have a sidecar.',
  sources: [
    'Istio documentation, Destination Rule, ClientTLSSettings',
    'maistra/istio pilot/pkg/serviceregistry/aggregate/controller.go, mergeService',
    'docs/federation.md, Localities and failover (observed)',
  ],
  findings: FINDINGS,
  example: {
    fault: [set('west', 'DestinationRule prices', 'spec.trafficPolicy.tls', { mode: 'ISTIO_MUTUAL' })],
  },
  check: (fleet, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, workloads)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster, workloads: WorkloadsByNamespace): readonly Finding[] {
  const merged = cluster.meshes.flatMap((mesh) => mergedHosts(mesh, workloads).map((host) => ({ mesh, host })));
  // Most clusters have no such host, and indexing the traffic takes time.
  const traffic = new Map((merged.length === 0 ? [] : trafficOf(cluster)).map((one) => [one.mesh, one]));
  return merged.flatMap(({ mesh, host }) => checkHost(host, traffic.get(mesh)?.rulesFor(host.host) ?? []));
}

function mergedHosts(mesh: ObservedMesh, workloads: WorkloadsByNamespace): readonly MergedHost[] {
  const byHost = groupBy(localImports(mesh), ({ host }) => host);
  if (byHost.size === 0) return [];
  const services = new Map(mesh.services.map((service) => [`${service.name}.${service.namespace}`, service]));
  const gatewayNamespace = mesh.namespace || UNKNOWN_NAMESPACE;
  return [...byHost].flatMap(([host, imports]): readonly MergedHost[] => {
    const service = services.get(host.split('.', 2).join('.'));
    if (service === undefined) return [];
    const { namespace } = service;
    const localPrefix = `spiffe://${mesh.trustDomain}/ns/${namespace}/sa/`;
    const accounts = serviceAccountsBehind(service, workloads.in(mesh.cluster, namespace));
    const remote = imports.flatMap(({ peer: { egressName } }) =>
      egressName === undefined ? [] : [`spiffe://${gatewayIdentity(mesh.trustDomain, gatewayNamespace, egressName)}`],
    );
    const local = accounts.length === 0 ? undefined : accounts.map((account) => localPrefix + account);
    const isRemoteKnown = mesh.namespace !== '';
    return [{ host, imports, local, localPrefix, remote: [...new Set(remote)].sort(), isRemoteKnown }];
  });
}

function checkHost(merged: MergedHost, rules: readonly HostRule[]): readonly Finding[] {
  const { host, imports, local, localPrefix, remote, isRemoteKnown } = merged;
  const unknownLocal = `${localPrefix}<ServiceAccount of the local pods>`;
  const identities = listNames([...(local ?? [unknownLocal]), ...remote]);
  const [rule] = rules;
  const related = imports.map((one) => importRuleOf(one));
  if (rule === undefined) {
    return related.slice(0, 1).map((place) => finding('missingDestinationRule', place, { host, identities }));
  }
  const settings = rules.flatMap(tlsSettings);
  const [setting] = settings;
  if (setting === undefined) {
    const place = { object: rule.object, path: ['spec', 'trafficPolicy'], related };
    return [finding('missingIdentities', place, { host, identities })];
  }
  const stated = settings.flatMap(({ names }) => names);
  const lacking = (wanted: readonly string[]) => wanted.filter((one) => !stated.includes(one));
  const isAnyLocal = stated.some((one) => one.startsWith(localPrefix));
  const pods = local === undefined && isAnyLocal ? [] : lacking(local ?? [unknownLocal]);
  const place = { object: setting.rule.object, path: setting.path, related };
  const report = (name: 'missingGateway' | 'missingLocalPods', lost: readonly string[]) =>
    lost.length === 0 ? [] : [finding(name, place, { host, identities: listNames(lost) })];
  return [...report('missingGateway', isRemoteKnown ? lacking(remote) : []), ...report('missingLocalPods', pods)];
}

/** The identities that the traffic policies of a DestinationRule state for mutual TLS with the certificates of Istio. */
function tlsSettings(rule: HostRule) {
  return policyPaths(rule).flatMap((policy) => {
    const path = [...policy, 'tls'];
    const names = textsAt(rule.object.value, [...path, 'subjectAltNames']);
    const isMutual = textAt(rule.object.value, [...path, 'mode']) === 'ISTIO_MUTUAL';
    return isMutual && names.length > 0 ? [{ rule, path: [...path, 'subjectAltNames'], names }] : [];
  });
}
