import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const EXPORTS = 'ExportedServiceSet west-mesh';

const named = (nameSelector: object, rest: object = {}) => ({ type: 'NameSelector', nameSelector, ...rest });
const exporting = (...rules: readonly object[]): Edit => set('east', EXPORTS, 'spec.exportRules', rules);
const importing = (...rules: readonly object[]): Edit => set('west', IMPORTS, 'spec.importRules', rules);
const importingNorth = (...rules: readonly object[]): Edit =>
  set('west', 'ImportedServiceSet north-mesh', 'spec.importRules', rules);

const service = (name: string): Edit =>
  add(
    'east',
    `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: stock },
      spec: { selector: { app: ${name} }, ports: [{ name: http, port: 9080 }] } }`,
  );

const aliased = (name: string, alias: string) => named({ namespace: 'stock', name, alias: { name: alias } });

/** Both peers of the west mesh give the local service `prices.shop`. */
const BOTH_LOCAL = [
  ...NORTH,
  importingNorth(
    named(
      { namespace: 'attic', name: 'archive', alias: { namespace: 'shop', name: 'prices' } },
      { importAsLocal: true },
    ),
  ),
];

const RATINGS = named({ namespace: 'stock', name: 'ratings' });
const PRICES_AS_RATINGS = named({ namespace: 'stock', name: 'prices', alias: { name: 'ratings' } });
const SIX = ['a', 'b', 'c', 'd', 'e', 'f'];
const LABELS = { type: 'LabelSelector', labelSelector: { namespace: 'stock', selector: {}, aliases: [] } };

/** FED021: names that collide, and rules that never apply. */
export const cases: RuleCases = {
  rule: 'FED021',
  findings: {
    sameExportedName: [
      { what: 'one rule matches both', edits: [exporting(named({ namespace: 'stock', alias: { name: 'all' } }))] },
      {
        what: 'the alias is the name of another service',
        edits: [exporting(PRICES_AS_RATINGS, RATINGS)],
      },
      {
        what: 'the manifests have no Service for one of them',
        edits: [exporting(RATINGS, aliased('grades', 'ratings'))],
      },
      {
        what: 'the one name is imported: one finding',
        edits: [exporting(aliased('ratings', 'all'), aliased('prices', 'all')), importing(aliased('all', 'every'))],
      },
      {
        what: 'five services',
        edits: [...SIX.slice(1).map(service), exporting(...SIX.slice(1).map((name) => aliased(name, 'all')))],
      },
      {
        what: 'more services than a finding lists',
        edits: [...SIX.map(service), exporting(...SIX.map((name) => aliased(name, 'all')))],
      },
    ],
    sameHost: [
      { what: 'two services of one peer', edits: [importing(RATINGS, PRICES_AS_RATINGS)] },
      {
        what: 'two services of one peer as local',
        edits: [
          importing(
            named(
              { namespace: 'stock', name: 'ratings', alias: { namespace: 'shop', name: 'prices' } },
              { importAsLocal: true },
            ),
            named({ namespace: 'stock', name: 'prices', alias: { namespace: 'shop' } }, { importAsLocal: true }),
          ),
        ],
      },
      {
        what: 'two peers with one domain suffix',
        edits: [
          ...NORTH,
          importing(named({ namespace: 'stock', name: 'ratings' }, { domainSuffix: 'svc.far.local' })),
          importingNorth(
            named(
              { namespace: 'attic', name: 'archive', alias: { namespace: 'stock', name: 'ratings' } },
              { domainSuffix: 'svc.far.local' },
            ),
          ),
        ],
      },
      {
        what: 'two services of one peer and one of another, all as local',
        edits: [
          ...BOTH_LOCAL,
          importing(
            named(
              { namespace: 'stock', name: 'ratings', alias: { namespace: 'shop', name: 'prices' } },
              { importAsLocal: true },
            ),
            named({ namespace: 'stock', name: 'prices', alias: { namespace: 'shop' } }, { importAsLocal: true }),
          ),
        ],
      },
    ],
    sharedEgress: [
      {
        what: 'two peers with one egress gateway',
        edits: [
          ...BOTH_LOCAL,
          set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.egress.name', 'east-mesh-egress'),
        ],
      },
    ],
    shadowedRule: [
      {
        what: 'an export rule behind one for the namespace',
        edits: [
          exporting(
            named({ namespace: 'stock' }),
            named({ namespace: 'stock', name: 'ratings', alias: { name: 'r' } }),
          ),
        ],
      },
      {
        what: 'an export rule by labels behind one for the namespace',
        edits: [exporting(named({ namespace: 'stock' }), LABELS)],
      },
      {
        what: 'an import rule behind one for the namespace',
        edits: [importing(named({ namespace: 'stock' }), RATINGS)],
      },
    ],
    oneNameForAll: [
      {
        what: 'an export rule that matches one service of a namespace so far',
        edits: [remove('east', 'Service prices'), exporting(named({ namespace: 'stock', alias: { name: 'all' } }))],
      },
      {
        what: 'an import rule, and the exports of the other mesh are not known',
        edits: [
          remove('east', 'ServiceMeshPeer west-mesh'),
          importing(named({ namespace: 'stock', name: '*', alias: { name: 'all' } })),
        ],
      },
    ],
  },
  nearMisses: [
    {
      what: 'one service under one name, by two rules',
      edits: [exporting(RATINGS, named({ namespace: 'stock', alias: { namespace: 'public' } }))],
    },
    {
      what: 'the same name in two namespaces',
      edits: [
        exporting(
          aliased('ratings', 'all'),
          named({ namespace: 'stock', name: 'prices', alias: { namespace: 'public', name: 'all' } }),
        ),
      ],
    },
    { what: 'two peers give one local service through separate egress gateways', edits: BOTH_LOCAL },
    {
      what: 'a rule for one service before one for the namespace',
      edits: [exporting(RATINGS, named({ namespace: 'stock' })), importing(RATINGS, named({ namespace: 'stock' }))],
    },
    {
      what: 'the rule in front is skipped (FED022)',
      edits: [exporting({ type: 'nameSelector', nameSelector: {} }, RATINGS)],
    },
    {
      what: 'a skipped rule with an alias for all (FED022)',
      edits: [
        remove('east', 'Service prices'),
        exporting(
          { type: 'nameSelector', nameSelector: { alias: { name: 'all' } } },
          { type: 'NameSelector' },
          RATINGS,
        ),
      ],
    },
    {
      what: 'a skipped import rule with an alias for all (FED022)',
      edits: [
        remove('east', 'ServiceMeshPeer west-mesh'),
        importing({ type: 'nameSelector', nameSelector: { alias: { name: 'all' } } }, RATINGS),
      ],
    },
    {
      what: 'a rule by labels reads no name selector',
      edits: [
        remove('east', 'Service prices'),
        exporting({ ...LABELS, nameSelector: { namespace: 'stock', alias: { name: 'all' } } }),
      ],
    },
    {
      what: 'an import rule with one alias for the only service that is exported',
      edits: [exporting(RATINGS), importing(named({ namespace: 'stock', alias: { name: 'all' } }))],
    },
    {
      what: 'an alias for the namespace only',
      edits: [
        remove('east', 'Service prices'),
        exporting(named({ namespace: 'stock', alias: { namespace: 'public', name: '*' } })),
      ],
    },
    {
      what: 'an alias for one name in any namespace',
      edits: [remove('east', 'Service prices'), exporting(named({ name: 'ratings', alias: { name: 'r' } }))],
    },
  ],
};
