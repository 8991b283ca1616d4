import exportedServiceSet from '../../imports/schemas/ExportedServiceSet.json';
import importedServiceSet from '../../imports/schemas/ImportedServiceSet.json';
import { checkStructure } from '../../lib/structural/check-structure';
import type { SchemaFile, StructuralSchema } from '../../lib/structural/schema';

const text = { type: 'string' };
const file = (schema: StructuralSchema, $defs: SchemaFile['$defs'] = {}): SchemaFile => ({
  apiVersions: ['v1'],
  kind: 'Example',
  schema,
  $defs,
});
const object = (properties: Readonly<Record<string, StructuralSchema>>): StructuralSchema => ({
  type: 'object',
  properties,
});
const list = (items: StructuralSchema): StructuralSchema => ({ type: 'array', items });

describe('one problem at a time', () => {
  const field = (schema: StructuralSchema) => file(object({ field: schema }));

  test.each([
    ['a text for a number', { type: 'integer' }, '8188', 'wrong-type', 'string', ['integer']],
    ['a fraction for an integer', { type: 'integer' }, 1.5, 'wrong-type', 'number', ['integer']],
    ['a list for an object', { type: 'object' }, [], 'wrong-type', 'array', ['object']],
    ['an object for a list', { type: 'array' }, {}, 'wrong-type', 'object', ['array']],
    ['null where it is not allowed', text, null, 'wrong-type', 'null', ['string']],
    ['infinity', { type: 'number' }, Number.POSITIVE_INFINITY, 'wrong-type', 'Infinity', ['number']],
    ['none of several types', { type: ['number', 'string'] }, true, 'wrong-type', 'boolean', ['number', 'string']],
    ['int-or-string', { 'x-kubernetes-int-or-string': true }, 1.5, 'wrong-type', 'number', ['integer', 'string']],
    ['a value outside the enum', { ...text, enum: ['a', 'b'] }, 'A', 'not-in-enum', 'A', ['a', 'b']],
    ['a list outside the enum', { enum: [1, null] }, [1], 'not-in-enum', 'array', ['1', 'null']],
    ['too small', { type: 'integer', minimum: 1 }, 0, 'out-of-range', '0', ['>= 1']],
    ['too large', { type: 'integer', maximum: 65535 }, 65536, 'out-of-range', '65536', ['<= 65535']],
    ['int32', { type: 'integer', format: 'int32' }, 2 ** 31, 'out-of-range', '2147483648', ['<= 2147483647']],
    [
      'int64',
      { type: 'integer', format: 'int64' },
      -(2 ** 64),
      'out-of-range',
      '-18446744073709552000',
      ['>= -9223372036854775808'],
    ],
    ['a text off the pattern', { ...text, pattern: '^[a-z]+$' }, 'A', 'pattern', 'A', ['^[a-z]+$']],
  ])('%s', (_, schema, value, kind, found, expected) => {
    expect(checkStructure({ field: value }, field(schema))).toEqual([{ kind, path: ['field'], found, expected }]);
  });

  test.each([
    ['null where it is allowed', { ...text, nullable: true }, null],
    ['an integer for a number', { type: 'number' }, 1],
    ['an integer for int-or-string', { 'x-kubernetes-int-or-string': true }, 1],
    ['a text for int-or-string', { 'x-kubernetes-int-or-string': true }, '10%'],
    ['bounds belong to the range', { type: 'integer', minimum: 1, maximum: 1 }, 1],
    ['the ends of int32', { type: 'integer', format: 'int32' }, -(2 ** 31)],
    ['a format on a fraction', { type: 'number', format: 'int32' }, 2 ** 40 + 0.5],
    ['an unknown format', { ...text, format: 'date-time' }, 'soon'],
    ['a pattern JavaScript cannot read', { ...text, pattern: '(?P<a>b' }, 'x'],
    ['any value without a type', {}, [{ a: 1 }]],
    ['an undefined value', text, undefined],
    ['an object without known fields', { type: 'object' }, { a: 1 }],
    ['preserved fields', { ...object({ a: text }), 'x-kubernetes-preserve-unknown-fields': true }, { b: 1 }],
    ['additional fields', { ...object({ a: text }), additionalProperties: true }, { b: 1 }],
    ['a map', { type: 'object', additionalProperties: text }, { b: 'x' }],
    ['a list without schema of elements', { type: 'array' }, [1, 'x']],
  ])('accepts %s', (_, schema, value) => {
    expect(checkStructure({ field: value }, field(schema))).toEqual([]);
  });

  test('known fields are checked beside preserved ones, map values by their schema', () => {
    const preserving = { ...object({ a: text }), 'x-kubernetes-preserve-unknown-fields': true };
    expect(checkStructure({ field: { a: 1, b: 1 } }, field(preserving))).toHaveLength(1);
    const map = { type: 'object', additionalProperties: list(text) };
    expect(checkStructure({ field: { b: ['x', 1] } }, field(map))).toMatchObject([{ path: ['field', 'b', 1] }]);
    expect(checkStructure({ field: { b: 1 } }, field({ additionalProperties: false }))).toMatchObject([
      { kind: 'unknown-field', expected: [] },
    ]);
  });

  test('a missing field names the type it should have', () => {
    const schema = { ...object({ port: { type: 'integer' } }), required: ['port', 'host'] };
    expect(checkStructure({ port: undefined }, file(schema))).toEqual([
      { kind: 'missing-field', path: ['port'], found: 'nothing', expected: ['integer'] },
      { kind: 'missing-field', path: ['host'], found: 'nothing', expected: [] },
    ]);
  });

  test('names of Object.prototype are ordinary unknown fields', () => {
    const value: unknown = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}');
    const problems = checkStructure(value, file({ ...object({ a: text }), required: ['valueOf'] }));
    expect(problems.map(({ kind, path }) => [kind, ...path])).toEqual([
      ['missing-field', 'valueOf'],
      ['unknown-field', '__proto__'],
      ['unknown-field', 'constructor'],
      ['unknown-field', 'toString'],
    ]);
  });
});

