import { listNames } from '../../../issues/suggest';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { identityTexts, servedIdentities } from '../support/identities';
import { ENTRIES, GUIDE } from '../support/sources';

const EFFECT =
  'clients accept every identity of an accepted root certificate, so any workload of the other mesh can answer';

const FINDINGS = {
  missingIdentity: {
    severity: 'warning',
    message: 'the imported host "{host}" has no subjectAltNames',
    effect: EFFECT,
    fix: 'add {known}',
  },
  missingUnknownIdentity: {
    severity: 'warning',
    message: 'the imported host "{host}" has no subjectAltNames, and its pods are not in the manifests',
    effect: EFFECT,
    fix: 'add spiffe://<trust domain>/ns/<namespace>/sa/<service account> of the pods in the exporting mesh',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED113: an import states the identities of its pods. */
export const noIdentity: Rule = {
  id: 'FED113',
  generations: ['ossm3'],
  title: 'an imported host states the identities of its pods',
  cause:
    'A Service of the own cluster needs no subjectAltNames, because istiod knows its pods; it does not know those of other meshes.',
  fix: 'Add subjectAltNames to the ServiceEntry, or to a DestinationRule of the host.',
  sources: [GUIDE, ENTRIES],
  findings: FINDINGS,
  example: ossm3Example([remove('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.subjectAltNames')]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const { entry, host, identities, exporters } of ossm3.meshes.flatMap(({ imports }) => imports)) {
      if (entry === undefined || identities.length > 0) continue;
      const known = exporters.flatMap((exporter) => identityTexts(servedIdentities(exporter, host, workloads)));
      const place = { object: entry.object, path: ['spec'] };
      if (known.length === 0) report(finding('missingUnknownIdentity', place, { host }));
      else report(finding('missingIdentity', place, { host, known: listNames(known) }));
    }
  },
};
