import { type Path, printPath } from '../../issues/issue';
import { listNames, nearest } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { listAt, textAt } from '../../observed/fields';
import { checkStructure } from '../../structural/check-structure';
import type { StructuralProblem } from '../../structural/problem';
import type { SchemaFile, StructuralSchema } from '../../structural/schema';
import { type Fields, plainText, valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { CleanObjects } from './support/clean-objects';
import { LabelAliases } from './support/label-alias';
import { hasOwnRule } from './support/own-rules';
import { schemaOf } from './support/schemas';
import { STRUCTURE_FINDINGS, structureFinding } from './support/structure-findings';
import { checkKind } from './support/unknown-kind';

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

/** FED023: objects have the fields of their kind. By nature it reads every object. */
export const structure: Rule = {
  id: 'FED023',
  generations: ['ossm2', 'ossm3'],
  title: 'every object has only the fields of its kind, with values of the right type',
  cause:
    'Fields are nested wrongly or misspelled, often because an example on the web does so. Names in selectors are not patterns.',
  fix: 'Write the field where the kind has it.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes (fields of the federation kinds)',
    'maistra/api federation/v1 and maistra/istio manifests/charts/base/crds (schemas)',
    'maistra/istio pkg/servicemesh/federation/common/namemapping.go (names are compared as a whole)',
  ],
  findings: STRUCTURE_FINDINGS,
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[1].labelSelector.alias', { namespace: 'shop' }),
    ],
  },
  check: (fleet, report) => {
    const aliases = new LabelAliases(fleet);
    const valid: ValidFields = new Map();
    const clean = new CleanObjects();
    const check = (object: ManifestObject) => checkObject(object, aliases, valid);
    for (const { objects } of fleet.clusters) {
      if (valid.size > MAX_VALID) valid.clear();
      for (const object of objects) for (const found of clean.check(object, check)) report(found);
    }
  },
};

/** The number of fields after which they are forgotten. */
const MAX_VALID = 100_000;

/** Fields at the top of objects that were valid; many objects have the same. */
type ValidFields = Map<object, StructuralSchema>;

function checkObject(object: ManifestObject, aliases: LabelAliases, valid: ValidFields): readonly Finding[] {
  const { apiVersion, kind } = object;
  const schema = schemaOf(object);
  if (schema === undefined) return checkKind(object);
  if (!schema.apiVersions.includes(apiVersion)) {
    if (OTHER_VERSIONS.has(apiVersion) || hasOwnRule(object, ['apiVersion'])) return [];
    const known = schema.apiVersions.map((one) => `"${one}"`).join(' or ');
    return [
      structureFinding('unsupportedVersion', { object, path: ['apiVersion'] }, { found: apiVersion, kind, known }),
    ];
  }
  const problems = problemsOf(object.value, schema, valid).filter(
    ({ path }) => path[0] !== 'status' && !hasOwnRule(object, path),
  );
  return [...problems.flatMap((problem) => toFinding(problem, object, aliases) ?? []), ...checkPatterns(object)];
}

/** The API server reads a field that is null as one that is absent; an item of a list is another matter. */
function problemsOf(value: Fields, schema: SchemaFile, valid: ValidFields): readonly StructuralProblem[] {
  const problems = checkStructure(value, schema, { valid });
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

function toFinding(problem: StructuralProblem, object: ManifestObject, aliases: LabelAliases): Finding | undefined {
  const { kind, path, found, expected } = problem;
  const place = { object, path };
  const field = shortPath(path);
  switch (kind) {
    case 'unknown-field':
      return unknownField(problem, object, aliases);
    case 'wrong-type':
      return wrongType(problem, object);
    case 'missing-field':
      return structureFinding('missingField', place, { field });
    case 'not-in-enum':
      return unsupportedValue(problem, object);
    case 'out-of-range':
      return structureFinding('outOfRange', place, { field, found, bound: expected.join() });
    case 'pattern':
      return structureFinding('invalidFormat', place, { field, found, pattern: expected.join() });
    // No schema is nested as deep as this check goes.
    case 'too-deep':
      return undefined;
  }
}

function unknownField(
  { path, expected, suggestion }: StructuralProblem,
  object: ManifestObject,
  aliases: LabelAliases,
): Finding {
  const place = { object, path, atKey: true };
  const slots = { field: shortPath(path), kind: withArticle(object.kind) };
  const alias = aliases.find(object, path, slots);
  if (alias !== undefined) return alias;
  if (suggestion !== undefined) return structureFinding('misplacedField', place, { ...slots, suggestion });
  return structureFinding('unknownField', place, { ...slots, known: listNames([...expected].sort()) });
}

function unsupportedValue({ path, found, expected }: StructuralProblem, object: ManifestObject): Finding {
  const place = { object, path };
  const slots = { field: shortPath(path), found, expected: listNames(expected) };
  const near = nearest(found, expected);
  if (near !== undefined) return structureFinding('misspelledValue', place, { ...slots, near });
  return structureFinding('unsupportedValue', place, slots);
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
  return structureFinding(typeFinding(value, expected), { object, path }, slots);
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
    return name === '*' || !/[*?[\]]/.test(name) ? [] : [structureFinding(as, { object, path }, { name })];
  });
}
