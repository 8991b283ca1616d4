import { factsByCluster } from '../../lib/fetch/cluster-facts';
import { addressFact, rootFact } from '../helpers/facts';

test('facts are grouped by cluster, which are sorted, and keep their order', () => {
  const west = { cluster: 'west', context: 'admin@west' };
  const facts = [rootFact('b', west), rootFact('a'), addressFact('b', 'in', 'NodePort', west)];
  expect(factsByCluster(facts)).toEqual([
    { cluster: 'a', context: 'a', facts: [facts[1]] },
    { cluster: 'west', context: 'admin@west', facts: [facts[0], facts[2]] },
  ]);
});

test('without facts there are no clusters', () => {
  expect(factsByCluster([])).toEqual([]);
});
