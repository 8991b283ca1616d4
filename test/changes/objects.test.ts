import { fieldText } from '../../lib/changes/fields';
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

describe('secrets', () => {
  const PASSWORD = 'opensesame';
  const metadata = { name: 'x', namespace: 'shop' };

  test.each([
    ['a Secret', { kind: 'Secret', data: { a: PASSWORD } }, 'data.a'],
    [
      'a Secret in another object',
      { kind: 'Policy', spec: { of: { kind: 'Secret', data: { a: PASSWORD } } } },
      'spec.of.data.a',
    ],
    [
      'an environment variable',
      { kind: 'Pod', spec: { env: [{ name: 'DB_PASSWORD', value: PASSWORD }] } },
      'spec.env[DB_PASSWORD].value',
    ],
    ['a key', { kind: 'ConfigMap', data: { password: PASSWORD } }, 'data.password'],
    ['a list', { kind: 'ConfigMap', data: { password: [PASSWORD] } }, ''],
  ])('of %s are compared, and are not in the result', (_, object, path) => {
    const set = (text: string) => [
      at(JSON.parse(JSON.stringify({ apiVersion: 'v1', metadata, ...object }).replace(PASSWORD, text)) as Fields),
    ];
    const changes = objectChanges(set(PASSWORD), set('another'));
    expect(changes).toHaveLength(1);
    if (path !== '') expect(changes[0]?.fields.map((field) => fieldText(field.path))).toEqual([path]);
    expect(JSON.stringify(changes)).not.toMatch(/opensesame|another/);
    expect(objectChanges(set(PASSWORD), set(PASSWORD))).toEqual([]);
    expect(JSON.stringify(objectChanges([], set(PASSWORD)))).not.toContain(PASSWORD);
  });
});
