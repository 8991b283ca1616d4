import { remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const expose = (hosts: readonly string[]) => set('east', 'Gateway expose-services', 'spec.servers[0].hosts', hosts);
const RATINGS = 'ratings.stock.svc.east-mesh-imports.local';
const PRICES = 'prices.shop.svc.cluster.local';

/** FED131: hosts that the exporting mesh does not expose. */
export const cases: RuleCases = {
  rule: 'FED131',
  findings: {
    similarHost: [
      { what: 'a typo in the exposed host', edits: [expose(['rating.stock.svc.east-mesh-imports.local', PRICES])] },
      {
        what: 'another suffix in the import',
        edits: [
          set('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.hosts', ['ratings.stock.svc.east-imports.local']),
        ],
      },
    ],
    notExposed: [
      { what: 'an import into a local Service', edits: [expose([RATINGS])] },
      { what: 'a wildcard for other hosts', edits: [expose(['*.east-imports.local', PRICES])] },
    ],
    nothingExposed: [
      {
        what: 'no gateway exposes anything',
        edits: [remove('east', 'Gateway expose-services'), remove('east', 'Gateway eastwestgateway')],
      },
    ],
  },
  nearMisses: [
    { what: 'exposed by a wildcard', edits: [expose(['*.svc.east-mesh-imports.local', PRICES])] },
    { what: 'everything is exposed', edits: [expose(['*'])] },
    { what: 'hosts with a namespace', edits: [expose([`stock/${RATINGS}`, `*/${PRICES}`])] },
    {
      what: 'exposed by the listener of the Gateway API alone',
      edits: [
        remove('east', 'Gateway expose-services'),
        set('east', 'Gateway eastwestgateway', 'spec.listeners[0].hostname', undefined),
      ],
    },
    {
      what: 'a mesh that is not in the manifests',
      edits: [
        'ServiceEntry archive-export',
        'Gateway expose-services',
        'Gateway eastwestgateway',
        'Istio north-mesh',
      ].map((name) => remove('north', name)),
    },
  ],
};
