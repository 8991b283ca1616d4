import { ownEntry } from '../values';
/**
 * A structural schema in the reduced form of `imports/schemas`. Keywords not listed here have no effect.
 * Source: Kubernetes structural schemas (apiextensions.k8s.io/v1 `JSONSchemaProps`).
 */
export interface StructuralSchema {
  /** Accepted JSON types; `integer` is a number without fraction. Default: every type. */
  readonly type?: string | readonly string[];
  /** Known fields of an object. */
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  /** Schema of the items of a list. Default: not validated. */
  readonly items?: StructuralSchema;
  /**
   * Schema of the fields that are not in `properties`, or whether they are allowed. Default: only without `properties`.
   */
  readonly additionalProperties?: boolean | StructuralSchema;
  /** Required fields. Default: none. */
  readonly required?: readonly string[];
  /** Accepted values, scalars only. Default: every value. */
  readonly enum?: readonly (string | number | boolean | null)[];
  /** Whether null is accepted in addition to `type`. Default: false. */
  readonly nullable?: boolean;
  /** Smallest accepted number. */
  readonly minimum?: number;
  /** Largest accepted number. */
  readonly maximum?: number;
  /** Regular expression for strings; not anchored. */
  readonly pattern?: string;
  /** Only `int32` and `int64` are validated, for integers. */
  readonly format?: string;
  /** Accepts an integer or a string, regardless of `type`. Default: false. */
  readonly 'x-kubernetes-int-or-string'?: boolean;
  /** Accepts unknown fields without validation. Default: false. */
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** `#/$defs/<name>`: the definition replaces this schema; all other keywords are ignored. */
  readonly $ref?: string;
}

/** Definitions that `$ref` can refer to, by name. */
export type SchemaDefinitions = Readonly<Record<string, StructuralSchema>>;

/** The content of one file of `imports/schemas`. */
export interface SchemaFile {
  /** Values of `apiVersion` to which the schema applies. */
  readonly apiVersions: readonly string[];
  /** The kind of the object. */
  readonly kind: string;
  /** Schema of the whole object. */
  readonly schema: StructuralSchema;
  /** Shared parts. Default: none. */
  readonly $defs?: SchemaDefinitions;
}

const DEFINITIONS = '#/$defs/';

/**
 * Resolves `$ref`: returns the definition, or the schema itself if it has no `$ref`.
 *
 * @throws Error if the definition is missing or circular, which is a bug of the schema file.
 */
export function resolveSchema(schema: StructuralSchema, definitions: SchemaDefinitions): StructuralSchema {
  if (schema.$ref === undefined) return schema;
  const seen = new Set<string>();
  let current = schema;
  while (current.$ref !== undefined) {
    const { $ref } = current;
    const target = $ref.startsWith(DEFINITIONS) ? ownEntry(definitions, $ref.slice(DEFINITIONS.length)) : undefined;
    if (target === undefined) throw new Error(`missing schema definition ${$ref}`);
    if (seen.has($ref)) throw new Error(`circular schema definition ${$ref}`);
    seen.add($ref);
    current = target;
  }
  return current;
}
