import type { ErrorObject } from 'ajv';
import { MAX_PROBLEMS } from '../bounds';
import { type Issue, type Path, tooManyProblems } from '../issues/issue';
import { listNames, nearest, suggestName } from '../issues/suggest';
import { platformFix } from '../platforms';
import { isFields, plainText } from '../values';
import validate from './generated/validate';
import { moveFix } from './key-places';
import type { Topology } from './model';
import { valueFix } from './value-fix';

/** An Ajv error and the path of the value that it is about. */
interface SchemaViolation {
  readonly error: ErrorObject;
  readonly path: Path;
}

/**
 * Validates a value against the JSON Schema of the topology: unknown and missing keys, types, patterns and bounds.
 * References between entries are validated when the federation is resolved.
 *
 * @returns all issues up to a bound, then `TOP009`; none if the value is a {@link Topology}
 */
export function checkShape(value: unknown): readonly Issue[] {
  if (validate(value)) return [];
  if (isManifest(value)) return [notATopology(value.kind)];
  const violations = (validate.errors ?? []).map((error) => ({ error, path: toPath(value, error.instancePath) }));
  const numbers = violations.filter(({ error }) => !Number.isNaN(error.data) || error.keyword === 'type');
  const found = withoutMisspelled(withoutOtherBranches(withoutBareTypes(numbers)));
  const issues = found.slice(0, MAX_PROBLEMS).map(toIssue);
  return found.length > MAX_PROBLEMS ? [...issues, tooManyProblems()] : issues;
}

/** Whether a value is a Kubernetes object and has nothing of a topology. */
function isManifest(value: unknown): value is { readonly kind: string } {
  if (!isFields(value) || 'clusters' in value || 'meshes' in value) return false;
  return typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

function notATopology(kind: string): Issue {
  const message = `a Kubernetes object of kind "${kind}", expected a topology with "clusters" and "meshes"`;
  return { code: 'TOP004', path: [], message, fix: 'pass the file of the topology; "ossm-fed lint" reads manifests' };
}

/** Whether a value has the shape of a topology. */
export function isTopology(value: unknown): value is Topology {
  return validate(value);
}

/** Empty statements. Each replaces an invalid one of its list, so that the indices of the others do not change. */
const PLACEHOLDERS: { readonly [list: string]: unknown } = {
  peerings: {},
  shares: { from: [], to: [] },
  traffic: { mesh: '', service: { namespace: 'none', name: 'none' } },
};

/**
 * A copy of a value without its invalid parts, so that the rest can be validated in the same run. The copy is a valid
 * topology unless the value as a whole is invalid.
 */
export function withoutFaults(value: unknown, faults: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(value);
  // Last to first, so that a removal from a list does not move what is removed later.
  for (const { path } of [...faults].reverse()) removeAt(copy, path);
  const left = checkShape(copy);
  return left.every(({ path }) => path.length > 0) && left.length > 0 ? withoutFaults(copy, left) : copy;
}

function removeAt(root: unknown, path: Path): void {
  const parent = path.slice(0, -1).reduce((at, part) => (at as { [key: string]: unknown } | undefined)?.[part], root);
  const last = path.at(-1);
  if (Array.isArray(parent)) {
    const placeholder = path.length === 2 ? PLACEHOLDERS[String(path[0])] : undefined;
    parent.splice(Number(last), 1, ...(placeholder === undefined ? [] : [structuredClone(placeholder)]));
  } else if (typeof parent === 'object' && parent !== null) {
    delete (parent as { [key: string]: unknown })[String(last)];
  }
}

/** A JSON pointer as a path; numbers are indices where the value is a list. */
function toPath(root: unknown, pointer: string): Path {
  const path: (string | number)[] = [];
  let at = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as { [key: string]: unknown } | undefined)?.[key];
  }
  return path;
}

/** Drops type errors of values that also have an enum error, which lists what is allowed. */
function withoutBareTypes(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  const listed = new Set(
    violations.filter(({ error }) => error.keyword === 'enum').map(({ error }) => error.instancePath),
  );
  return violations.filter(({ error }) => error.keyword !== 'type' || !listed.has(error.instancePath));
}