test('all problems are reported, in document order', () => {
  const rule = { ...object({ type: text, ports: list({ type: 'integer', maximum: 10 }) }), required: ['type'] };
  const schema = file(object({ rules: list(rule), name: text }));
  const value = { rules: [{ ports: [11, 'x'], tipe: 'a' }, 'rule'], wrong: 1, name: 5 };
  expect(checkStructure(value, schema).map(({ kind, path }) => `${kind} ${path.join('.')}`)).toEqual([
    'missing-field rules.0.type',
    'out-of-range rules.0.ports.0',
    'wrong-type rules.0.ports.1',
    'unknown-field rules.0.tipe',
    'wrong-type rules.1',
    'unknown-field wrong',
    'wrong-type name',
  ]);
});

describe('references', () => {
  const tree = { tree: object({ child: { $ref: '#/$defs/tree' }, children: list({ $ref: '#/$defs/tree' }) }) };

  test('are followed, also into themselves', () => {
    const problems = checkStructure({ child: { children: [{ kid: 1 }] } }, file({ $ref: '#/$defs/tree' }, tree));
    expect(problems).toMatchObject([{ kind: 'unknown-field', path: ['child', 'children', 0, 'kid'] }]);
  });

  test('that lead nowhere are mistakes of the schema', () => {
    expect(() => checkStructure({}, file({ $ref: '#/$defs/missing' }))).toThrow(
      'missing schema definition #/$defs/missing',
    );
    expect(() => checkStructure({}, file({ $ref: 'other.json' }))).toThrow('missing schema definition other.json');
    const loop = { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } };
    expect(() => checkStructure({}, file({ $ref: '#/$defs/a' }, loop))).toThrow('circular schema definition');
  });

  test('deep input is a problem and no stack overflow', () => {
    let value: unknown = {};
    for (let depth = 0; depth < 100_000; depth += 1) value = { child: value };
    expect(checkStructure(value, file({ $ref: '#/$defs/tree' }, tree))).toEqual([
      { kind: 'too-deep', path: Array(64).fill('child'), found: '65', expected: ['<= 64'] },
    ]);
    const shallow = { child: { child: {} } };
    expect(checkStructure(shallow, file({ $ref: '#/$defs/tree' }, tree), { maxDepth: 3 })).toEqual([]);
    expect(checkStructure(shallow, file({ $ref: '#/$defs/tree' }, tree), { maxDepth: 2 })).toMatchObject([
      { kind: 'too-deep', path: ['child', 'child'] },
    ]);
  });
});

