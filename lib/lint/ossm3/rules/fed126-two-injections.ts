import { labelsAt } from '../../../observed/fields';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { ossm3Clusters } from '../support/versions';

const FINDINGS = {
  bothLabels: {
    severity: 'error',
    message: 'the namespace has the labels istio-injection and istio.io/rev',
    effect: 'istio-injection wins: the revision is ignored, and pods get the sidecar of the default revision or none',
    fix: 'remove the label istio-injection',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED126: a namespace has one label for injection. */
export const twoInjections: Rule = {
  id: 'FED126',
  generations: ['ossm3'],
  title: 'no namespace has both labels for the injection of sidecars',
  cause: 'The label of OpenShift Service Mesh 2 was left when the one for the revision was added.',
  fix: 'Remove the label istio-injection from the namespace.',
  sources: [
    'sail-operator docs/ossm/ossm2-migration/troubleshooting/README.md',
    'Istio documentation, NamespaceMultipleInjectionLabels (IST0123)',
  ],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'Namespace attic', 'metadata.labels.istio-injection', 'enabled')]),
  check: ({ ossm3 }, report) => {
    for (const object of ossm3Clusters(ossm3).flatMap(({ byKind }) => byKind.get('Namespace') ?? [])) {
      const labels = labelsAt(object.value, ['metadata', 'labels']);
      if ('istio-injection' in labels && 'istio.io/rev' in labels) {
        report(finding('bothLabels', { object, path: ['metadata', 'labels', 'istio-injection'] }, {}));
      }
    }
  },
};
