import { dirname, join } from 'node:path';
import { createGenerator, type SchemaGenerator } from 'ts-json-schema-generator';
import { ensure } from './import-error';
import type { LockedCoreKind } from './lock';
import { type KindSchema, mapChildren, OPEN, objectSchema, type Schema } from './schema';

// Classes of cdk8s-plus-27 that represent a scalar.
const SCALARS: Readonly<Record<string, Schema>> = {
  IntOrString: { 'x-kubernetes-int-or-string': true },
  Quantity: { type: ['number', 'string'] },
};

// Tools that print a manifest write `creationTimestamp: null`, and the API server accepts it.
const NULLABLE = 'creationTimestamp';

const KEYWORDS = ['type', 'properties', 'items', 'additionalProperties', 'required', 'enum', 'format'];

let generator: SchemaGenerator | undefined;

/** The schema of `metadata`, from the ObjectMeta type of cdk8s-plus-27. */
export function readObjectMeta(): Schema {
  return propsSchema('ObjectMeta');
}

/**
 * Schemas of Kubernetes kinds, from the props types of cdk8s-plus-27.
 *
 * The types know no integers and only few enums, so these schemas check names and shapes more than values.
 *
 * @throws ImportError if the name of a field in the manifest is unknown
 */
export function readPropsSchemas(kinds: readonly LockedCoreKind[]): KindSchema[] {
  const objectMeta = readObjectMeta();
  return kinds.map(({ apiVersion, kind, props, schema }) => ({
    apiVersions: [apiVersion],
    kind,
    schema: objectSchema(propsSchema(props), objectMeta),
    file: schema,
  }));
}

function propsSchema(type: string): Schema {
  generator ??= createGenerator({
    path: join(dirname(require.resolve('cdk8s-plus-27/package.json')), 'lib', 'imports', 'k8s.d.ts'),
    skipTypeCheck: true,
    jsDoc: 'extended',
    // The tag @schema carries the field's name in the manifest: clusterIp is clusterIP there.
    extraTags: ['schema'],
    topRef: false,
  });
  const { definitions = {}, ...schema } = generator.createSchema(type) as Schema & { definitions?: SchemaMap };
  return inline(schema, type, definitions);
}

type SchemaMap = Record<string, Schema>;

function inline(schema: Schema, name: string, definitions: SchemaMap): Schema {
  const target = typeof schema.$ref === 'string' ? schema.$ref.replace('#/definitions/', '') : undefined;
  if (target !== undefined) return SCALARS[target] ?? inline(definition(definitions, target), name, definitions);
  const kept = keepKeywords(schema);
  if (Object.keys(kept).length === 0) return OPEN;
  if (name === NULLABLE) kept.nullable = true;
  return mapChildren(renameProperties(kept), name, (child, childName) => inline(child, childName, definitions));
}

function definition(definitions: SchemaMap, name: string): Schema {
  const found = definitions[decodeURIComponent(name)];
  ensure(found !== undefined, `cdk8s-plus-27: type ${name} has no definition`);
  return found;
}

function keepKeywords(schema: Schema): Schema {
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => KEYWORDS.includes(keyword))) as Schema;
  // Unknown fields are rejected anyway if properties are listed.
  if (kept.additionalProperties === false) delete kept.additionalProperties;
  return kept;
}

function renameProperties(schema: Schema): Schema {
  if (schema.properties === undefined) return schema;
  const names = new Map(Object.entries(schema.properties).map(([name, child]) => [name, manifestName(name, child)]));
  const properties = Object.entries(schema.properties).map(([name, child]) => [names.get(name), child] as const);
  const renamed: Schema = { ...schema, properties: Object.fromEntries(properties) };
  if (schema.required !== undefined) renamed.required = schema.required.map((name) => names.get(name) ?? name).sort();
  return renamed;
}

function manifestName(name: string, child: Schema): string {
  const tag = String(child.schema ?? '');
  const found = tag.slice(tag.indexOf('#') + 1);
  ensure(
    found.toLowerCase() === name.toLowerCase(),
    `cdk8s-plus-27: cannot tell the manifest's name of field ${name} (${tag})`,
  );
  return found;
}
