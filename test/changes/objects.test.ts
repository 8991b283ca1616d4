import { objectChanges } from '../../lib/changes/objects';
import type { Fields } from '../../lib/values';

const at = (object: Fields, cluster = 'west') => ({ cluster, object });

function configMap(name: string, data: object, apiVersion = 'v1'): Fields {
  return { apiVersion, kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data };
}

describe('the objects that differ', () => {
  test('are none for equal sets, in any order', () => {
    const set = [at(configMap('a', { x: '1' })), at(configMap('b', {})), at(configMap('a', {}), 'east')];
    expect(objectChanges(set, [...set].reverse())).toEqual([]);
  });

  test('are created, updated and deleted, each named by its cluster, kind, namespace and name', () => {
    const before = [at(configMap('old', {})), at(configMap('same', { x: '1' }))];
    const after = [at(configMap('same', { x: '2' })), at(configMap('same', { x: '1' }), 'east')];
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' };
    expect(objectChanges(before, after)).toEqual([
      { cluster: 'east', ...key, name: 'same', action: 'create', after: after[1]?.object, fields: [] },
      { cluster: 'west', ...key, name: 'old', action: 'delete', before: before[0]?.object, fields: [] },
      {
        cluster: 'west',
        ...key,
        name: 'same',
        action: 'update',
        before: before[1]?.object,
        after: after[0]?.object,
        fields: [{ path: ['data', 'x'], action: 'change', before: '1', after: '2' }],
      },
    ]);
  });

  test('are the same objects in another version of their group, and others in another group', () => {
    const of = (apiVersion: string) => [at(configMap('a', {}, apiVersion))];
    expect(objectChanges(of('x.io/v1'), of('x.io/v2')).map(({ action }) => action)).toEqual(['update']);
    expect(objectChanges(of('x.io/v1'), of('y.io/v1')).map(({ action }) => action)).toEqual(['delete', 'create']);
  });

  test('are none where a Secret has as data what another has as text', () => {
    const secret = (content: object) => at({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...content });
    const data = { password: Buffer.from('opensesame').toString('base64') };
    expect(objectChanges([secret({ data })], [secret({ stringData: { password: 'opensesame' } })])).toEqual([]);
    expect(objectChanges([secret({ data })], [secret({ stringData: { password: 'other' } })])).toHaveLength(1);
  });
});
