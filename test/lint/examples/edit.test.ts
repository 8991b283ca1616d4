import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { BASE } from '../../../lib/lint/examples/base';
import { add, type Edit, edited, remove, set, valueIn } from '../../../lib/lint/examples/edit';

const PEER = 'ServiceMeshPeer east-mesh';

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The objects of a cluster after edits, by kind and name. */
function objects(edits: readonly Edit[], cluster: 'west' | 'east' = 'west'): ReadonlyMap<string, unknown> {
  const all = loadAll(edited(edits)[cluster], undefined, { schema: CORE_SCHEMA }) as readonly Named[];
  return new Map(all.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

test('an edit says where and what it changes', () => {
  expect(set('west', PEER, 'spec.remote.addresses.0', 'x')).toEqual({
    cluster: 'west',
    object: PEER,
    path: ['spec', 'remote', 'addresses', 0],
    value: 'x',
  });
  expect(set('east', 'Service a', 'metadata.annotations[a.b/c.d].e', 1).path).toEqual([
    'metadata',
    'annotations',
    'a.b/c.d',
    'e',
  ]);
  expect(set('east', 'Service a', 'a1.1a.10', 1).path).toEqual(['a1', '1a', 10]);
  expect(remove('west', PEER)).toEqual({ cluster: 'west', object: PEER, path: [], value: undefined });
  expect(add('east', '{ kind: Secret, metadata: { name: s }, data: { a: 0o7 } }')).toEqual({
    cluster: 'east',
    object: 'Secret s',
    path: [],
    value: { kind: 'Secret', metadata: { name: 's' }, data: { a: 7 } },
  });
});

test('without edits the base federation stays as it is', () => {
  for (const cluster of ['west', 'east'] as const) {
    const all = loadAll(BASE[cluster], undefined, { schema: CORE_SCHEMA });
    expect([...objects([], cluster).values()]).toEqual(all);
  }
});

test('an edit changes its part and nothing else', () => {
  const before = objects([]);
  const after = objects([set('west', PEER, 'spec.remote.servicePort', 443)]);
  expect([...after.keys()]).toEqual([...before.keys()]);
  expect([...after].filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before.get(key)))).toEqual([
    [
      PEER,
      expect.objectContaining({
        spec: expect.objectContaining({
          remote: { addresses: ['203.0.113.7'], servicePort: 443, discoveryPort: 8188 },
        }),
      }),
    ],
  ]);
  expect(edited([set('west', PEER, 'spec.a', 1)]).east).toBe(edited([]).east);
});

test('an edit makes the maps on the way to its part', () => {
  expect(objects([set('west', 'Namespace shop', 'metadata.labels.a', 'b')]).get('Namespace shop')).toMatchObject({
    metadata: { name: 'shop', labels: { a: 'b' } },
  });
});

test('items of lists are replaced, added and removed', () => {
  const rules = (...edits: readonly Edit[]) => {
    const found = objects(edits).get('ImportedServiceSet east-mesh') as { spec: { importRules: readonly unknown[] } };
    return found.spec.importRules.map((rule) => (typeof rule === 'string' ? rule : 'a rule'));
  };
  const at = (path: string, value: unknown) =>
    set('west', 'ImportedServiceSet east-mesh', `spec.importRules${path}`, value);
  expect(rules(at('.0', 'new'))).toEqual(['new', 'a rule']);
  expect(rules(at('.1', 'new'))).toEqual(['a rule', 'new']);
  expect(rules(at('.2', 'new'))).toEqual(['a rule', 'a rule', 'new']);
  expect(rules(at('.0', undefined))).toEqual(['a rule']);
  expect(rules(at('.0', 'new'), at('.0', undefined), at('.0', 'last'))).toEqual(['last']);
});

test('objects are added at the end, replaced in their place, and removed', () => {
  const keys = (...edits: readonly Edit[]) => [...objects(edits).keys()];
  const SECRET = add('west', '{ kind: Secret, metadata: { name: s } }');
  expect(keys(SECRET)).toEqual([...keys(), 'Secret s']);
  expect(keys(SECRET, remove('west', 'Secret s'))).toEqual(keys());
  expect(keys(remove('west', PEER))).toEqual(keys().filter((key) => key !== PEER));
  expect(keys(add('west', '{ kind: ServiceMeshPeer, metadata: { name: east-mesh } }'))).toEqual(keys());
});

test('a part of an object that does not exist cannot be changed', () => {
  expect(() => edited([set('west', 'Secret s', 'data', {})])).toThrow('the base has no Secret s in west');
  expect(() => edited([remove('east', 'Secret s', 'data')])).toThrow('the base has no Secret s in east');
});

test('the value before an edit is that after other edits', () => {
  const ports = set('west', PEER, 'spec.remote.servicePort', 1);
  expect(valueIn([], ports)).toBe(15443);
  expect(valueIn([ports], ports)).toBe(1);
  expect(valueIn([], set('west', PEER, 'spec.remote.addresses.0', ''))).toBe('203.0.113.7');
  expect(valueIn([], set('west', PEER, 'spec.absent.more', ''))).toBeUndefined();
  expect(valueIn([], remove('west', 'Secret s'))).toBeUndefined();
  expect(valueIn([], remove('west', 'Namespace shop'))).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop' },
  });
  expect(valueIn([], remove('east', 'Namespace shop'))).toBeUndefined();
});

test('an added object is parsed when it is needed, so that a rule costs nothing unless it is explained', () => {
  const edit = add('west', '{ kind: Service, metadata: { name: a }');
  expect(() => edit.object).toThrow('unexpected end');
  expect(add('west', '{ kind: Service, metadata: { name: a } }')).toMatchObject({ object: 'Service a', path: [] });
});
