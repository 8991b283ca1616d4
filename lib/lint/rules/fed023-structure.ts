import { type Path, printPath } from '../../issues/issue';
import { listNames, nearest } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { listAt, textAt } from '../../observed/fields';
import { checkStructure } from '../../structural/check-structure';
import type { StructuralProblem } from '../../structural/problem';
import type { SchemaFile } from '../../structural/schema';
import { type Fields, plainText, valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { filesOf, kindsOf, schemaOf } from './support/schemas';

const MAISTRA = ['federation.maistra.io', 'maistra.io'];

/** The API groups whose kinds are all known, each with those of which the project has no schema. */
const OTHER_KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['federation.maistra.io', []],
  ['maistra.io', ['ServiceMeshExtension']],
  ['networking.istio.io', ['EnvoyFilter', 'ProxyConfig', 'WorkloadEntry', 'WorkloadGroup']],
  ['security.istio.io', ['RequestAuthentication']],
]);

/** Kinds of federation by the names that they had before their first release. */
const EARLIER_KINDS: ReadonlyMap<string, string> = new Map([
  ['MeshFederation', 'ServiceMeshPeer'],
  ['ServiceExports', 'ExportedServiceSet'],
  ['ServiceImports', 'ImportedServiceSet'],
]);

/** API versions that clusters also support, though the project has no schema of them. */
const OTHER_VERSIONS = new Set(['operators.coreos.com/v1alpha2']);

/** The types of JSON as messages call them. */
const TYPES: { readonly [type: string]: string } = {
  array: 'a list',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'a map',
  string: 'a string',
};

/** The types whose values a message prints. */
const SHOWN_TYPES = ['boolean', 'integer', 'number', 'string'];

const REJECTED = 'the API server rejects the object';
const UNKNOWN_FIELD = 'unknown field {field} in {kind}';
const DROPPED = 'kubectl and oc reject the object; clients that do not validate drop the field silently';
const WRONG_TYPE = '{field} is {found} instead of {expected}';
const UNSUPPORTED_VALUE = 'unsupported value "{found}" of {field}; supported values: {expected}';
const WHOLE_NAMES = 'invalid name "{name}": selectors compare whole names, and only "*" by itself matches any name';
const UNKNOWN_KIND = 'unknown kind "{kind}" of {group}';

const FINDINGS = {
  misplacedField: { severity: 'error', message: UNKNOWN_FIELD, effect: DROPPED, fix: 'write {suggestion}' },
  unknownField: {
    severity: 'error',
    message: UNKNOWN_FIELD,
    effect: DROPPED,
    fix: 'remove it; the known fields here are {known}',
  },
  missingField: { severity: 'error', message: '{field} is missing', effect: REJECTED, fix: 'add {field}' },
  wrongType: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write {expected}' },
  notBoolean: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write true or false' },
  unquotedString: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write "{value}" in quotes' },
  quotedValue: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write {value} without quotes' },
  stringInsteadOfList: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write a list: ["{value}"]' },
  unsupportedValue: { severity: 'error', message: UNSUPPORTED_VALUE, effect: REJECTED, fix: 'write one of {expected}' },
  misspelledValue: { severity: 'error', message: UNSUPPORTED_VALUE, effect: REJECTED, fix: 'write "{near}"' },
  outOfRange: {
    severity: 'error',
    message: '{field} is {found}, which is out of range',
    effect: REJECTED,
    fix: 'write a number {bound}',
  },
  invalidFormat: {
    severity: 'error',
    message: 'invalid value "{found}" of {field}',
    effect: REJECTED,
    fix: 'write a value that matches the pattern {pattern}',
  },
  unsupportedVersion: {
    severity: 'error',
    message: 'unsupported API version "{found}" of {kind}; supported: {known}',
    effect: REJECTED,
    fix: 'write {known}',
  },
  unknownKind: { severity: 'error', message: UNKNOWN_KIND, effect: REJECTED, fix: 'write one of {known}' },
  kindOfOtherGroup: {
    severity: 'error',
    message: UNKNOWN_KIND,
    effect: REJECTED,
    fix: 'write kind "{near}" with apiVersion "{version}"',
  },
  misspelledKind: { severity: 'error', message: UNKNOWN_KIND, effect: REJECTED, fix: 'write "{near}"' },
  patternInName: {
    severity: 'error',
    message: WHOLE_NAMES,
    effect: 'the rule matches no service',
    fix: 'write the whole name, one rule for each service, or "*" for all',
  },
  patternInAliasEntry: {
    severity: 'error',
    message: WHOLE_NAMES,
    effect: 'the entry matches no service, and services keep their original names',
    fix: 'write the whole name, one entry for each service, or "*" for all',
  },
  patternInAlias: {
    severity: 'error',
    message: 'invalid name "{name}" in an alias: only "*" by itself keeps the original name',
    effect: 'the service gets exactly this name, which is invalid in a host',
    fix: 'write the whole name, or "*" to keep the original name',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED023: objects have the fields of their kind. By nature it reads every object. */
export const structure: Rule = {
  id: 'FED023',
  generations: ['ossm2'],
  title: 'every object has only the fields of its kind, with values of the right type',
  cause:
    'Fields are nested wrongly or misspelled, often because an example on the web does so. Names in selectors are not patterns.',
  fix: 'Write the field where the kind has it.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes (fields of the federation kinds)',
    'maistra/api federation/v1 and maistra/istio manifests/charts/base/crds (schemas)',
    'maistra/istio pkg/servicemesh/federation/common/namemapping.go (names are compared as a whole)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[1].labelSelector.alias', { namespace: 'shop' }),
    ],
  },
  check: (fleet, report) => {
    for (const { objects } of fleet.clusters) {
      for (const object of objects) for (const found of checkObject(object)) report(found);
    }
  },
};