describe('suggestions', () => {
  const schema = file(
    object({
      metadata: object({ name: text, labels: { type: 'object', additionalProperties: text } }),
      spec: object({
        security: object({ mode: text, trust: object({ domain: text }) }),
        remote: object({ addresses: list(text), discoveryPort: { type: 'integer' } }),
        gateways: { type: 'object', additionalProperties: object({ enabled: { type: 'boolean' } }) },
        policies: list(object({ action: text })),
        loop: { $ref: '#/$defs/loop' },
      }),
    }),
    { loop: { items: { $ref: '#/$defs/loop' } } },
  );

  test.each([
    ['other capitals', { spec: { remote: { DiscoveryPort: 1 } } }, 'remote.discoveryPort'],
    ['a dash', { spec: { remote: { 'discovery-port': 1 } } }, 'remote.discoveryPort'],
    ['singular of a list', { spec: { remote: { address: 'x' } } }, 'remote.addresses'],
    ['plural', { metadata: { names: 'x' } }, 'metadata.name'],
    ['y and ies', { spec: { policy: [] } }, 'spec.policies'],
    ['a near spelling', { spec: { remote: { adresses: [] } } }, 'remote.addresses'],
    ['a near spelling at the root', { metdata: {} }, 'metadata'],
    ['one level up', { spec: { remote: { gateways: {} } } }, 'spec.gateways'],
    ['one level down', { spec: { mode: 'x' } }, 'spec.security.mode'],
    ['two levels up', { spec: { remote: { metadata: {} } } }, 'metadata'],
    ['two levels down', { spec: { domain: 'x' } }, 'spec.security.trust.domain'],
    ['beside the parent', { spec: { security: { discoveryPort: 1 } } }, 'spec.remote.discoveryPort'],
    ['metadata from spec', { spec: { name: 'x' } }, 'metadata.name'],
    ['inside a list', { spec: { action: 'x' } }, 'spec.policies[*].action'],
    ['inside a map', { spec: { enabled: true } }, 'spec.gateways.*.enabled'],
    ['up out of a map', { spec: { gateways: { west: { trust: {} } } } }, undefined],
    ['nothing near', { spec: { replicas: 1 } }, undefined],
    ['too far', { domain: 'x' }, undefined],
  ])('%s', (_, value, suggestion) => {
    const problems = checkStructure(value, schema);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.kind).toBe('unknown-field');
    expect(problems[0]?.suggestion).toBe(suggestion);
  });
});

describe('the federation kinds', () => {
  const head = { apiVersion: 'federation.maistra.io/v1', metadata: { name: 'west', namespace: 'mesh' } };

  test('alias under labelSelector', () => {
    const labelSelector = { namespace: 'shop', alias: { namespace: 'pub' } };
    const spec = { exportRules: [{ type: 'LabelSelector', labelSelector }] };
    expect(checkStructure({ ...head, kind: 'ExportedServiceSet', spec }, exportedServiceSet)).toMatchObject([
      {
        kind: 'unknown-field',
        path: ['spec', 'exportRules', 0, 'labelSelector', 'alias'],
        suggestion: 'labelSelector.aliases',
      },
    ]);
  });

  test('importAsLocal under nameSelector', () => {
    const spec = { importRules: [{ type: 'NameSelector', nameSelector: { name: 'ratings', importAsLocal: true } }] };
    expect(checkStructure({ ...head, kind: 'ImportedServiceSet', spec }, importedServiceSet)).toMatchObject([
      {
        kind: 'unknown-field',
        path: ['spec', 'importRules', 0, 'nameSelector', 'importAsLocal'],
        suggestion: 'importRules[0].importAsLocal',
      },
    ]);
  });

  test('a rule without type', () => {
    const spec = { exportRules: [{ nameSelector: {} }] };
    expect(checkStructure({ ...head, kind: 'ExportedServiceSet', spec }, exportedServiceSet)).toEqual([
      { kind: 'missing-field', path: ['spec', 'exportRules', 0, 'type'], found: 'nothing', expected: ['string'] },
    ]);
  });
});

test('a value that was valid is not validated again, and one that was not is', () => {
  const file = {
    apiVersions: ['v1'],
    kind: 'A',
    schema: { properties: { spec: { properties: { a: { type: 'string' } } } } },
  };
  const valid = new Map();
  const [right, wrong] = [{ a: 'b' }, { a: 1 }];
  expect(checkStructure({ spec: right }, file, { valid })).toEqual([]);
  expect(checkStructure({ spec: wrong }, file, { valid })).toHaveLength(1);
  expect(checkStructure({ spec: wrong }, file, { valid })).toHaveLength(1);
  expect([...valid]).toEqual([[right, file.schema.properties.spec]]);
  const other = { ...file, schema: { properties: { spec: { properties: { b: { type: 'string' } } } } } };
  expect(checkStructure({ spec: right }, other, { valid })).toHaveLength(1);
});
