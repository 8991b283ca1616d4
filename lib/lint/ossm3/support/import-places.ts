import type { MeshImport } from '../../../observed/ossm3/model';
import type { ManifestPlace } from '../../rules/support/places';

/** Where the identities of an import are written; where they belong if there are none. */
export function identitiesPlace({ mesh, host, entry, place }: MeshImport): ManifestPlace {
  const rule = mesh.destinationRules.find((one) => one.host === host && one.identities.length > 0);
  if (entry !== undefined && (entry.identities.length > 0 || rule === undefined)) {
    return { object: entry.object, path: ['spec', ...(entry.identities.length > 0 ? ['subjectAltNames'] : [])] };
  }
  return rule === undefined
    ? place
    : { object: rule.object, path: ['spec', 'trafficPolicy', 'tls', 'subjectAltNames'] };
}
