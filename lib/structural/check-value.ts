import { isFields } from '../values';
import type { StructuralProblem } from './problem';
import type { StructuralSchema } from './schema';

/** A problem without its path, which the caller knows. */
export type ValueProblem = Pick<StructuralProblem, 'kind' | 'found' | 'expected'>;

const INT32_LIMIT = 2 ** 31;
const INT64_LIMIT = 2 ** 63;

/**
 * Validates type, enum, range, format and pattern of a value, but not its fields or items. A value of the wrong type
 * has only that problem. The schema must be resolved (see `resolveSchema`).
 */
export function checkValue(value: unknown, schema: StructuralSchema): readonly ValueProblem[] {
  if (isPlain(schema) && isOfPlainType(value, schema.type)) return NONE;
  const expected = acceptedTypes(schema);
  if (expected.length > 0 && !expected.some((type) => isOfType(value, type))) {
    return [{ kind: 'wrong-type', found: typeName(value), expected }];
  }
  return [
    ...checkEnum(value, schema),
    ...(typeof value === 'number' ? checkRange(value, schema) : []),
    ...(typeof value === 'string' ? checkPattern(value, schema) : []),
  ];
}

const NONE: readonly ValueProblem[] = [];

/** Whether a schema constrains only the type of a value that is not a number. */
function isPlain({ enum: accepted, pattern }: StructuralSchema): boolean {
  return accepted === undefined && pattern === undefined;
}

function isOfPlainType(value: unknown, type: StructuralSchema['type']): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isFields(value);
  return (type === 'string' || type === 'boolean') && type === typeof value;
}

/** The types that a schema accepts; empty if it accepts all. */
export function acceptedTypes(schema: StructuralSchema): readonly string[] {
  const { type = [], nullable } = schema;
  const written = typeof type === 'string' ? [type] : type;
  const types = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : written;
  return nullable === true && types.length > 0 ? [...types, 'null'] : types;
}

function isOfType(value: unknown, type: string): boolean {
  const actual = typeName(value);
  return actual === type || (type === 'number' && actual === 'integer');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'number') return typeof value;
  // JSON has no NaN and no infinity, but YAML does.
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) ? 'integer' : 'number';
}

function checkEnum(value: unknown, schema: StructuralSchema): readonly ValueProblem[] {
  if (schema.enum === undefined || schema.enum.some((accepted) => accepted === value)) return [];
  const found = typeof value === 'object' && value !== null ? typeName(value) : String(value);
  return [{ kind: 'not-in-enum', found, expected: schema.enum.map(String) }];
}

function checkRange(value: number, { minimum, maximum, format }: StructuralSchema): readonly ValueProblem[] {
  const crossed = [
    ...(minimum !== undefined && value < minimum ? [`>= ${minimum}`] : []),
    ...(maximum !== undefined && value > maximum ? [`<= ${maximum}`] : []),
    ...(Number.isInteger(value) ? crossedByFormat(value, format) : []),
  ];
  return crossed.map((bound) => ({ kind: 'out-of-range', found: String(value), expected: [bound] }));
}

function crossedByFormat(value: number, format: string | undefined): readonly string[] {
  if (format !== 'int32' && format !== 'int64') return [];
  const limit = format === 'int32' ? INT32_LIMIT : INT64_LIMIT;
  if (value < -limit) return [`>= ${-BigInt(limit)}`];
  // The maximum of int64 is not a double, so it is derived from the limit above it.
  return value >= limit ? [`<= ${BigInt(limit) - 1n}`] : [];
}

function checkPattern(value: string, { pattern }: StructuralSchema): readonly ValueProblem[] {
  if (pattern === undefined || compiled(pattern)?.test(value) !== false) return [];
  return [{ kind: 'pattern', found: value, expected: [pattern] }];
}

/** The patterns of schemas, which are part of the project. */
const COMPILED = new Map<string, RegExp | undefined>();

function compiled(pattern: string): RegExp | undefined {
  if (!COMPILED.has(pattern)) COMPILED.set(pattern, compile(pattern));
  return COMPILED.get(pattern);
}

/** Patterns are written for Go; one that JavaScript cannot compile is left to the API server. */
function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}