function checkObject(object: ManifestObject): readonly Finding[] {
  const { apiVersion, kind } = object;
  const schema = schemaOf(object);
  if (schema === undefined) return checkKind(object);
  if (!schema.apiVersions.includes(apiVersion)) {
    if (OTHER_VERSIONS.has(apiVersion)) return [];
    const known = schema.apiVersions.map((one) => `"${one}"`).join(' or ');
    return [finding('unsupportedVersion', { object, path: ['apiVersion'] }, { found: apiVersion, kind, known })];
  }
  const problems = problemsOf(object.value, schema).filter(({ path }) => path[0] !== 'status');
  return [...problems.flatMap((problem) => toFinding(problem, object) ?? []), ...checkPatterns(object)];
}

/** The API server reads a field that is null as one that is absent; an item of a list is another matter. */
function problemsOf(value: Fields, schema: SchemaFile): readonly StructuralProblem[] {
  const problems = checkStructure(value, schema);
  const hasNull = problems.some(({ found, path }) => found === 'null' && typeof path.at(-1) === 'string');
  return hasNull ? checkStructure(withoutNulls(value), schema) : problems;
}

/** A value without the fields that are null; the reader limits how deep it is nested. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)]));
}

/** A kind that its API group does not have; examples on the web have several wrong names for those of federation. */
function checkKind(object: ManifestObject): readonly Finding[] {
  const { group, kind } = object;
  const others = OTHER_KINDS.get(group);
  if (others === undefined || others.includes(kind)) return [];
  const known = [...kindsOf(group), ...others];
  const place = { object, path: ['kind'] };
  const exact = kindOfMaistra(EARLIER_KINDS.get(kind) ?? kind);
  const near = exact === undefined ? nearest(kind, known) : undefined;
  if (near !== undefined) return [finding('misspelledKind', place, { kind, group, near })];
  const moved = exact ?? kindOfMaistra(nearest(kind, MAISTRA.flatMap(kindsOf)) ?? '');
  if (moved !== undefined) {
    return [finding('kindOfOtherGroup', place, { kind, group, near: moved.kind, version: moved.apiVersions.join() })];
  }
  return [finding('unknownKind', place, { kind, group, known: listNames(known) })];
}

function kindOfMaistra(kind: string): SchemaFile | undefined {
  return MAISTRA.flatMap(filesOf).find((file) => file.kind === kind);
}

