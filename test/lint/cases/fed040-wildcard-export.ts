import { set } from '../../../lib/lint/examples/edit';
import type { RuleCase, RuleCases } from './case';

function exporting(what: string, ...rules: readonly object[]): RuleCase {
  return { what, edits: [set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', rules)] };
}

const byName = (nameSelector: object) => ({ type: 'NameSelector', nameSelector });
const byLabel = (labelSelector: object) => ({ type: 'LabelSelector', labelSelector });

/** FED040: rules that match every service of every namespace, or of the control plane's. */
export const cases: RuleCases = {
  rule: 'FED040',
  findings: {
    everyNamespace: [
      exporting('stars', byName({ namespace: '*', name: '*' })),
      exporting('labels without a selector', byLabel({})),
      exporting('an empty selector', byLabel({ selector: { matchLabels: {}, matchExpressions: [] } })),
      exporting('behind a rule that is right', byName({ namespace: 'stock', name: 'ratings' }), byName({ name: '*' })),
    ],
    controlPlaneNamespace: [
      exporting('every name of the control plane namespace', byName({ namespace: 'east-mesh' })),
      exporting('every label of the control plane namespace', byLabel({ namespace: 'east-mesh', selector: {} })),
    ],
  },
  nearMisses: [
    exporting('every name of an application', byName({ namespace: 'stock', name: '*' })),
    exporting('every label of an application', byLabel({ namespace: 'stock', selector: {} })),
    exporting('one name in every namespace', byName({ name: 'ratings' })),
    exporting('one label in every namespace', byLabel({ selector: { matchLabels: { app: 'prices' } } })),
    exporting(
      'an expression in every namespace',
      byLabel({ selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }),
    ),
    exporting('one name of the control plane namespace', byName({ namespace: 'east-mesh', name: 'ratings' })),
    exporting('a rule that istiod skips (FED022)', { type: 'Selector', nameSelector: {} }),
  ],
};
