import { listNames } from '../../../issues/suggest';
import type { MeshImport } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { identityTexts, isServed, servedIdentities } from '../support/identities';
import { identitiesPlace } from '../support/import-places';
import { ENTRIES, GUIDE } from '../support/sources';

const FINDINGS = {
  wrongIdentity: {
    severity: 'error',
    message: 'no pod behind "{host}" has an identity of subjectAltNames, {found}',
    effect: 'clients refuse the certificate of the server, and calls get 503',
    fix: 'write {known}',
    related: ['the identities of the pods behind the host follow from this'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED114: the identities that clients of an import accept are those of its pods. */
export const wrongIdentity: Rule = {
  id: 'FED114',
  generations: ['ossm3'],
  title: 'subjectAltNames of an imported host have the identity of its pods',
  cause:
    'The identity has the trust domain or the namespace of the importing mesh, or the name of the service instead of its service account.',
  fix: 'Write spiffe://<trust domain>/ns/<namespace>/sa/<service account> of the pods in the exporting mesh.',
  sources: [GUIDE, ENTRIES],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', [
      'spiffe://north-mesh.local/ns/attic/sa/default',
    ]),
  ]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const one of ossm3.meshes.flatMap(({ imports }) => imports)) {
      const found = checkImport(one, workloads);
      if (found !== undefined) report(found);
    }
  },
};

function checkImport(one: MeshImport, workloads: WorkloadsByNamespace): Finding | undefined {
  const { host, identities, exporters, mesh, service } = one;
  const served = exporters.map((exporter) => servedIdentities(exporter, host, workloads));
  // Other rules report hosts that are unknown there. FED108 reports identities of the local pods alone.
  if (identities.length === 0 || served.length === 0 || served.some((own) => own.length === 0)) return undefined;
  const local = service === undefined ? [] : servedIdentities(mesh, host, workloads);
  if (identities.some((identity) => isServed(identity, [...served.flat(), ...local]))) return undefined;
  const [exporter] = exporters;
  const entry = exporter?.entriesByHost.get(host)?.[0]?.object ?? exporter?.servicesByHost.get(host)?.object;
  const place = { ...identitiesPlace(one), related: entry === undefined ? [] : [{ object: entry }] };
  return finding('wrongIdentity', place, {
    host,
    found: listNames(identities),
    known: listNames(identityTexts(served.flat())),
  });
}
