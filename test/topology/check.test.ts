import { printPath } from '../../lib/issues/issue';
import { checkShape, isTopology, withoutFaults } from '../../lib/topology/check';

const GOOD = { clusters: { c: {} }, meshes: { m: { cluster: 'c' } } };

/** The faults of a value, such as `TOP004 meshes.m`. */
function faultsOf(value: unknown): readonly string[] {
  return checkShape(value).map(({ code, path }) => `${code} ${printPath(path)}`.trim());
}

describe('the shape of a topology', () => {
  test('is that of maps of clusters and meshes', () => {
    expect(checkShape(GOOD)).toEqual([]);
    expect(isTopology(GOOD)).toBe(true);
  });

  test.each([undefined, null, 1, 'text', true, []])('is not that of %p', (value) => {
    expect(isTopology(value)).toBe(false);
    expect(checkShape(value)).toHaveLength(1);
  });

  test('is reported for a map that no text can be made of', () => {
    const value = { ...GOOD, clusters: { c: { platform: { toString: [], valueOf: 1 } } } };
    expect(faultsOf(value)).toEqual(['TOP006 clusters.c.platform']);
  });

  test('is not that of a Kubernetes object, which is one fault', () => {
    const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: {} };
    expect(faultsOf(value)).toEqual(['TOP004']);
    expect(checkShape(value)[0]?.message).toContain('a Kubernetes object of kind "ConfigMap"');
    expect(faultsOf({ ...value, ...GOOD })).toHaveLength(4);
  });

  test('has all its faults told, each once', () => {
    const value = {
      clusters: { c: { platform: 1, zone: 'z' } },
      meshes: { m: { members: 'x', tracing: { sampling: -1 } } },
      traffic: [{ mesh: 'm', service: { name: 'S' } }],
      extra: 1,
    };
    expect([...faultsOf(value)].sort()).toEqual([
      'TOP003 clusters.c.zone',
      'TOP003 extra',
      'TOP004 meshes.m.members',
      'TOP005 traffic[0].service',
      'TOP006 clusters.c.platform',
      'TOP007 traffic[0].service.name',
      'TOP008 meshes.m.tracing.sampling',
    ]);
  });
});

describe('a value that may be of several types', () => {
  const operators = (value: unknown) => ({ ...GOOD, clusters: { c: { operators: { 'kiali-ossm': value } } } });

  test.each([
    ['has one fault where it is of none of them', operators(5), ['TOP004 clusters.c.operators.kiali-ossm']],
    [
      'has the faults of the one type that it is of',
      operators({ channell: 'x', approval: 'auto' }),
      ['TOP003 clusters.c.operators.kiali-ossm.channell', 'TOP006 clusters.c.operators.kiali-ossm.approval'],
    ],
    ['has none where it is of the first', operators(true), []],
    ['has none where it is of the second', operators({ channel: 'x' }), []],
    [
      'has the fault of one item of a list',
      { ...GOOD, shares: [{ from: ['m', 1], to: 'm' }] },
      ['TOP004 shares[0].from[1]'],
    ],
    [
      'has one fault where it is a text but not the word',
      { ...GOOD, peerings: [{ fullMesh: 'some' }] },
      ['TOP004 peerings[0].fullMesh'],
    ],
  ])('%s', (_, value, expected) => {
    expect([...faultsOf(value)].sort()).toEqual(expected);
  });
});

describe('what is left without the faults', () => {
  const rest = (value: unknown) => withoutFaults(value, checkShape(value));

  test('is the rest of a map', () => {
    expect(rest({ ...GOOD, clusters: { c: { platform: 'moon', context: 'x' } } })).toEqual({
      ...GOOD,
      clusters: { c: { context: 'x' } },
    });
  });

  test('is the rest of a list, whichever of its items are faulty', () => {
    const meshes = { m: { members: ['A', 'b', 'C', 'd', 'E'] } };
    expect(rest({ ...GOOD, meshes })).toEqual({ ...GOOD, meshes: { m: { members: ['b', 'd'] } } });
  });

  test('keeps statements under their numbers', () => {
    const good = { between: ['a', 'b'] };
    expect(rest({ ...GOOD, peerings: [5, good, 'x', good] })).toEqual({ ...GOOD, peerings: [{}, good, {}, good] });
  });

  test('goes without what lacks a key, and without what lacks that in turn', () => {
    const value = { ...GOOD, traffic: [{ mesh: 'm', service: { name: 'x' }, failover: {} }] };
    const left = rest(value);
    expect(isTopology(left)).toBe(true);
    expect(left).toEqual({ ...GOOD, traffic: [{ mesh: '', service: { namespace: 'none', name: 'none' } }] });
  });

  test('leaves the value itself as it was', () => {
    const value = { ...GOOD, extra: 1 };
    rest(value);
    expect(value).toEqual({ ...GOOD, extra: 1 });
  });

  test('is no topology where the whole is at fault', () => {
    expect(isTopology(rest({ clusters: {} }))).toBe(false);
    expect(isTopology(rest([]))).toBe(false);
  });
});