/** Drops errors of missing keys that the same map has in another spelling, which is an error of its own. */
function withoutMisspelled(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  const unknown = violations.filter(({ error }) => error.keyword === 'additionalProperties');
  return violations.filter(({ error: { keyword, instancePath, params } }) => {
    if (keyword !== 'required') return true;
    return !unknown.some(
      ({ error }) => error.instancePath === instancePath && meantKey(error) === params.missingProperty,
    );
  });
}

/** The known key that is meant by an unknown one. */
function meantKey({ params, parentSchema }: ErrorObject): string | undefined {
  return nearest(String(params.additionalProperty), Object.keys(parentSchema?.properties ?? {}));
}

/**
 * For a union, Ajv reports the errors of each alternative. This keeps the errors of the alternative whose type the
 * value has, or one error that lists all types if it has none of them.
 */
function withoutOtherBranches(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  const unions = new Map<string, SchemaViolation>();
  for (const violation of violations) {
    const { keyword, instancePath } = violation.error;
    if (keyword === 'anyOf' && !unions.has(instancePath)) unions.set(instancePath, violation);
  }
  const refined = new Set<SchemaViolation>();
  for (const violation of violations) {
    for (const union of unionsAbove(violation, unions)) if (isDeeper(violation, union)) refined.add(union);
  }
  return violations.filter((violation) => {
    if (violation.error.keyword === 'anyOf') return !refined.has(violation);
    const [union] = unionsAbove(violation, unions);
    return union === undefined || isDeeper(violation, union);
  });
}

/** The unions that a violation is about an alternative of, by their pointers, the innermost first. */
function unionsAbove(
  violation: SchemaViolation,
  unions: ReadonlyMap<string, SchemaViolation>,
): readonly SchemaViolation[] {
  const found: SchemaViolation[] = [];
  let pointer = violation.error.instancePath;
  for (;;) {
    const union = unions.get(pointer);
    if (union !== undefined && union !== violation) found.push(union);
    if (pointer === '') return found;
    pointer = pointer.slice(0, pointer.lastIndexOf('/'));
  }
}

/** Whether a finding is more specific than a type mismatch with one alternative. */
function isDeeper({ error, path }: SchemaViolation, union: SchemaViolation): boolean {
  return path.length > union.path.length || !['type', 'const'].includes(error.keyword);
}

function toIssue({ error, path }: SchemaViolation): Issue {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, path);
    case 'required':
      return missingKey(error, path);
    case 'enum':
    case 'const':
      return notAllowed(error, path);
    case 'type':
    case 'anyOf':
      return wrongType(error, path);
    case 'pattern':
      return wrongForm(error, path);
    default:
      return outOfRange(error, path);
  }
}

function unknownKey(error: ErrorObject, path: Path): Issue {
  const key = String(error.params.additionalProperty);
  const known = Object.keys(error.parentSchema?.properties ?? {});
  const moved = nearest(key, known) === undefined ? moveFix([...path, key]) : undefined;
  const fix = moved ?? sectionFix(path) ?? suggestName(key, known);
  return { code: 'TOP003', path: [...path, key], atKey: true, message: `unknown key ${quote(key)}`, fix };
}

/** The fix for a key that was written like the name of a cluster or mesh, one level too high or too low. */
function sectionFix(path: Path): string | undefined {
  return path.length === 2 && (path[0] === 'clusters' || path[0] === 'meshes') ? moveFix(path) : undefined;
}

function missingKey(error: ErrorObject, path: Path): Issue {
  const key = String(error.params.missingProperty);
  return { code: 'TOP005', path, message: `missing key "${key}"`, fix: `add "${key}:"` };
}

function notAllowed(error: ErrorObject, path: Path): Issue {
  const allowed: unknown[] = error.params.allowedValues ?? [error.params.allowedValue];
  const message = `unsupported value ${quote(error.data)}, expected one of ${listNames(allowed.map(String))}`;
  const text = plainText(error.data) ?? '';
  const platform = path.at(-1) === 'platform' ? platformFix(text) : undefined;
  return { code: 'TOP006', path, message, fix: platform ?? suggestName(text, allowed.map(String)) };
}