function toFinding(problem: StructuralProblem, object: ManifestObject): Finding | undefined {
  const { kind, path, found, expected } = problem;
  const place = { object, path };
  const field = shortPath(path);
  switch (kind) {
    case 'unknown-field':
      return unknownField(problem, object);
    case 'wrong-type':
      return wrongType(problem, object);
    case 'missing-field':
      return finding('missingField', place, { field });
    case 'not-in-enum':
      return unsupportedValue(problem, object);
    case 'out-of-range':
      return finding('outOfRange', place, { field, found, bound: expected.join() });
    case 'pattern':
      return finding('invalidFormat', place, { field, found, pattern: expected.join() });
    // No schema is nested as deep as this check goes.
    case 'too-deep':
      return undefined;
  }
}

function unknownField({ path, expected, suggestion }: StructuralProblem, object: ManifestObject): Finding {
  const place = { object, path, atKey: true };
  const slots = { field: shortPath(path), kind: withArticle(object.kind) };
  if (suggestion !== undefined) return finding('misplacedField', place, { ...slots, suggestion });
  return finding('unknownField', place, { ...slots, known: listNames([...expected].sort()) });
}

function unsupportedValue({ path, found, expected }: StructuralProblem, object: ManifestObject): Finding {
  const place = { object, path };
  const slots = { field: shortPath(path), found, expected: listNames(expected) };
  const near = nearest(found, expected);
  if (near !== undefined) return finding('misspelledValue', place, { ...slots, near });
  return finding('unsupportedValue', place, slots);
}

/** A field with what it is in, across lists: `labelSelector.alias`, `exportRules[0].type`. */
function shortPath(path: Path): string {
  const owner = path.slice(0, -1).findLastIndex((part) => typeof part === 'string');
  return printPath(path.slice(Math.max(0, owner)));
}

function withArticle(kind: string): string {
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function wrongType({ path, found, expected }: StructuralProblem, object: ManifestObject): Finding {
  const value = valueAt(object.value, path);
  const shown = SHOWN_TYPES.includes(found) ? ` (${JSON.stringify(value)})` : '';
  const slots = {
    field: shortPath(path),
    found: `${TYPES[found] ?? found}${shown}`,
    expected: expected.map((type) => TYPES[type] ?? type).join(' or '),
    value: plainText(value) ?? '',
  };
  return finding(typeFinding(value, expected), { object, path }, slots);
}

/** The finding for a value of a wrong type, by what its author meant. */
function typeFinding(value: unknown, expected: readonly string[]) {
  const isText = typeof value === 'string';
  if (expected.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return 'unquotedString';
  const isNumber = expected.includes('integer') || expected.includes('number');
  if (isNumber && isText && /^\d+$/.test(value)) return 'quotedValue';
  if (expected.includes('boolean')) return value === 'true' || value === 'false' ? 'quotedValue' : 'notBoolean';
  return expected.includes('array') && isText ? 'stringInsteadOfList' : 'wrongType';
}

/** The names in the rules of both sets, in which only "*" by itself matches any name. */
function checkPatterns(object: ManifestObject): readonly Finding[] {
  return ['exportRules', 'importRules'].flatMap((field) =>
    listAt(object.value, ['spec', field]).flatMap((rule, i) => {
      const path: Path = ['spec', field, i];
      const entries = listAt(rule, ['labelSelector', 'aliases']).map((_, j) => [
        ...path,
        'labelSelector',
        'aliases',
        j,
      ]);
      return [
        ...patternsIn(object, [...path, 'nameSelector'], 'patternInName'),
        ...patternsIn(object, [...path, 'nameSelector', 'alias'], 'patternInAlias'),
        ...patternsIn(object, [...path, 'labelSelector'], 'patternInName'),
        ...entries.flatMap((entry) => patternsIn(object, entry, 'patternInAliasEntry')),
        ...entries.flatMap((entry) => patternsIn(object, [...entry, 'alias'], 'patternInAlias')),
      ];
    }),
  );
}

function patternsIn(
  object: ManifestObject,
  place: Path,
  as: 'patternInName' | 'patternInAlias' | 'patternInAliasEntry',
): readonly Finding[] {
  return ['namespace', 'name'].flatMap((field) => {
    const path = [...place, field];
    const name = textAt(object.value, path) ?? '';
    return name === '*' || !/[*?[\]]/.test(name) ? [] : [finding(as, { object, path }, { name })];
  });
}
