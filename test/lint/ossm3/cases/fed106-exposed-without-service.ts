import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const expose = (hosts: readonly string[]) => set('east', 'Gateway expose-services', 'spec.servers[0].hosts', hosts);
const RATINGS = 'ratings.stock.svc.east-mesh-imports.local';
const PRICES = 'prices.shop.svc.cluster.local';

/** FED106: exposed hosts that lead to nothing. */
export const cases: RuleCases = {
  rule: 'FED106',
  findings: {
    missingEntry: [
      {
        what: 'a host that only the other mesh has',
        edits: [expose([RATINGS, PRICES, 'page.stock.svc.east-mesh-imports.local'])],
      },
      {
        what: 'a Service that its namespace does not have',
        edits: [expose([RATINGS, PRICES, 'page.stock.svc.cluster.local'])],
      },
    ],
    emptyWildcard: [
      { what: 'a wildcard for nothing', edits: [expose([RATINGS, PRICES, '*.svc.depot-imports.local'])] },
    ],
  },
  nearMisses: [
    { what: 'a wildcard with a match', edits: [expose(['*.svc.east-mesh-imports.local', PRICES])] },
    { what: 'a Service by its own name', edits: [expose([RATINGS, PRICES, 'ratings.stock.svc.cluster.local'])] },
    {
      what: 'a Service of a namespace that is not in the manifests',
      edits: [expose([RATINGS, PRICES, 'page.other.svc.cluster.local'])],
    },
    { what: 'the hostname of a listener that exposes nothing on purpose', edits: [] },
    {
      what: 'a server that does not pass through',
      edits: [
        add(
          'east',
          `{ apiVersion: networking.istio.io/v1, kind: Gateway, metadata: { name: public, namespace: istio-ingress },
            spec: { selector: { app: public }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }] } }`,
        ),
      ],
    },
    { what: 'a ServiceEntry that selects other pods', edits: [remove('east', 'Deployment ratings')] },
  ],
};
