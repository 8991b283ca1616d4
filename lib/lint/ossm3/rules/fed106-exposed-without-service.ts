import { suggestName } from '../../../issues/suggest';
import { isWildcard } from '../../../observed/ossm3/hosts';
import type { ExposedHost, IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { fitsNothing, isUnknownTarget } from '../support/exports';
import { GUIDE, SNI } from '../support/sources';

const EFFECT = 'the gateway has no endpoints for the host, and calls from other meshes get 503';

const FINDINGS = {
  missingEntry: {
    severity: 'error',
    message: 'the exposed host "{host}" has no ServiceEntry and is no Service of this cluster',
    effect: EFFECT,
    fix: 'add a ServiceEntry with this host in the namespace of the service, or {suggestion}',
  },
  emptyWildcard: {
    severity: 'error',
    message: 'the exposed hosts "{host}" fit no ServiceEntry and no Service of this cluster',
    effect: EFFECT,
    fix: 'add a ServiceEntry for each service under this wildcard',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED106: an exposed host leads to a service. */
export const exposedWithoutService: Rule = {
  id: 'FED106',
  generations: ['ossm3'],
  title: 'each exposed host has a ServiceEntry or is a Service of its cluster',
  cause:
    'A host of another mesh is exposed, but its own cluster does not know it: only the importing mesh has a ServiceEntry for it.',
  fix: 'Add a ServiceEntry with the host of the import to the exporting mesh, with a workloadSelector for the pods of the service.',
  sources: [GUIDE, SNI],
  findings: FINDINGS,
  example: ossm3Example([remove('north', 'ServiceEntry archive-export')]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const hosts = [...mesh.entriesByHost.keys(), ...mesh.servicesByHost.keys()];
      for (const exposed of mesh.exposed) {
        const found = checkHost(mesh, exposed, hosts);
        if (found !== undefined) report(found);
      }
    }
  },
};

function checkHost(mesh: IstioMesh, exposed: ExposedHost, known: readonly string[]): Finding | undefined {
  const { object, path, host, selector } = exposed;
  // The hostname of a Gateway of the Gateway API is often one that exposes nothing on purpose.
  if (selector === undefined) return undefined;
  if (isWildcard(host)) {
    return known.length > 0 && fitsNothing(mesh, host)
      ? finding('emptyWildcard', { object, path }, { host })
      : undefined;
  }
  if (!isUnknownTarget(mesh, host)) return undefined;
  return finding('missingEntry', { object, path }, { host, suggestion: suggestName(host, known) });
}
