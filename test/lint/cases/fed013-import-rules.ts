import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const EXPORTS = 'ExportedServiceSet west-mesh';

/** A third import rule with a name selector. */
const importing = (nameSelector: object, rest: object = {}): Edit =>
  set('west', IMPORTS, 'spec.importRules.2', { type: 'NameSelector', nameSelector, ...rest });

/** A third export rule with a name selector. */
const exporting = (nameSelector: object, type = 'NameSelector'): Edit =>
  set('east', EXPORTS, 'spec.exportRules.2', { type, nameSelector });

/** A third export rule with a label selector. */
const exportingLabels = (labelSelector: object): Edit =>
  set('east', EXPORTS, 'spec.exportRules.2', { type: 'LabelSelector', labelSelector });

const members = (...names: readonly string[]): Edit =>
  set('east', 'ServiceMeshMemberRoll default', 'spec.members', names);

const ATTIC = [
  add('east', '{ apiVersion: v1, kind: Namespace, metadata: { name: attic } }'),
  members('stock', 'attic'),
];
const ORDERS = { matchLabels: { app: 'orders' } };

/** FED013: import rules against what the other mesh exports. */
export const cases: RuleCases = {
  rule: 'FED013',
  findings: {
    originalName: [
      {
        what: 'the rule that exports the name is behind one that sets an alias',
        edits: [
          ...ATTIC,
          exporting({ namespace: 'attic', alias: { namespace: 'public' } }),
          set('east', EXPORTS, 'spec.exportRules.3', {
            type: 'NameSelector',
            nameSelector: { namespace: 'attic', name: 'chests' },
          }),
          importing({ namespace: 'attic', name: 'chests' }),
        ],
      },
    ],
    originalNames: [
      {
        what: 'any service of the original namespace',
        edits: [
          set('east', EXPORTS, 'spec.exportRules', [
            { type: 'NameSelector', nameSelector: { namespace: 'stock', alias: { namespace: 'public' } } },
          ]),
          importing({ namespace: 'stock' }),
        ],
      },
      {
        what: 'the original name in any namespace',
        edits: [
          exporting({ namespace: 'stock', name: 'orders', alias: { name: 'parcels' } }),
          importing({ namespace: '*', name: 'orders' }),
        ],
      },
    ],
    misspelledName: [
      { what: 'a letter is missing', edits: [importing({ namespace: 'stok', name: 'ratings' })] },
      {
        what: 'a service of a namespace that is exported as a whole',
        edits: [exporting({ namespace: 'stock' }), importing({ namespace: 'stock', name: 'rating' })],
      },
    ],
    unknownName: [
      { what: 'nothing of a similar name', edits: [importing({ namespace: 'orchard', name: 'apples' })] },
      {
        what: 'the namespace is exported as a whole, and its Services are known',
        edits: [exporting({ namespace: 'stock' }), importing({ namespace: 'stock', name: 'warehouses' })],
      },
      {
        what: 'everything is exported, and the Services of all members are known',
        edits: [exporting({}), importing({ namespace: 'stock', name: 'warehouses' })],
      },
      {
        what: 'everything is exported, and the namespace is no member',
        edits: [...ATTIC, exporting({}), importing({ namespace: 'cellar', name: 'warehouses' })],
      },
      {
        what: 'the exported namespace is no member (FED014)',
        edits: [exporting({ namespace: 'cellar' }), importing({ namespace: 'cellar', name: 'warehouses' })],
      },
      {
        what: 'the members are chosen by label, and the Services of the namespace are known',
        edits: [
          set('east', 'ServiceMeshMemberRoll default', 'spec.memberSelectors', [{ matchLabels: { mesh: 'east' } }]),
          exporting({}),
          importing({ namespace: 'stock', name: 'warehouses' }),
        ],
      },
      {
        what: 'the export rule is skipped (FED022)',
        edits: [
          ...ATTIC,
          exporting({ namespace: 'attic' }, 'nameSelector'),
          importing({ namespace: 'attic', name: 'chests' }),
        ],
      },
      {
        what: 'a namespace without known Services is exported under another one',
        edits: [
          ...ATTIC,
          exporting({ namespace: 'attic', alias: { namespace: 'public' } }),
          importing({ namespace: 'attic', name: 'chests' }),
        ],
      },
      {
        what: 'a service of any namespace is exported under another name',
        edits: [
          ...ATTIC,
          exporting({ name: 'chests', alias: { name: 'boxes' } }),
          importing({ namespace: 'attic', name: 'chests' }),
        ],
      },
      {
        what: 'a service of any namespace is exported, and all Services are known',
        edits: [
          exporting({ name: 'chests', alias: { namespace: 'public' } }),
          importing({ namespace: 'public', name: 'chests' }),
        ],
      },
      {
        what: 'the labels match other Services of the namespace only',
        edits: [
          exportingLabels({ namespace: 'stock', selector: ORDERS }),
          importing({ namespace: 'cellar', name: 'orders' }),
        ],
      },
      {
        what: 'an alias of the labels gives another name',
        edits: [
          exportingLabels({
            namespace: 'stock',
            selector: ORDERS,
            aliases: [{ name: 'orders', alias: { namespace: 'public', name: 'parcels' } }],
          }),
          importing({ namespace: 'public', name: 'orders' }),
        ],
      },
      {
        what: 'the labels match a Service, and the Services of the namespace are known',
        edits: [
          exportingLabels({ namespace: 'stock', selector: { matchLabels: { app: 'ratings' } } }),
          set('east', EXPORTS, 'spec.exportRules.0', {
            type: 'LabelSelector',
            labelSelector: { namespace: 'stock', selector: { matchLabels: { app: 'ratings' } } },
          }),
          set('east', EXPORTS, 'spec.exportRules.2', {
            type: 'NameSelector',
            nameSelector: { namespace: 'stock', name: 'orders' },
          }),
          importing({ namespace: 'stock', name: 'warehouses' }),
        ],
      },
    ],
    unknownNames: [
      {
        what: 'any service of a namespace',
        edits: [importing({ namespace: 'orchard' })],
      },
      {
        what: 'a name in any namespace',
        edits: [importing({ name: 'apples' })],
      },
      {
        what: 'everything is exported, and the Services of all members are known',
        edits: [exporting({}), importing({ name: 'apples', namespace: '' })],
      },
      {
        what: 'anything, and nothing is exported',
        edits: [
          set('east', EXPORTS, 'spec.exportRules', []),
          set('west', IMPORTS, 'spec.importRules', [{ type: 'NameSelector', nameSelector: {} }]),
        ],
      },
    ],
  },
  nearMisses: [
    {
      what: 'the other mesh has no ExportedServiceSet (FED045)',
      edits: [remove('east', EXPORTS)],
    },
    {
      what: 'the manifests of the other side are not known',
      edits: [remove('east', 'ServiceMeshPeer west-mesh'), importing({ namespace: 'orchard', name: 'apples' })],
    },
    {
      what: 'the rule is skipped (FED022)',
      edits: [importing({ namespace: 'orchard', name: 'apples' }, { type: 'nameSelector' })],
    },
    { what: 'any service', edits: [importing({})] },
    { what: 'any service of an exported namespace', edits: [importing({ namespace: 'stock', name: '*' })] },
    { what: 'an exported name in any namespace', edits: [importing({ namespace: '*', name: 'ratings' })] },
    {
      what: 'a fixed name that the manifests have no Service for',
      edits: [exporting({ namespace: 'stock', name: 'orders' }), importing({ namespace: 'stock', name: 'orders' })],
    },
    {
      what: 'a namespace is exported whose Services are deployed from elsewhere',
      edits: [...ATTIC, exporting({ namespace: 'attic' }), importing({ namespace: 'attic', name: 'chests' })],
    },
    {
      what: 'everything is exported, and the Services of the namespace are deployed from elsewhere',
      edits: [...ATTIC, exporting({}), importing({ namespace: 'attic', name: 'chests' })],
    },
    {
      what: 'everything is exported, and the Services of some member are deployed from elsewhere',
      edits: [...ATTIC, exporting({}), importing({ name: 'chests' })],
    },
    {
      what: 'everything is exported, and the members are chosen by label',
      edits: [
        set('east', 'ServiceMeshMemberRoll default', 'spec.memberSelectors', [{ matchLabels: { mesh: 'east' } }]),
        exporting({}),
        importing({ name: 'chests' }),
      ],
    },
    {
      what: 'everything is exported, and every namespace is a member',
      edits: [members('*'), exporting({}), importing({ name: 'chests' })],
    },
    {
      what: 'a namespace with Services from elsewhere is exported under another one',
      edits: [
        ...ATTIC,
        exporting({ namespace: 'attic', alias: { namespace: 'public' } }),
        importing({ namespace: 'public', name: 'chests' }),
      ],
    },
    {
      what: 'a service of any namespace is exported under another namespace',
      edits: [
        ...ATTIC,
        exporting({ name: 'chests', alias: { namespace: 'public' } }),
        importing({ namespace: 'public', name: 'chests' }),
      ],
    },
    {
      what: 'a service of any namespace is exported under another name',
      edits: [
        ...ATTIC,
        exporting({ name: 'chests', alias: { name: 'boxes' } }),
        importing({ namespace: 'attic', name: 'boxes' }),
      ],
    },
    {
      what: 'the labels match no Service that the manifests have (FED014)',
      edits: [
        exportingLabels({ namespace: 'stock', selector: ORDERS }),
        importing({ namespace: 'stock', name: 'orders' }),
      ],
    },
    {
      what: 'an alias of labels that match no Service that the manifests have (FED014)',
      edits: [
        exportingLabels({
          namespace: 'stock',
          selector: ORDERS,
          aliases: [{ name: 'orders', alias: { namespace: 'public', name: 'parcels' } }],
        }),
        importing({ namespace: 'public', name: 'parcels' }),
      ],
    },
    {
      what: 'the labels match a Service, and may match others of a namespace with Services from elsewhere',
      edits: [
        ...ATTIC,
        set('east', EXPORTS, 'spec.exportRules.1', {
          type: 'LabelSelector',
          labelSelector: {
            selector: { matchLabels: { app: 'prices' } },
            aliases: [{ namespace: 'attic', alias: { namespace: 'public' } }],
          },
        }),
        importing({ namespace: 'public', name: 'chests' }),
      ],
    },
  ],
};
