import { type Edit, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const NAME = { namespace: 'stock', name: 'ratings' };

/** A third export rule. */
const exporting = (rule: object): Edit => set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[2]', rule);

/** A third export rule with a label selector. */
const selecting = (selector: object): Edit =>
  exporting({ type: 'LabelSelector', labelSelector: { namespace: 'stock', selector } });

/** A third export rule with a second expression for a label selector. */
const expression = (one: object): Edit =>
  selecting({ matchExpressions: [{ key: 'app', operator: 'In', values: ['ratings'] }, one] });

/** A third import rule. */
const importing = (rule: object): Edit => set('west', IMPORTS, 'spec.importRules[2]', rule);
const importingAs = (rest: object): Edit => importing({ type: 'NameSelector', nameSelector: NAME, ...rest });
const setSuffix = (suffix: string): Edit => set('west', IMPORTS, 'spec.domainSuffix', suffix);

/** FED022: rules that istiod skips, and domain suffixes. */
export const cases: RuleCases = {
  rule: 'FED022',
  findings: {
    misspelledType: [
      { what: 'labels', edits: [exporting({ type: 'labelselector', labelSelector: { namespace: 'stock' } })] },
      { what: 'in imports', edits: [importing({ type: 'NameSelectors', nameSelector: NAME })] },
    ],
    unknownType: [
      { what: 'nothing similar', edits: [exporting({ type: 'Name', nameSelector: NAME })] },
      { what: 'an empty type', edits: [exporting({ type: '', nameSelector: NAME })] },
      { what: 'in imports', edits: [importing({ type: 'Name', nameSelector: NAME })] },
      { what: 'an empty type in imports', edits: [importing({ type: '', nameSelector: NAME })] },
    ],
    missingSelector: [
      { what: 'by name', edits: [exporting({ type: 'NameSelector' })] },
      { what: 'by label', edits: [exporting({ type: 'LabelSelector' })] },
      { what: 'in imports', edits: [importing({ type: 'NameSelector' })] },
    ],
    otherSelector: [
      { what: 'the type of labels with a name', edits: [exporting({ type: 'LabelSelector', nameSelector: NAME })] },
      {
        what: 'the type of names with labels',
        edits: [exporting({ type: 'NameSelector', labelSelector: { namespace: 'stock' } })],
      },
    ],
    misspelledOperator: [
      { what: 'small letters', edits: [expression({ key: 'tier', operator: 'notin', values: ['front'] })] },
    ],
    unknownOperator: [
      { what: 'nothing similar', edits: [expression({ key: 'tier', operator: 'Equals', values: ['front'] })] },
      { what: 'no operator', edits: [expression({ key: 'tier' })] },
    ],
    missingValues: [
      { what: 'In', edits: [expression({ key: 'tier', operator: 'In' })] },
      { what: 'NotIn', edits: [expression({ key: 'tier', operator: 'NotIn', values: [] })] },
    ],
    unexpectedValues: [{ what: 'Exists', edits: [expression({ key: 'tier', operator: 'Exists', values: ['front'] })] }],
    invalidLabelKey: [{ what: 'a space', edits: [selecting({ matchLabels: { 'my app': 'ratings' } })] }],
    invalidLabelValue: [
      { what: 'a space', edits: [selecting({ matchLabels: { app: 'my ratings' } })] },
      { what: '64 letters', edits: [selecting({ matchLabels: { app: 'r'.repeat(64) } })] },
    ],
    importByLabel: [
      {
        what: 'a label selector',
        edits: [importing({ type: 'LabelSelector', labelSelector: { selector: { matchLabels: { app: 'ratings' } } } })],
      },
    ],
    clusterSuffix: [{ what: 'of a rule', edits: [importingAs({ domainSuffix: 'svc.cluster.local' })] }],
    clusterSuffixOfSet: [
      { what: 'one rule without its own suffix', edits: [setSuffix('svc.cluster.local')] },
      {
        what: 'rules with an empty suffix',
        edits: [
          setSuffix('svc.cluster.local'),
          set('west', IMPORTS, 'spec.importRules[0].domainSuffix', ''),
          importingAs({ domainSuffix: 'svc.cluster.local' }),
        ],
      },
    ],
    clusterDomain: [
      { what: 'of a rule', edits: [importingAs({ domainSuffix: 'cluster.local' })] },
      { what: 'of the set', edits: [setSuffix('cluster.local')] },
    ],
    suffixWithoutSvc: [
      { what: 'of a rule', edits: [importingAs({ domainSuffix: 'east.local' })] },
      { what: 'of the set', edits: [setSuffix('east.local')] },
      { what: 'svc without a dot', edits: [importingAs({ domainSuffix: 'svceast.local' })] },
    ],
  },
  nearMisses: [
    { what: 'no type: the CRD requires it (FED023)', edits: [exporting({ nameSelector: NAME })] },
    { what: 'a number as type (FED023)', edits: [exporting({ type: 1, nameSelector: NAME })] },
    { what: 'no type in imports (FED023)', edits: [importing({ nameSelector: NAME })] },
    { what: 'both selectors', edits: [exporting({ type: 'NameSelector', nameSelector: NAME, labelSelector: {} })] },
    {
      what: 'every operator',
      edits: [
        selecting({
          matchExpressions: [
            { key: 'app', operator: 'In', values: ['ratings'] },
            { key: 'tier', operator: 'NotIn', values: ['front'] },
            { key: 'app', operator: 'Exists' },
            { key: 'old', operator: 'DoesNotExist', values: [] },
          ],
        }),
      ],
    },
    { what: 'a label value of 63 letters', edits: [selecting({ matchLabels: { app: 'r'.repeat(63) } })] },
    { what: 'a label selector that selects everything', edits: [selecting({})] },
    {
      what: 'as local without an alias namespace (FED016)',
      edits: [importingAs({ importAsLocal: true })],
    },
    {
      what: 'as local ignores the suffix of the rule',
      edits: [
        importing({
          type: 'NameSelector',
          importAsLocal: true,
          domainSuffix: 'svc.cluster.local',
          nameSelector: { ...NAME, alias: { namespace: 'shop' } },
        }),
        set('west', IMPORTS, 'spec.importRules[1].domainSuffix', 'east.local'),
      ],
    },
    { what: 'a suffix that begins with svc.', edits: [importingAs({ domainSuffix: 'svc.east.local' })] },
    { what: 'a suffix of the set that begins with svc.', edits: [setSuffix('svc.east.local')] },
    {
      what: 'every rule has its own suffix',
      edits: [
        setSuffix('svc.cluster.local'),
        set('west', IMPORTS, 'spec.importRules[0].domainSuffix', 'svc.east-mesh-imports.local'),
      ],
    },
    { what: 'an empty suffix counts as missing', edits: [importingAs({ domainSuffix: '' }), setSuffix('')] },
  ],
};
