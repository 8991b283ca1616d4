import Ajv from 'ajv';
import fc from 'fast-check';
import { checkStructure } from '../../lib/structural/check-structure';
import type { SchemaFile, StructuralSchema } from '../../lib/structural/schema';

/*
 * Ajv as the second opinion on valid or invalid: random schemas, and values drawn so that most nearly fit.
 */
const names = fc.constantFrom('a', 'b', 'c', 'd');
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 62, 2 ** 63, -(2 ** 63), -(2 ** 64)),
);
const string = fc.constantFrom('', 'a', 'ab', 'A', '1');
const scalar = fc.oneof(number, string, fc.boolean(), fc.constant(null));

const maybe = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((drawn) => (drawn === undefined ? {} : { [key]: drawn }));
const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<StructuralSchema> =>
  fc.tuple(...parts).map((drawn) => Object.assign({}, ...drawn));
const nullable = maybe('nullable', fc.boolean());
const limits = [
  maybe('minimum', fc.integer({ min: -2, max: 1 })),
  maybe('maximum', fc.integer({ min: 0, max: 3 })),
  maybe('format', fc.constantFrom('int32', 'int64', 'double')),
];

const { schema: schemas } = fc.letrec<{ schema: StructuralSchema }>((tie) => {
  const properties = fc.dictionary(names, tie('schema'), { maxKeys: 3, noNullPrototype: true });
  const typed = (type: string | readonly string[]) => fc.constant({ type });
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      merged(maybe('enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }))),
      merged(typed('string'), nullable, maybe('pattern', fc.constantFrom('^a', 'b$', '^[0-9]+$'))),
      merged(typed('string'), nullable, maybe('enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }))),
      merged(
        fc.constantFrom('integer', 'number').map((type) => ({ type })),
        nullable,
        ...limits,
      ),
      merged(typed('boolean'), nullable),
      merged(typed(['number', 'string'])),
      fc.constant({ 'x-kubernetes-int-or-string': true }),
      fc.constantFrom({ $ref: '#/$defs/x' }, { $ref: '#/$defs/y' }),
      merged(typed('array'), nullable, maybe('items', tie('schema'))),
      merged(
        typed('object'),
        nullable,
        maybe('properties', properties),
        maybe('required', fc.uniqueArray(names, { maxLength: 2 })),
        fc.oneof(
          maybe('x-kubernetes-preserve-unknown-fields', fc.constant(true)),
          maybe('additionalProperties', fc.oneof(fc.boolean(), tie('schema'))),
        ),
      ),
    ),
  };
});

/** Definitions that hold a reference only behind an object, so that none leads back to itself at once. */
const schemaFiles: fc.Arbitrary<SchemaFile> = fc
  .record({ schema: schemas, x: schemas, y: schemas })
  .map(({ schema, x, y }) => {
    const guarded = (definition: StructuralSchema) =>
      definition.$ref === undefined ? definition : { type: 'object', properties: { a: definition } };
    return { apiVersions: ['v1'], kind: 'Example', schema, $defs: { x: guarded(x), y: guarded(y) } };
  });

/** A value for a schema that fits more often than chance: each part follows the schema three times out of four. */
function valueFor(file: SchemaFile, schema: StructuralSchema, depth: number): fc.Arbitrary<unknown> {
  const wild = fc.oneof(scalar, fc.constantFrom([], {}, [1], { a: 1 }, { d: null }));
  if (depth === 0) return wild;
  return fc.oneof({ weight: 1, arbitrary: wild }, { weight: 3, arbitrary: fittingValue(file, schema, depth) });
}

function fittingValue(file: SchemaFile, schema: StructuralSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    return valueFor(file, file.$defs?.[schema.$ref.slice('#/$defs/'.length)] ?? {}, depth - 1);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === 'array') return fc.array(valueFor(file, schema.items ?? {}, depth - 1), { maxLength: 3 });
  if (schema.type !== 'object') return scalar;
  const extra = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  const fields = Object.entries({ ...(depth % 2 === 0 ? { d: extra } : {}), ...schema.properties });
  const drawn = fields.map(([name, field]) => [name, valueFor(file, field, depth - 1)] as const);
  return fc.record(Object.fromEntries(drawn), { requiredKeys: [], noNullPrototype: true });
}

/** The same rules in the keywords Ajv knows. */
function toJsonSchema(schema: StructuralSchema): Record<string, unknown> {
  const { properties, items, additionalProperties, ...rest } = schema;
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const closed = properties !== undefined && !preserves ? { additionalProperties: false } : {};
  const written = typeof additionalProperties === 'object' ? toJsonSchema(additionalProperties) : additionalProperties;
  return {
    ...rest,
    ...(schema['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : {}),
    ...(properties === undefined ? {} : { properties: toJsonSchemas(properties) }),
    ...(items === undefined ? {} : { items: toJsonSchema(items) }),
    ...(written === undefined ? closed : { additionalProperties: written }),
  };
}

function toJsonSchemas(schemas: Readonly<Record<string, StructuralSchema>>) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema)]));
}

const ajv = new Ajv({ strict: false, logger: false });
const integerBelow = (limit: number) => (data: number) => !Number.isInteger(data) || (data >= -limit && data < limit);
ajv.addFormat('int32', { type: 'number', validate: integerBelow(2 ** 31) });
ajv.addFormat('int64', { type: 'number', validate: integerBelow(2 ** 63) });
ajv.addFormat('double', true);

function validByAjv(value: unknown, file: SchemaFile): boolean {
  const schema = { ...toJsonSchema(file.schema), $defs: toJsonSchemas(file.$defs ?? {}) };
  const valid = ajv.validate(schema, value);
  ajv.removeSchema(schema);
  return valid;
}

const cases = schemaFiles.chain((file) => fc.tuple(fc.constant(file), valueFor(file, file.schema, 5)));

test('the verdict is that of Ajv', () => {
  let valid = 0;
  fc.assert(
    fc.property(cases, ([file, value]) => {
      const accepted = validByAjv(value, file);
      valid += accepted ? 1 : 0;
      expect(checkStructure(value, file).length === 0).toBe(accepted);
    }),
    { numRuns: 1000 },
  );
  // Both verdicts must occur often, or the comparison shows nothing.
  expect(valid).toBeGreaterThan(150);
  expect(valid).toBeLessThan(850);
});

test('fields that are remembered as valid have the same problems', () => {
  fc.assert(
    fc.property(cases, ([file, value]) => {
      const valid = new Map();
      const problems = checkStructure(value, file);
      expect(checkStructure(value, file, { valid })).toEqual(problems);
      expect(checkStructure(value, file, { valid })).toEqual(problems);
    }),
    { numRuns: 1000 },
  );
});

test('any value gives problems at places that exist, or that lack the last field', () => {
  fc.assert(
    fc.property(schemaFiles, fc.jsonValue(), (file, value) => {
      for (const { kind, path } of checkStructure(value, file)) {
        const place = kind === 'missing-field' ? path.slice(0, -1) : path;
        let part: unknown = value;
        for (const step of place) part = Object(part)[step];
        expect(part).not.toBeUndefined();
      }
    }),
  );
});
