import fc from 'fast-check';
import { fieldChanges, fieldText } from '../../lib/changes/fields';
import { isFields } from '../../lib/values';

const textsOf = (before: unknown, after: unknown) =>
  fieldChanges(before, after).map(({ path, action }) => `${action} ${fieldText(path)}`);

describe('the fields that differ', () => {
  test('are listed at the deepest field that both have, and at the field that one lacks', () => {
    const before = { spec: { version: 'v2.5', mode: 'ClusterWide', addons: { kiali: { enabled: true } } } };
    const after = { spec: { version: 'v2.6', addons: { kiali: { enabled: true } }, cluster: { name: 'west' } } };
    expect(fieldChanges(before, after)).toEqual([
      { path: ['spec', 'cluster'], action: 'add', after: { name: 'west' } },
      { path: ['spec', 'mode'], action: 'remove', before: 'ClusterWide' },
      { path: ['spec', 'version'], action: 'change', before: 'v2.5', after: 'v2.6' },
    ]);
  });

  test.each([
    [
      'names',
      [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ],
      [{ name: 'b', port: 3 }],
      ['remove [a]', 'change [b].port'],
    ],
    ['name selectors', [rule('shop', 'a')], [rule('shop', 'b')], ['remove [shop/a]', 'add [shop/b]']],
    [
      'destinations',
      [route('a', 80), route('b', 20)],
      [route('b', 30), route('a', 80)],
      ['change [b].weight', 'reorder '],
    ],
    ['values', ['a', 'b'], ['b', 'c'], ['remove [a]', 'add [c]']],
    [
      'port numbers',
      [{ port: { number: 80 }, hosts: ['x'] }],
      [{ port: { number: 80 }, hosts: ['y'] }],
      ['remove [80].hosts[x]', 'add [80].hosts[y]'],
    ],
  ])('of items of lists are found by %s', (_, before, after, changes) => {
    expect(textsOf(before, after)).toEqual(changes);
  });

  test('of items without keys are found between the equal ones at both ends', () => {
    const [a, b, c] = [{ match: ['a'] }, { match: ['b'] }, { match: ['c'] }];
    expect(textsOf([a, b, c], [a, c])).toEqual(['remove [1]']);
    expect(textsOf([a, c], [a, b, c])).toEqual(['add [1]']);
    expect(textsOf([a, b, c], [b, c])).toEqual(['remove [0]']);
    expect(textsOf([a, b], [a, { match: ['d'], timeout: '1s' }])).toEqual([
      'remove [1].match[b]',
      'add [1].match[d]',
      'add [1].timeout',
    ]);
  });

  test('are none where an amount is written in another form', () => {
    const limits = (cpu: unknown, memory: unknown) => ({ resources: { limits: { cpu, memory } } });
    expect(textsOf(limits('1', '1Gi'), limits('1000m', '1024Mi'))).toEqual([]);
    expect(textsOf(limits('1', '1Gi'), limits(1, 1073741824))).toEqual([]);
    expect(textsOf(limits('1', '1Gi'), limits('1', '1G'))).toEqual(['change resources.limits.memory']);
    expect(textsOf({ weight: '1' }, { weight: '1000m' })).toEqual(['change weight']);
  });

  test('have no long text as the key of an item, such as a certificate', () => {
    expect(textsOf(['x'.repeat(101)], ['y'.repeat(101)])).toEqual(['change [0]']);
  });

  test('do not include what objects inherit', () => {
    expect(textsOf({ constructor: 'a' }, {})).toEqual(['remove constructor']);
    expect(textsOf({}, JSON.parse('{"__proto__": 1}'))).toEqual(['add __proto__']);
  });
});

describe('a path as text', () => {
  test('quotes keys that are not plain words', () => {
    expect(fieldText(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe(
      'metadata.labels["app.kubernetes.io/name"]',
    );
    expect(fieldText(['spec', 'ports', '[tls]', 'nodePort'])).toBe('spec.ports[tls].nodePort');
  });
});

const value = fc.jsonValue({ maxDepth: 4 });

describe('any values', () => {
  test('differ in nothing from themselves', () => {
    fc.assert(fc.property(value, (one) => fieldChanges(one, structuredClone(one)).length === 0));
  });

  test('have a change if and only if they differ', () => {
    fc.assert(
      fc.property(value, value, (a, b) => fieldChanges(a, b).length > 0 === (canonical(a) !== canonical(b))),
      { examples: [[{ requests: { a: '1' } }, { requests: { a: '2' } }]] },
    );
  });

  test('with one field replaced have exactly one change, at that field', () => {
    const fields = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(fc.integer(), fc.boolean()), {
      minKeys: 1,
    });
    const nested = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 4 });
    fc.assert(
      fc.property(fields, nested, fc.nat(), (leaves, path, pick) => {
        const keys = Object.keys(leaves);
        const key = keys[pick % keys.length] ?? '';
        const within = (inner: object) => path.reduceRight<object>((whole, part) => ({ [part]: whole }), inner);
        const changes = fieldChanges(within(leaves), within({ ...leaves, [key]: 'new' }));
        expect(changes.map((change) => [change.action, change.path])).toEqual([['change', [...path, key]]]);
      }),
    );
  });
});

function rule(namespace: string, name: string) {
  return { type: 'NameSelector', nameSelector: { namespace, name } };
}

function route(host: string, weight: number) {
  return { destination: { host }, weight };
}

/** JSON with sorted keys. */
function canonical(one: unknown): string {
  return JSON.stringify(one, (_, inner: unknown) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
