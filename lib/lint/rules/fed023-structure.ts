import { type Path, printPath } from '../../issues/issue';
import { listNames, nearest } from '../../issues/suggest';
import type { Fields, ManifestObject } from '../../manifests/object';
import { listAt, mapAt, textAt, valueAt } from '../../observed/fields';
import { checkStructure } from '../../structural/check-structure';
import type { StructuralProblem } from '../../structural/problem';
import type { SchemaFile } from '../../structural/schema';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { kindsOf, schemaOf } from './support/schemas';

const FEDERATION = 'federation.maistra.io';

/** API versions that clusters also take, though the project has no schema of them. */
const OTHER_VERSIONS = new Set(['operators.coreos.com/v1alpha2']);

const REFUSED = 'the API server refuses the object';

/** FED023: objects have the fields that their kind has. By nature it looks at every object. */
export const structure: Rule = {
  id: 'FED023',
  severity: 'error',
  title: 'every object has only the fields of its kind, with values of the right type',
  cause:
    'Fields are nested wrongly or misspelt, often because a text on the web does so. Names in selectors take no patterns.',
  effect: 'kubectl and oc refuse the object; clients that do not validate lose the field without a word',
  fix: 'Write the field where the kind has it.',
  source: 'fact sheet 1.5 to 1.8, 7.3, 8 (F19, F20)',
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[1].labelSelector.alias', { namespace: 'shop' }),
    ],
  },
  check: (fleet, report) => {
    for (const { objects } of fleet.clusters) {
      for (const object of objects) for (const finding of checkObject(object)) report(finding);
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
    const message = `"${apiVersion}" is no API version of ${kind} in OpenShift Service Mesh 2; it has ${known}`;
    return [{ object, path: ['apiVersion'], message, effect: REFUSED, fix: `write ${known}` }];
  }
  const problems = problemsOf(object.value, schema).filter(({ path }) => path[0] !== 'status');
  return [...problems.map((problem) => toFinding(problem, object)), ...checkPatterns(object)];
}

/** The API server takes a field that is null for one that is not there; an item of a list is another matter. */
function problemsOf(value: Fields, schema: SchemaFile): readonly StructuralProblem[] {
  const problems = checkStructure(value, schema);
  const hasNull = problems.some(({ found, path }) => found === 'null' && typeof path.at(-1) === 'string');
  return hasNull ? checkStructure(withoutNulls(value, 0), schema) : problems;
}

/** A value without the fields that are null, as deep as structure is checked. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 64) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field, depth + 1)]));
}

/** The kinds of federation are few, and texts on the web have several wrong names for them. */
function checkKind(object: ManifestObject): readonly Finding[] {
  const { group, kind } = object;
  if (group !== FEDERATION) return [];
  const known = kindsOf(FEDERATION);
  const near = nearest(kind, known);
  const message = `"${kind}" is no kind of ${FEDERATION}`;
  const fix = near === undefined ? `write one of ${listNames(known)}` : `write "${near}"`;
  return [{ object, path: ['kind'], message, effect: REFUSED, fix }];
}

function toFinding(problem: StructuralProblem, object: ManifestObject): Finding {
  const { kind, path, found, expected, suggestion } = problem;
  const field = shortPath(path);
  switch (kind) {
    case 'unknown-field': {
      const fix = suggestion === undefined ? unknownFix(expected) : `write ${suggestion}`;
      return { object, path, atKey: true, message: `${field} does not exist in ${withArticle(object.kind)}`, fix };
    }
    case 'wrong-type':
      return wrongType(problem, object);
    case 'missing-field':
      return { object, path, message: `${field} is missing`, effect: REFUSED, fix: `add ${field}` };
    case 'not-in-enum': {
      const fix = `write ${near(found, expected)}`;
      return {
        object,
        path,
        message: `${field} is "${found}", which is none of ${listNames(expected)}`,
        effect: REFUSED,
        fix,
      };
    }
    case 'out-of-range': {
      const message = `${field} is ${found}, which is out of range`;
      return { object, path, message, effect: REFUSED, fix: `write a number ${expected.join(' and ')}` };
    }
    case 'pattern': {
      const message = `${field} is "${found}", which does not have the form of such a value`;
      return { object, path, message, effect: REFUSED, fix: `write a value of the form ${expected.join()}` };
    }
    case 'too-deep': {
      const message = `the object is nested ${found} levels deep, and is not checked from there on`;
      return { object, path, message, effect: 'mistakes further down are not found', fix: 'remove the nesting' };
    }
  }
}

