import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const HOST = 'ratings.stock.svc.east-mesh-imports.local';
const rule = (cluster: 'west' | 'east', host = HOST, name = 'v2') =>
  add(
    cluster,
    `{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: ratings-v2, namespace: ${cluster === 'west' ? 'shop' : 'stock'} }, spec: { host: ${host}, subsets: [{ name: ${name}, labels: { version: v2 } }] } }`,
  );
const subset = set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', 'v2');

/** FED119: subsets of imported hosts. */
export const cases: RuleCases = {
  rule: 'FED119',
  findings: {
    missingOnExporter: [
      {
        what: 'a DestinationRule for the own host there',
        edits: [subset, rule('west'), rule('east', 'ratings.stock.svc.cluster.local')],
      },
      { what: 'another subset there', edits: [subset, rule('west'), rule('east', HOST, 'v1')] },
    ],
    missingOnImporter: [
      { what: 'only on the other side', edits: [subset, rule('east')] },
      {
        what: 'of a mirror',
        edits: [set('west', 'VirtualService ratings', 'spec.http[0].mirror', { host: HOST, subset: 'v2' })],
      },
    ],
  },
  nearMisses: [
    { what: 'on both sides', edits: [subset, rule('west'), rule('east')] },
    { what: 'no subset', edits: [rule('west')] },
    {
      what: 'a subset of a host of the own cluster',
      edits: [set('west', 'VirtualService ratings', 'spec.http[0].route[0].destination.subset', 'v1')],
    },
    { what: 'no import', edits: [subset, remove('west', 'WorkloadEntry ratings-stock-east-mesh')] },
  ],
};
