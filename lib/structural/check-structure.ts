import { type Fields, ownEntry } from '../values';
import { acceptedTypes, checkValue } from './check-value';
import type { StructuralProblem } from './problem';
import { resolveSchema, type SchemaDefinitions, type SchemaFile, type StructuralSchema } from './schema';
import { type ObjectPlace, suggestField } from './suggest-field';

/** Settings of {@link checkStructure}. */
export interface CheckStructureOptions {
  /** The maximum nesting that is checked; Kubernetes objects stay far below the default. Default: 64. */
  readonly maxDepth?: number;
  /**
   * The fields at the top of earlier objects that were valid, by their values, and their schemas. They are not validated
   * again, and those of this object are added. Values must not change. Default: nothing is remembered.
   */
  readonly valid?: Map<object, StructuralSchema>;
}

interface StructureCheck {
  readonly definitions: SchemaDefinitions;
  readonly maxDepth: number;
  readonly problems: StructuralProblem[];
  readonly valid?: Map<object, StructuralSchema>;
}

interface ValuePlace {
  readonly path: readonly (string | number)[];
  readonly parent?: ObjectPlace;
}

const DEFAULT_MAX_DEPTH = 64;

/**
 * Validates a parsed Kubernetes object against the schema of its kind. Returns all problems in document order; missing
 * fields come before the fields of their object. A field with the value undefined counts as missing. The caller selects
 * the schema: `apiVersions` and `kind` of the schema file are not compared.
 *
 * Ajv is not used because compiling the schema of the control plane took 1.2 seconds, and because its errors lack the
 * nearest known field. Source of the rules: Kubernetes structural schemas with field validation `Strict`.
 *
 * @throws Error if a `$ref` in the schema file cannot be resolved.
 */
export function checkStructure(
  value: unknown,
  schemaFile: SchemaFile,
  options: CheckStructureOptions = {},
): readonly StructuralProblem[] {
  const { maxDepth = DEFAULT_MAX_DEPTH, valid } = options;
  const definitions = schemaFile.$defs ?? {};
  const check: StructureCheck = { definitions, maxDepth, problems: [], ...(valid !== undefined && { valid }) };
  visit(value, schemaFile.schema, { path: [] }, check);
  return check.problems;
}

function visit(value: unknown, written: StructuralSchema, place: ValuePlace, check: StructureCheck): void {
  const { path } = place;
  const schema = resolveSchema(written, check.definitions);
  const own = checkValue(value, schema);
  for (const problem of own) check.problems.push({ ...problem, path });
  if (typeof value !== 'object' || value === null || own.some(({ kind }) => kind === 'wrong-type')) return;
  if (path.length >= check.maxDepth) {
    check.problems.push({
      kind: 'too-deep',
      path,
      found: String(path.length + 1),
      expected: [`<= ${check.maxDepth}`],
    });
  } else if (Array.isArray(value)) visitList(value, schema, place, check);
  else visitObject(value as Fields, schema, place, check);
}

/** Whether a scalar is valid; most are, and then no path is needed. */
function isValidLeaf(value: unknown, schema: StructuralSchema, { definitions }: StructureCheck): boolean {
  return typeof value !== 'object' && checkValue(value, resolveSchema(schema, definitions)).length === 0;
}

function visitList(
  list: readonly unknown[],
  { items }: StructuralSchema,
  place: ValuePlace,
  check: StructureCheck,
): void {
  if (items === undefined) return;
  for (const [index, element] of list.entries()) {
    visit(element, items, { ...place, path: [...place.path, index] }, check);
  }
}

function visitObject(fields: Fields, schema: StructuralSchema, place: ValuePlace, check: StructureCheck): void {
  const parent = { ...place, schema };
  reportMissing(fields, parent, check);
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined) continue;
    const known = fieldSchema(schema, name);
    if (known !== undefined && isValidLeaf(value, known, check)) continue;
    if (known !== undefined) visitField(value, known, { path: [...place.path, name], parent }, check);
    else if (rejectsUnknown(schema)) reportUnknown(name, parent, check);
  }
}

/** Validates a field, unless it is one at the top that was valid in another object. */
function visitField(value: unknown, schema: StructuralSchema, place: ValuePlace, check: StructureCheck): void {
  const { valid } = check;
  if (valid === undefined || place.path.length > 1 || typeof value !== 'object' || value === null) {
    visit(value, schema, place, check);
  } else if (valid.get(value) !== schema) {
    if (isValid(value, schema, place.path.length, check)) valid.set(value, schema);
    else visit(value, schema, place, check);
  }
}

/** Whether {@link visit} finds no problem: nearly all values have none, and then no path is needed. */
function isValid(value: unknown, written: StructuralSchema, depth: number, check: StructureCheck): boolean {
  const schema = resolveSchema(written, check.definitions);
  if (checkValue(value, schema).length > 0) return false;
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= check.maxDepth) return false;
  if (!Array.isArray(value)) return isValidObject(value as Fields, schema, depth, check);
  const { items } = schema;
  return items === undefined || value.every((item) => isValid(item, items, depth + 1, check));
}

function isValidObject(fields: Fields, schema: StructuralSchema, depth: number, check: StructureCheck): boolean {
  if (schema.required?.some((name) => ownEntry(fields, name) === undefined)) return false;
  return Object.keys(fields).every((name) => {
    const value = fields[name];
    if (value === undefined) return true;
    const known = fieldSchema(schema, name);
    return known === undefined ? !rejectsUnknown(schema) : isValid(value, known, depth + 1, check);
  });
}

function fieldSchema({ properties, additionalProperties }: StructuralSchema, name: string) {
  return ownEntry(properties, name) ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

function rejectsUnknown(schema: StructuralSchema): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return false;
  const { additionalProperties = schema.properties === undefined } = schema;
  return additionalProperties === false;
}

function reportMissing(fields: Fields, { path, schema }: ObjectPlace, { definitions, problems }: StructureCheck): void {
  for (const name of schema.required ?? []) {
    if (ownEntry(fields, name) !== undefined) continue;
    const known = fieldSchema(schema, name);
    const expected = known === undefined ? [] : acceptedTypes(resolveSchema(known, definitions));
    problems.push({ kind: 'missing-field', path: [...path, name], found: 'nothing', expected });
  }
}

function reportUnknown(name: string, place: ObjectPlace, { definitions, problems }: StructureCheck): void {
  const suggestion = suggestField(name, place, definitions);
  problems.push({
    kind: 'unknown-field',
    path: [...place.path, name],
    found: name,
    expected: Object.keys(place.schema.properties ?? {}),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
