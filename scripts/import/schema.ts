/** A structural schema: JSON Schema as CRDs use it. Only the keywords that the step looks into are named. */
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  required?: string[];
  [keyword: string]: unknown;
}

/** A kind's schema before it is printed. */
export interface KindSchema {
  /** Such as `networking.istio.io/v1beta1`; all share the schema. */
  readonly apiVersions: readonly string[];
  readonly kind: string;
  readonly schema: Schema;
  /** Generated file, relative to imports/. */
  readonly file: string;
}

/** Any value is accepted here and below. */
export const OPEN: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/**
 * A copy of the schema with each direct subschema replaced by the result of `change`.
 *
 * @param change gets the subschema and a readable name for it: that of the property it belongs to
 */
export function mapChildren(schema: Schema, name: string, change: (child: Schema, name: string) => Schema): Schema {
  const copy: Schema = { ...schema };
  if (schema.properties !== undefined) {
    copy.properties = mapValues(schema.properties, (child, property) => change(child, property));
  }
  if (schema.items !== undefined) copy.items = change(schema.items, `${name}Item`);
  if (typeof schema.additionalProperties === 'object') {
    copy.additionalProperties = change(schema.additionalProperties, `${name}Value`);
  }
  return copy;
}

/** A copy of the record with each value replaced. */
export function mapValues<V, W>(record: Record<string, V>, change: (value: V, key: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/**
 * The schema of a whole object: type fields, `metadata` and an open `status` around what the kind itself defines.
 *
 * @param own properties and required names of the kind, without those that every object has
 */
export function objectSchema(own: Schema, objectMeta: Schema): Schema {
  const required = new Set(['apiVersion', 'kind', 'metadata', ...(own.required ?? [])]);
  return {
    type: 'object',
    properties: {
      ...own.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: objectMeta,
      status: { type: 'object', ...OPEN },
    },
    required: [...required].sort(),
  };
}
