/**
 * A structural schema in the reduced form of `imports/schemas`. Keywords not listed here have no effect.
 * Source: Kubernetes structural schemas (apiextensions.k8s.io/v1 `JSONSchemaProps`).
 */
export interface StructuralSchema {
  /** Accepted JSON types; `integer` is a number without fraction. Default: every type. */
  readonly type?: string | readonly string[];
  /** Known fields of an object. */
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  /** Schema of the elements of a list. Default: not checked. */
  readonly items?: StructuralSchema;
  /** Schema of the fields outside `properties`, or whether there may be any. Default: only without `properties`. */
  readonly additionalProperties?: boolean | StructuralSchema;
  /** Fields that must be there. Default: none. */
  readonly required?: readonly string[];
  /** Accepted values, scalars only. Default: every value. */
  readonly enum?: readonly (string | number | boolean | null)[];
  /** Whether null is accepted besides `type`. Default: false. */
  readonly nullable?: boolean;
  /** Smallest accepted number. */
  readonly minimum?: number;
  /** Largest accepted number. */
  readonly maximum?: number;
  /** Regular expression for texts; not anchored. */
  readonly pattern?: string;
  /** Only `int32` and `int64` are checked, on integers. */
  readonly format?: string;
  /** Accepts an integer or a text, whatever `type` says. Default: false. */
  readonly 'x-kubernetes-int-or-string'?: boolean;
  /** Accepts unknown fields without checking them. Default: false. */
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** `#/$defs/<name>`: the definition is used and all else in this schema ignored. */
  readonly $ref?: string;
}

/** Definitions that `$ref` may name. */
export type SchemaDefinitions = Readonly<Record<string, StructuralSchema>>;

/** The content of one file of `imports/schemas`. */
export interface SchemaFile {
  /** Values of `apiVersion` for which the schema holds. */
  readonly apiVersions: readonly string[];
  /** Kind of the object. */
  readonly kind: string;
  /** Schema of the whole object. */
  readonly schema: StructuralSchema;
  /** Shared parts. Default: none. */
  readonly $defs?: SchemaDefinitions;
}

const DEFINITIONS = '#/$defs/';

/**
 * The schema itself, or the definition its `$ref` leads to.
 *
 * @throws Error when a `$ref` names no definition or leads back to itself: a mistake in the schema file.
 */
export function resolveSchema(schema: StructuralSchema, definitions: SchemaDefinitions): StructuralSchema {
  const seen = new Set<string>();
  let current = schema;
  while (current.$ref !== undefined) {
    const { $ref } = current;
    const target = $ref.startsWith(DEFINITIONS) ? ownField(definitions, $ref.slice(DEFINITIONS.length)) : undefined;
    if (target === undefined) throw new Error(`the schema has no definition ${$ref}`);
    if (seen.has($ref)) throw new Error(`the schema definition ${$ref} leads back to itself`);
    seen.add($ref);
    current = target;
  }
  return current;
}

/** The value of an own field; names such as `constructor` do not reach the prototype. */
export function ownField<T>(fields: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
