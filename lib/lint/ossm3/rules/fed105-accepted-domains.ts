import { VALUES } from '../../../observed/ossm3/meshes';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { acceptedDomains } from '../support/domains';
import { ossm3Example } from '../support/example';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  notAccepted: {
    severity: 'error',
    message: 'the trust domain "{domain}" of {mesh}, which imports services of this mesh, is not accepted',
    effect: 'the proxies of this mesh refuse the client certificates of the other mesh, and its calls get 503',
    fix: 'add "{domain}" to the trustDomains of the entry of caCertificates for that mesh',
    related: ['the trust domain of the importing mesh', 'an import from this mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED105: an exporting mesh accepts the trust domains of the meshes that import from it. */
export const acceptedTrustDomains: Rule = {
  id: 'FED105',
  generations: ['ossm3'],
  title: 'an exporting mesh accepts the trust domain of each mesh that imports from it',
  cause:
    'A server accepts its own trust domain, its aliases, and the trustDomains of the entries of caCertificates; a root certificate alone is not enough.',
  fix: 'Add the trust domain of the importing mesh to trustDomains of its entry in meshConfig.caCertificates.',
  sources: [GUIDE, 'istio/istio pilot/pkg/networking/plugin/authn/util.go (trust domains for validation)'],
  findings: FINDINGS,
  example: ossm3Example([remove('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates[0].trustDomains')]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const { object } = mesh;
      if (object === undefined || mesh.env.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true') continue;
      const accepted = acceptedDomains(mesh);
      const reported = new Set<IstioMesh>();
      for (const one of mesh.importedBy) {
        const domain = one.mesh.trustDomain;
        if (domain === undefined || accepted.has(domain) || reported.has(one.mesh)) continue;
        reported.add(one.mesh);
        const importer =
          one.mesh.object === undefined
            ? []
            : [{ object: one.mesh.object, path: [...VALUES, 'meshConfig', 'trustDomain'] }];
        const place = { object, path: [...VALUES, 'meshConfig', 'caCertificates'], related: [...importer, one.place] };
        report(finding('notAccepted', place, { domain, mesh: meshLabel(one.mesh) }));
      }
    }
  },
};
