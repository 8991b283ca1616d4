import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

/** FED109: ServiceEntries that istiod ignores. */
export const cases: RuleCases = {
  rule: 'FED109',
  findings: {
    importIgnored: [
      {
        what: 'an import as local',
        edits: [set('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.hosts', ['ratings.shop.svc.cluster.local'])],
      },
    ],
    entryIgnored: [
      {
        what: 'an export under the own name',
        edits: [set('east', 'ServiceEntry ratings-export', 'spec.hosts[1]', 'ratings.stock.svc.cluster.local')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'an import as local without a local Service',
      edits: [set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['archive.shop.svc.cluster.local'])],
    },
    {
      what: 'a Service of another group',
      edits: [
        add(
          'west',
          '{ apiVersion: serving.knative.dev/v1, kind: Service, metadata: { name: archive, namespace: shop } }',
        ),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['archive.shop.svc.cluster.local']),
      ],
    },
    {
      what: 'a Service of another namespace',
      edits: [set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['prices.attic.svc.cluster.local'])],
    },
    {
      what: 'no Service',
      edits: [
        remove('north', 'Service archive'),
        set('north', 'ServiceEntry archive-export', 'spec.hosts[1]', 'archive.attic.svc.cluster.local'),
      ],
    },
  ],
};
