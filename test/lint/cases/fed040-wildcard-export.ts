import { set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const exporting = (...rules: readonly object[]) =>
  set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', rules);
const byName = (nameSelector: object) => ({ type: 'NameSelector', nameSelector });
const byLabel = (labelSelector: object) => ({ type: 'LabelSelector', labelSelector });

const PRICES = { matchLabels: { app: 'prices' } };

/** FED040: exports of the control plane. */
export const cases: RuleCases = {
  rule: 'FED040',
  findings: {
    wholeMesh: [
      { what: 'stars', edits: [exporting(byName({ namespace: '*', name: '*' }))] },
      { what: 'the second rule', edits: [exporting(byName({ namespace: 'stock', name: 'ratings' }), byName({}))] },
      { what: 'an alias changes nothing', edits: [exporting(byName({ alias: { namespace: 'stock' } }))] },
      { what: 'no labels', edits: [exporting(byLabel({}))] },
      {
        what: 'an empty selector',
        edits: [exporting(byLabel({ selector: { matchLabels: {}, matchExpressions: [] } }))],
      },
    ],
    controlPlaneNamespace: [
      { what: 'by name', edits: [exporting(byName({ namespace: 'east-mesh' }))] },
      { what: 'by label', edits: [exporting(byLabel({ namespace: 'east-mesh', selector: {} }))] },
    ],
  },
  nearMisses: [
    { what: 'a name in any namespace', edits: [exporting(byName({ name: 'ratings' }))] },
    {
      what: 'a name in the control plane namespace',
      edits: [exporting(byName({ namespace: 'east-mesh', name: 'a' }))],
    },
    { what: 'every name in another namespace', edits: [exporting(byName({ namespace: 'stock' }))] },
    { what: 'every label in another namespace', edits: [exporting(byLabel({ namespace: 'stock', selector: {} }))] },
    { what: 'a label in any namespace', edits: [exporting(byLabel({ selector: PRICES }))] },
    {
      what: 'an expression in any namespace',
      edits: [exporting(byLabel({ selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }))],
    },
    {
      what: 'a selector by name besides the one by label is not read',
      edits: [exporting({ ...byLabel({ selector: PRICES }), nameSelector: {} })],
    },
    {
      what: 'a selector by label besides the one by name is not read',
      edits: [exporting({ ...byName({ namespace: 'stock' }), labelSelector: {} })],
    },
    { what: 'istiod skips the rule (FED022)', edits: [exporting({ ...byName({}), type: 'nameSelector' })] },
    { what: 'no export rules', edits: [exporting()] },
  ],
};
