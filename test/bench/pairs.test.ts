import { pairedNames, pairs, partnerOf } from '../../bench/pairs';
import { federationOf } from '../helpers/topology-text';

test('pairs are named so that the other cluster of each is known', () => {
  expect(pairedNames(4)).toEqual(['pair-1-a', 'pair-1-b', 'pair-2-a', 'pair-2-b']);
  expect(pairedNames(1000).at(-1)).toBe('pair-0500-b');
  expect(['pair-0500-b', 'pair-0500-a', 'z-slow'].map(partnerOf)).toEqual(['pair-0500-a', 'pair-0500-b', undefined]);
});

test('one mesh of each pair imports a service of the other, and a single cluster has no peer', () => {
  const { peerings, meshes } = federationOf(JSON.stringify(pairs(5)));
  expect(meshes.map(({ name }) => name)).toEqual(pairedNames(5));
  expect(peerings).toHaveLength(2);
});
