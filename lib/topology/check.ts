import type { ErrorObject } from 'ajv';
import type { Issue, Path } from '../issues/issue';
import { listNames, suggestName } from '../issues/suggest';
import validate from './generated/validate';
import type { Topology } from './model';

/** An Ajv error with the place it belongs to. */
interface Finding {
  readonly error: ErrorObject;
  readonly path: Path;
}

/**
 * Checks a value against the schema of the topology: unknown and missing keys, types, and the forms of texts.
 * What the schema cannot say is checked when the federation is resolved.
 *
 * @returns every issue found, none where the value is a {@link Topology}
 */
export function checkShape(value: unknown): readonly Issue[] {
  if (validate(value)) return [];
  const findings = (validate.errors ?? []).map((error) => ({ error, path: toPath(value, error.instancePath) }));
  return withoutOtherBranches(withoutBareTypes(findings)).map(toIssue);
}

/** Whether a value has the shape of a topology. */
export function isTopology(value: unknown): value is Topology {
  return validate(value);
}

/** Statements that say nothing. Each stands in for a faulty one of its list, so that the others keep their numbers. */
const STAND_INS: { readonly [list: string]: unknown } = {
  peerings: {},
  shares: { from: [], to: [] },
  traffic: { mesh: '', service: { namespace: 'none', name: 'none' } },
};

/**
 * A copy of a value without the parts that have faults, so that the rest can be judged in the same run. The copy has
 * the shape of a topology unless the whole is at fault.
 */
export function withoutFaults(value: unknown, faults: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(value);
  // From the last to the first, so that what is removed from a list moves nothing that is still to be removed.
  for (const { path } of [...faults].reverse()) removeAt(copy, path);
  const left = checkShape(copy);
  return left.every(({ path }) => path.length > 0) && left.length > 0 ? withoutFaults(copy, left) : copy;
}

function removeAt(root: unknown, path: Path): void {
  const parent = path.slice(0, -1).reduce((at, part) => (at as { [key: string]: unknown } | undefined)?.[part], root);
  const last = path.at(-1);
  if (Array.isArray(parent)) {
    const standIn = path.length === 2 ? STAND_INS[String(path[0])] : undefined;
    parent.splice(Number(last), 1, ...(standIn === undefined ? [] : [structuredClone(standIn)]));
  } else if (typeof parent === 'object' && parent !== null) {
    delete (parent as { [key: string]: unknown })[String(last)];
  }
}

/** A JSON pointer as a path; digits are indices where the value is a list there. */
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

/** A value of the wrong type is none of those allowed either; that alone is told, as it tells what to write. */
function withoutBareTypes(findings: readonly Finding[]): readonly Finding[] {
  const listed = new Set(
    findings.filter(({ error }) => error.keyword === 'enum').map(({ error }) => error.instancePath),
  );
  return findings.filter(({ error }) => error.keyword !== 'type' || !listed.has(error.instancePath));
}

/**
 * Where a value may be of several types, Ajv tells what is wrong with it for each of them. Kept is what is wrong for
 * the type that the value has, or one finding that names all types where it has none of them.
 */
function withoutOtherBranches(findings: readonly Finding[]): readonly Finding[] {
  const unions = findings.filter(({ error }) => error.keyword === 'anyOf');
  return findings.filter((finding) => {
    const union = unions.find(({ error }) => error !== finding.error && isBranchOf(finding, error));
    if (finding.error.keyword === 'anyOf') return !hasDeeperFinding(finding, findings);
    return union === undefined || isDeeper(finding, union);
  });
}

/** Whether a finding comes from one of the alternatives of a union. */
function isBranchOf({ error }: Finding, union: ErrorObject): boolean {
  return error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`);
}

/** Whether a finding tells more than that the value has not the type of one alternative. */
function isDeeper({ error, path }: Finding, union: Finding): boolean {
  return path.length > union.path.length || !['type', 'const'].includes(error.keyword);
}

/** Whether a union's value has the type of one alternative, so that the findings inside of it tell what is wrong. */
function hasDeeperFinding(union: Finding, findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding !== union && isBranchOf(finding, union.error) && isDeeper(finding, union));
}

function toIssue({ error, path }: Finding): Issue {
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
  const fix = suggestName(key, known);
  return { code: 'TOP003', path: [...path, key], atKey: true, message: `the key ${quote(key)} is unknown here`, fix };
}

function missingKey(error: ErrorObject, path: Path): Issue {
  const key = String(error.params.missingProperty);
  return { code: 'TOP005', path, message: `the key "${key}" is missing`, fix: `add "${key}:" and its value` };
}

function notAllowed(error: ErrorObject, path: Path): Issue {
  const allowed: unknown[] = error.params.allowedValues ?? [error.params.allowedValue];
  const message = `${quote(error.data)} is not one of ${listNames(allowed.map(String))}`;
  return { code: 'TOP006', path, message, fix: suggestName(String(error.data), allowed.map(String)) };
}

function wrongType(error: ErrorObject, path: Path): Issue {
  const expected = typeNames(error);
  const message = `${quote(error.data)} is ${article(typeOf(error.data))}, not ${expected.map(article).join(' or ')}`;
  return { code: 'TOP004', path, message, fix: `write ${expected.map(article).join(' or ')}` };
}

function wrongForm(error: ErrorObject, path: Path): Issue {
  const message = `${quote(error.data)} does not have the form ${error.params.pattern}`;
  return { code: 'TOP007', path, message, fix: formHint(String(error.params.pattern)) };
}

/** What a pattern of the schema means in words. */
function formHint(pattern: string): string {
  if (pattern.includes('(ms|s|m|h)')) return 'write a number with its unit, such as 10s or 1m';
  if (pattern.includes('[EPTGMk]')) return 'write an amount of memory, such as 256Mi';
  if (pattern.includes('m?$')) return 'write an amount of CPU, such as 500m or 2';
  if (pattern.startsWith('^v')) return 'write v and a number, such as v2';
  if (pattern.startsWith('^[a-z](')) return 'use small letters, digits and "-", with a letter first and no "-" last';
  return 'use small letters, digits and "-", neither first nor last a "-"';
}

/** What is wrong about a number, a length, or a count: the keywords of JSON Schema that set a bound. */
function outOfRange(error: ErrorObject, path: Path): Issue {
  const { keyword, params } = error;
  const least = /^min/.test(keyword);
  const of = keyword.endsWith('Length') ? 'characters' : keyword.endsWith('Items') ? 'entries' : '';
  const bound = `at ${least ? 'least' : 'most'} ${params.limit} ${of}`.trim();
  return {
    code: 'TOP008',
    path,
    message: `${quote(error.data)} is too ${least ? 'small' : 'large'}`,
    fix: `write ${bound}`,
  };
}

/** The types that a schema allows, as a person names them. */
function typeNames(error: ErrorObject): readonly string[] {
  if (error.keyword === 'type') return [String(error.params.type)];
  const branches: { type?: string; const?: string }[] = error.schema as never;
  return [...new Set(branches.map(({ type, const: constant }) => (constant ? `"${constant}"` : (type ?? 'object'))))];
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const NAMES: { readonly [type: string]: string } = {
  array: 'a list',
  object: 'a map',
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
};

function article(type: string): string {
  return NAMES[type] ?? type;
}

/** How many characters of a value a message shows. */
const MOST_SHOWN = 60;

/** A value as a message shows it, cut where it is long. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}
