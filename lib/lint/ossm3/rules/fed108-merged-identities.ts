import { listNames } from '../../../issues/suggest';
import type { MeshImport } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { identityTexts, isServed, type ServedIdentity, servedIdentities } from '../support/identities';
import { identitiesPlace } from '../support/import-places';

const HIDDEN = 'but Istio tries again with a local pod, so callers see no error: the other mesh never gets a call';

const FINDINGS = {
  missingRule: {
    severity: 'error',
    message:
      'the endpoints of another mesh join the Service of "{host}", and no DestinationRule states the identities of both sides',
    effect: `clients accept the identities of local pods alone: every call to the other mesh fails, ${HIDDEN}`,
    fix: 'add a DestinationRule for the host with tls of the mode ISTIO_MUTUAL and subjectAltNames {known}',
    related: ['the local Service'],
  },
  missingRemote: {
    severity: 'error',
    message: 'subjectAltNames for "{host}" lack the identities of the other mesh',
    effect: `every call to the other mesh fails, ${HIDDEN}`,
    fix: 'add {known}',
    related: ['the local Service'],
  },
  missingLocal: {
    severity: 'error',
    message: 'subjectAltNames for "{host}" lack the identities of the local pods',
    effect: 'calls to local pods get 503, or all calls go to the other mesh',
    fix: 'add {known}',
    related: ['the local Service'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED108: a Service with endpoints of another mesh states the identities of both sides. */
export const mergedServiceIdentities: Rule = {
  id: 'FED108',
  generations: ['ossm3'],
  title: 'a Service that endpoints of another mesh join has the identities of both sides in a DestinationRule',
  cause:
    'For a Service, istiod derives the accepted identities from the local pods; a WorkloadEntry adds an endpoint, and no identity.',
  fix: 'Add a DestinationRule for the host whose trafficPolicy.tls has the mode ISTIO_MUTUAL and the identities of both sides.',
  sources: [
    'Istio documentation, DestinationRule, ClientTLSSettings.subjectAltNames',
    'istio/istio pilot/pkg/networking/core/cluster_tls.go (identities of mutual TLS)',
  ],
  findings: FINDINGS,
  example: ossm3Example([remove('west', 'DestinationRule prices', 'spec.trafficPolicy.tls')]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const one of ossm3.meshes.flatMap(({ imports }) => imports)) {
      const found = checkImport(one, workloads);
      if (found !== undefined) report(found);
    }
  },
};

function checkImport(one: MeshImport, workloads: WorkloadsByNamespace): Finding | undefined {
  const { mesh, host, service, exporters, identities } = one;
  if (service === undefined) return undefined;
  const local = servedIdentities(mesh, host, workloads);
  const remote = exporters
    .map((exporter) => servedIdentities(exporter, host, workloads))
    .filter((own) => own.length > 0);
  if (remote.length > 0 ? areAlike(local, remote.flat()) : mesh.roots.length === 0) return undefined;
  const place = { ...identitiesPlace(one), related: [{ object: service.object }] };
  const known = (served: readonly ServedIdentity[]) => listNames(identityTexts(served)) || 'of its pods';
  if (identities.length === 0)
    return finding('missingRule', place, { host, known: known([...local, ...remote.flat()]) });
  const fits = (served: readonly ServedIdentity[]) => identities.some((identity) => isServed(identity, served));
  const absent = remote.filter((own) => !fits(own));
  // FED114 reports identities that are those of no side.
  if (fits(local))
    return absent.length > 0 ? finding('missingRemote', place, { host, known: known(absent.flat()) }) : undefined;
  return absent.length < remote.length ? finding('missingLocal', place, { host, known: known(local) }) : undefined;
}

/** Whether the pods of both sides have the same identities, as within one trust domain. */
function areAlike(local: readonly ServedIdentity[], remote: readonly ServedIdentity[]): boolean {
  const accepted = new Set(identityTexts(local));
  return identityTexts(remote).every((identity) => accepted.has(identity));
}