function wrongType(error: ErrorObject, path: Path): Issue {
  const types = typeNames(error);
  const expected = types.map(article).join(' or ');
  if (error.data === null && path.length === 0) {
    return { code: 'TOP004', path, message: 'the topology is empty', fix: 'write the keys "clusters:" and "meshes:"' };
  }
  const message = `invalid type: expected ${expected}, found ${describe(error.data)}`;
  return {
    code: 'TOP004',
    path,
    message,
    fix: sectionFix(path) ?? valueFix(error, types, path) ?? `write ${expected.replace('a boolean', 'true or false')}`,
  };
}

function wrongForm(error: ErrorObject, path: Path): Issue {
  const message = `invalid value ${quote(error.data)}, must match ${error.params.pattern}`;
  return { code: 'TOP007', path, message, fix: formHint(String(error.params.pattern)) };
}

/** A hint for a pattern of the schema. */
function formHint(pattern: string): string {
  if (pattern.includes('(ms|s|m|h)')) return 'write a number with its unit, such as 10s or 1m';
  if (pattern.includes('[EPTGMk]')) return 'write a memory quantity, such as 256Mi';
  if (pattern.includes('m?$')) return 'write a CPU quantity, such as 500m or 2';
  if (pattern.includes('{(peer|prefix)'))
    return 'use lowercase letters, digits, "-", and the placeholders {peer} and {prefix}';
  if (pattern.includes('ssh')) return 'write the URL of a Git repository, such as https://example.org/federation.git';
  if (pattern.startsWith('^https?')) return 'write a URL, such as https://api.example.org:6443';
  if (pattern.startsWith('^[^\\s')) return 'write it without spaces and special characters';
  if (pattern.startsWith('^[-\\w.]')) return 'write a relative path with "/" between directories, such as dist';
  if (pattern.startsWith('^v')) return 'write "v" and a number, such as v2';
  if (pattern.startsWith('^[a-z]('))
    return 'use lowercase letters, digits and "-", starting with a letter and not ending with "-"';
  return 'use lowercase letters, digits and "-", starting and ending with a letter or digit';
}

/** A number, a length or a count beyond a bound of the schema. */
function outOfRange(error: ErrorObject, path: Path): Issue {
  const { keyword, params } = error;
  const unit = keyword.endsWith('Length') ? ' characters' : keyword.endsWith('Items') ? ' items' : '';
  const bound = `at ${keyword.startsWith('min') ? 'least' : 'most'} ${params.limit}${unit}`;
  // A number that JavaScript rounds is not what the user wrote.
  const isRounded = typeof error.data === 'number' && Math.abs(error.data) > Number.MAX_SAFE_INTEGER;
  const message = `value${isRounded ? '' : ` ${quote(error.data)}`} is out of range, expected ${bound}`;
  return { code: 'TOP008', path, message, fix: `write ${bound}` };
}

/** The types that a schema allows. */
function typeNames(error: ErrorObject): readonly string[] {
  if (error.keyword === 'type') return [String(error.params.type)];
  const branches: { type?: string; const?: string }[] = error.schema as never;
  return [...new Set(branches.map(({ type, const: constant }) => (constant ? `"${constant}"` : (type ?? 'object'))))];
}

/** A value with its type, such as `the string "shop"`. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && !Number.isFinite(value)) return `the number ${value}`;
  if (typeof value === 'object') return article(Array.isArray(value) ? 'array' : 'object');
  return `the ${typeof value} ${quote(value)}`;
}

const NAMES: { readonly [type: string]: string } = {
  array: 'a list',
  object: 'a map',
  boolean: 'a boolean',
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
};

function article(type: string): string {
  return NAMES[type] ?? type;
}

/** How many characters of a value a message contains. */
const MAX_QUOTED = 60;

/** A value as JSON for a message, truncated if it is long. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}...` : text;
}
