import { textAt } from '../../../observed/fields';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { minorOfIstio } from '../support/versions';

const FINDINGS = {
  apart: {
    severity: 'error',
    message: 'the version of IstioCNI is "{cni}", and that of Istio is "{istio}"',
    effect:
      'the CNI plugin and istiod may be one minor version apart; with more, pods may start without redirected traffic',
    fix: 'write versions that are at most one minor version apart',
    related: ['the version of Istio'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED102: IstioCNI and Istio have near versions. */
export const cniVersion: Rule = {
  id: 'FED102',
  generations: ['ossm3'],
  title: 'IstioCNI and Istio are at most one minor version apart',
  cause: 'One of the two was updated, and the other was forgotten.',
  fix: 'Update IstioCNI together with the Istio resources of the cluster.',
  sources: ['Red Hat OpenShift Service Mesh 3 documentation, Updating the Istio CNI (compatible control planes)'],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'IstioCNI default', 'spec.version', 'v1.28-latest')]),
  check: ({ ossm3 }, report) => {
    for (const { cluster, object, version } of ossm3.meshes) {
      const own = minorOfIstio(version);
      for (const cni of cluster.byKind.get('IstioCNI') ?? []) {
        const text = textAt(cni.value, ['spec', 'version']);
        const minor = minorOfIstio(text);
        if (own === undefined || minor === undefined || Math.abs(own - minor) < 2) continue;
        const path = ['spec', 'version'];
        const related = object === undefined ? [] : [{ object, path }];
        report(finding('apart', { object: cni, path, related }, { cni: text ?? '', istio: version ?? '' }));
      }
    }
  },
};
