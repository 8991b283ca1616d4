import type { IstioMesh } from '../../../observed/ossm3/model';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { accountsIn, spiffeParts } from '../support/identities';
import { policiesOf, principalsOf } from '../support/policies';
import { GUIDE } from '../support/sources';

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
} as const;

const finding = findingMaker(FINDINGS);

/** FED120: a principal of an alias is not that of a local workload as well. */
export const aliasedPrincipal: Rule = {
  id: 'FED120',
  generations: ['ossm3'],
  title: 'a policy for a principal of an aliased trust domain does not mean a local workload as well',
  cause: 'trustDomainAliases make the identities of two meshes equal where namespace and service account are the same.',
  fix: 'Accept the other mesh by trustDomains in meshConfig.caCertificates instead of by an alias.',
  sources: [GUIDE, 'Istio documentation, Trust Domain Migration'],
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
    for (const mesh of ossm3.meshes) {
      if (mesh.aliases.length === 0) continue;
      for (const { object, path, text } of principalsOf(policiesOf(mesh))) {
        const local = localWorkload(mesh, text, workloads);
        if (local !== undefined)
          report(finding('alsoLocal', { object, path, related: [{ object: local }] }, { principal: text }));
      }
    }
  },
};

function localWorkload(mesh: IstioMesh, principal: string, workloads: WorkloadsByNamespace) {
  const parts = spiffeParts(principal);
  if (parts === undefined || !mesh.aliases.includes(parts.trustDomain)) return undefined;
  return accountsIn(mesh, parts.namespace, workloads).find(
    ({ account }) => parts.account === '*' || parts.account === account,
  )?.object;
}
