import type { IstioMesh } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { accountsIn, type SpiffeParts, spiffeParts } from '../support/identities';
import { policiesOf, principalsOf } from '../support/policies';
import { BUNDLE, GUIDE } from '../support/sources';

const FINDINGS = {
  alsoLocal: {
    severity: 'warning',
    message:
      'the principal "{principal}" has an alias as its trust domain, and this mesh has the same namespace and service account',
    effect:
      'policies do not distinguish a trust domain from its aliases, so the local workload is treated like the remote one',
    fix: 'replace the alias with trustDomains of the entry of caCertificates, or use another service account',
    related: ['the local workload'],
  },
  alsoRemote: {
    severity: 'warning',
    message:
      'the principal "{principal}" also means a workload of the mesh "{mesh}", whose trust domain "{domain}" is an alias',
    effect:
      'policies do not distinguish a trust domain from its aliases, so the workload of the other mesh is treated like the one that is meant',
    fix: 'replace the alias with trustDomains of the entry of caCertificates, or use another service account',
    related: ['the workload of the other mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED120: with aliases, a principal is not that of a workload of another mesh as well. */
export const aliasedPrincipal: Rule = {
  id: 'FED120',
  generations: ['ossm3'],
  title: 'with aliases of the trust domain, a principal in a policy does not mean a workload of another mesh as well',
  cause: 'trustDomainAliases make the identities of two meshes equal where namespace and service account are the same.',
  fix: 'Accept the other mesh by trustDomains in meshConfig.caCertificates instead of by an alias.',
  sources: [GUIDE, 'Istio documentation, Trust Domain Migration', BUNDLE],
  findings: FINDINGS,
  example: ossm3Example(
    [
      set('east', 'Deployment prices', 'metadata.namespace', 'shop'),
      set('east', 'Deployment prices', 'spec.template.spec.serviceAccountName', 'page'),
    ],
    [
      set('east', 'Istio east-mesh', 'spec.values.meshConfig.trustDomainAliases', ['west-mesh.local']),
      set('east', 'ServiceEntry prices-export', 'spec.workloadSelector.labels', { app: 'ratings' }),
      set(
        'west',
        'DestinationRule prices',
        'spec.trafficPolicy.tls.subjectAltNames[1]',
        'spiffe://east-mesh.local/ns/stock/sa/ratings',
      ),
    ],
  ),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    const byDomain = groupBy(ossm3.meshes, ({ trustDomain }) => trustDomain ?? '');
    for (const mesh of ossm3.meshes) {
      if (mesh.aliases.length === 0) continue;
      for (const { object, path, text: principal } of principalsOf(policiesOf(mesh))) {
        for (const { other, workload } of alsoMeant(mesh, principal, byDomain, workloads)) {
          const place = { object, path, related: [{ object: workload }] };
          const { name, trustDomain = '' } = other;
          if (other === mesh) report(finding('alsoLocal', place, { principal }));
          else report(finding('alsoRemote', place, { principal, mesh: name, domain: trustDomain }));
        }
      }
    }
  },
};

/** The meshes with a workload that a principal means besides that of its own trust domain, each with one such workload. */
function alsoMeant(
  mesh: IstioMesh,
  principal: string,
  byDomain: ReadonlyMap<string, readonly IstioMesh[]>,
  workloads: WorkloadsByNamespace,
) {
  const parts = spiffeParts(principal);
  if (parts === undefined) return [];
  const own = mesh.trustDomain ?? '';
  const meant = parts.trustDomain === 'cluster.local' ? own : parts.trustDomain;
  const equal = [own, ...mesh.aliases];
  if (!equal.includes(meant)) return [];
  const domains = new Set(equal.filter((domain) => domain !== meant));
  return [...domains].flatMap((domain) =>
    (domain === own ? [mesh] : (byDomain.get(domain) ?? [])).flatMap((other) => {
      const workload = workloadOf(other, parts, workloads);
      return workload === undefined ? [] : [{ other, workload }];
    }),
  );
}

function workloadOf(mesh: IstioMesh, { namespace, account: name }: SpiffeParts, workloads: WorkloadsByNamespace) {
  return accountsIn(mesh, namespace, workloads).find(({ account }) => name === '*' || name === account)?.object;
}
