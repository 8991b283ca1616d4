import { selects } from '../../../observed/ossm3/entries';
import { groupBy } from '../../../values';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const FINDINGS = {
  selectedTwice: {
    severity: 'error',
    message: 'the Service "{service}" selects the WorkloadEntry of the import "{host}" as well',
    effect: 'calls to the Service go to the other mesh, where they fail or reach another service',
    fix: 'use a label that no Service selects for the WorkloadEntry and the workloadSelector of its ServiceEntry',
    related: ['the Service', 'the import'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED124: a WorkloadEntry of an import belongs to no Service. */
export const selectedTwice: Rule = {
  id: 'FED124',
  generations: ['ossm3'],
  title: 'no Service selects the WorkloadEntry that a ServiceEntry of an import selects',
  cause: 'The WorkloadEntry has labels such as app: ratings, and Services select WorkloadEntries like pods.',
  fix: 'Give the WorkloadEntry of each import a label of its own.',
  sources: ['Istio documentation, WorkloadEntry (Services select WorkloadEntries)'],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'WorkloadEntry archive-attic-north-mesh', 'metadata.labels.app', 'ratings'),
    set('west', 'Service ratings', 'metadata.namespace', 'west-mesh'),
  ]),
  check: ({ ossm3 }, report) => {
    for (const { services, imports } of ossm3.meshes) {
      const byNamespace = groupBy(services, ({ namespace }) => namespace);
      for (const one of imports) {
        for (const { object, namespace, labels } of one.entry === undefined ? [] : one.endpoints) {
          const service = byNamespace.get(namespace)?.find(({ selector }) => selects(selector, labels));
          if (service === undefined) continue;
          const place = { object, path: ['metadata', 'labels'], related: [{ object: service.object }, one.place] };
          report(finding('selectedTwice', place, { service: service.name, host: one.host }));
        }
      }
    }
  },
};
