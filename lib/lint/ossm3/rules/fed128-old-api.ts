import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const KINDS = ['Istio', 'IstioCNI', 'IstioRevision', 'IstioRevisionTag', 'ZTunnel'];

const FINDINGS = {
  oldVersion: {
    severity: 'error',
    message: 'the API version is sailoperator.io/v1alpha1',
    effect: 'the API server rejects the object: no matches for kind "{kind}" in this version',
    fix: 'write sailoperator.io/v1',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED128: objects of the operator have its API version. */
export const oldAPI: Rule = {
  id: 'FED128',
  generations: ['ossm3'],
  title: 'objects of the operator have an API version that it serves',
  cause: 'The example is from before the first release of OpenShift Service Mesh 3.',
  fix: 'Write apiVersion: sailoperator.io/v1.',
  sources: ['sail-operator chart/crds (versions that are served)'],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'IstioCNI default', 'apiVersion', 'sailoperator.io/v1alpha1')]),
  check: ({ clusters }, report) => {
    for (const object of clusters.flatMap(({ byKind }) => KINDS.flatMap((kind) => byKind.get(kind) ?? []))) {
      if (object.apiVersion !== 'sailoperator.io/v1alpha1') continue;
      report(finding('oldVersion', { object, path: ['apiVersion'] }, { kind: object.kind }));
    }
  },
};
