import { listNames } from '../../../issues/suggest';
import type { MeshImport } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { SECOND_EXPORTER } from '../examples/second-exporter';
import { ossm3Example } from '../support/example';
import { identityTexts, isServed, servedIdentities } from '../support/identities';
import { identitiesPlace } from '../support/import-places';
import { ENTRIES, GUIDE } from '../support/sources';

const FINDINGS = {
  missingExporter: {
    severity: 'error',
    message: 'subjectAltNames of "{host}" lack the identities of {mesh}, which serves the host as well',
    effect: 'clients refuse the certificates of that mesh; retries on the other endpoints may hide it',
    fix: 'add {known}',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED136: an import from several meshes has the identities of all. */
export const severalExporters: Rule = {
  id: 'FED136',
  generations: ['ossm3'],
  title: 'an imported host that several meshes serve has the identities of each',
  cause: 'An endpoint of another mesh was added to the import, and subjectAltNames were left as they were.',
  fix: 'Add the identities of the pods of each exporting mesh to subjectAltNames.',
  sources: [ENTRIES, GUIDE],
  findings: FINDINGS,
  example: ossm3Example(
    [
      set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', [
        'spiffe://north-mesh.local/ns/attic/sa/archive',
      ]),
    ],
    SECOND_EXPORTER,
  ),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const one of ossm3.meshes.flatMap(({ imports }) => imports)) {
      for (const found of checkImport(one, workloads)) report(found);
    }
  },
};

function checkImport(one: MeshImport, workloads: WorkloadsByNamespace): readonly Finding[] {
  const { host, entry, identities, exporters } = one;
  // FED108 is about imports into a Service, and FED114 about identities that nobody has.
  if (entry === undefined || identities.length === 0) return [];
  const served = exporters
    .map((exporter) => ({ exporter, own: servedIdentities(exporter, host, workloads) }))
    .filter(({ own }) => own.length > 0);
  const missing = served.filter(({ own }) => !identities.some((identity) => isServed(identity, own)));
  if (missing.length === served.length) return [];
  return missing.map(({ exporter, own }) =>
    finding('missingExporter', identitiesPlace(one), {
      host,
      mesh: meshLabel(exporter),
      known: listNames(identityTexts(own)),
    }),
  );
}