function near(found: string, expected: readonly string[]): string {
  const name = nearest(found, expected);
  return name === undefined ? `one of ${listNames(expected)}` : `"${name}"`;
}

function unknownFix(known: readonly string[]): string {
  return known.length === 0 ? 'remove it' : `remove it; the fields here are ${listNames([...known].sort())}`;
}

/** A field with what it is in, across lists: `labelSelector.alias`, `exportRules[0].type`. */
function shortPath(path: Path): string {
  const owner = path.slice(0, -1).findLastIndex((part) => typeof part === 'string');
  return printPath(path.slice(Math.max(0, owner)));
}

function withArticle(kind: string): string {
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** The types of JSON as messages call them. */
const TYPES: { readonly [type: string]: string } = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'a map',
  string: 'a text',
};

function wrongType({ path, found, expected }: StructuralProblem, object: ManifestObject): Finding {
  const value = valueAt(object.value, path);
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
  const wanted = expected.map((type) => TYPES[type] ?? type).join(' or ');
  const shown = isScalar ? ` (${JSON.stringify(value)})` : '';
  return {
    object,
    path,
    message: `${shortPath(path) || 'the object'} is ${TYPES[found] ?? found}${shown} instead of ${wanted}`,
    effect: REFUSED,
    fix: typeFix(value, expected, wanted),
  };
}

function typeFix(value: unknown, expected: readonly string[], wanted: string): string {
  const wantsText = expected.includes('string');
  if (wantsText && (typeof value === 'number' || typeof value === 'boolean')) return `write "${value}" in quotes`;
  const wantsNumber = expected.includes('integer') || expected.includes('number');
  if (wantsNumber && typeof value === 'string' && /^\d+$/.test(value)) return `write ${value} without quotes`;
  if (expected.includes('boolean') && (value === 'true' || value === 'false')) return `write ${value} without quotes`;
  if (expected.includes('array') && typeof value === 'string') return `write a list: ["${value}"]`;
  return `write ${wanted}`;
}

/** The fields of the rules of both sets, in which "*" alone stands for anything. */
function checkPatterns(object: ManifestObject): readonly Finding[] {
  if (object.group !== FEDERATION || object.kind === 'ServiceMeshPeer') return [];
  const list = ['spec', object.kind === 'ExportedServiceSet' ? 'exportRules' : 'importRules'];
  return listAt(object.value, list).flatMap((rule, i) => {
    const aliases = listAt(rule, ['labelSelector', 'aliases']);
    const selectors: readonly Path[] = [
      ['nameSelector'],
      ['labelSelector'],
      ...aliases.map((_, j) => ['labelSelector', 'aliases', j]),
    ];
    return selectors.flatMap((selector) => patternsIn(object, [...list, i, ...selector]));
  });
}

function patternsIn(object: ManifestObject, selector: Path): readonly Finding[] {
  return [selector, [...selector, 'alias']].flatMap((place) =>
    Object.keys(mapAt(object.value, place))
      .filter((field) => field === 'name' || field === 'namespace')
      .flatMap((field): Finding[] => {
        const text = textAt(object.value, [...place, field]) ?? '';
        if (text === '*' || !/[*?[\]]/.test(text)) return [];
        return [
          {
            object,
            path: [...place, field],
            message: `"${text}" is no name: selectors compare whole names, and only "*" alone stands for any`,
            effect: 'the rule matches no service',
            fix: 'write the whole name, one rule for each service, or "*" for all',
          },
        ];
      }),
  );
}
