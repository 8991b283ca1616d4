import fc from 'fast-check';
import { edited } from '../../lib/lint/examples/edit';
import { NORTH } from '../../lib/lint/examples/north';
import { type LintResult, lint } from '../../lib/lint/lint';
import { githubReport } from '../../lib/lint/report/github';
import { diagnosticProblem } from '../../lib/lint/report/problem';
import { sarifReport } from '../../lib/lint/report/sarif';
import { textReport } from '../../lib/lint/report/text';
import type { ManifestObject } from '../../lib/manifests/object';
import { readManifests } from '../../lib/manifests/read';
import { PATIENCE, runs } from '../properties/runs';

/** Objects of three meshes with all that the rules look at, in plain JSON. */
const OBJECTS = Object.entries(edited(NORTH)).flatMap(([cluster, text]) =>
  readManifests(cluster, cluster, text).manifests.map(({ value }) => ({ cluster, value })),
);

type Place = readonly (string | number)[];

/** All places of a value, those of keys included. */
function placesIn(value: unknown, path: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [path];
  const isList = Array.isArray(value);
  return [
    path,
    ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, isList ? Number(key) : key])),
  ];
}

function partAt(value: unknown, path: Place): unknown {
  return path.reduce((part, key) => (part as { [key: string | number]: unknown })[key], value);
}

/** A value with another one at a place; undefined takes the place away. */
function replaced(value: unknown, [first, ...rest]: Place, part: unknown): unknown {
  if (first === undefined) return part;
  const copy: unknown = Array.isArray(value) ? [...value] : { ...(value as object) };
  const fields = copy as { [key: string | number]: unknown };
  fields[first] = replaced(fields[first], rest, part);
  return copy;
}

const PLACES = OBJECTS.flatMap(({ value }, object) => placesIn(value).map((path) => ({ object, path })));

/** Values that are wrong in most places: of any type, of a likely type, and from another place. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', '*', 'a/b', '-', 0, -1, 1e308, true, false),
  fc.constantFrom<unknown>([], {}, [null], [[]], [{}], [''], { a: null }, ['a', 'a'], { '': '' }),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "toString": []}')),
  fc.constantFrom<unknown>(
    '\u001B[31m',
    'a\nb',
    'ä\u{1F600}',
    'x'.repeat(5000),
    '$&',
    '(((',
    '-----BEGIN CERTIFICATE-----',
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...PLACES).map(({ object, path }) => partAt(OBJECTS[object]?.value, path)),
);

const mutation = fc.record({ place: fc.constantFrom(...PLACES), value: odd });

/** The objects with some mutations; one whose place is no more is left out. */
function mutate(mutations: readonly { place: (typeof PLACES)[number]; value: unknown }[]): readonly ManifestObject[] {
  const values = OBJECTS.map(({ value }) => value as unknown);
  for (const { place, value } of mutations) {
    try {
      values[place.object] = replaced(values[place.object], place.path, value);
    } catch {
      // An earlier mutation took what this one is about.
    }
  }
  return values.flatMap((value, i) => {
    const text = JSON.stringify(value) ?? '';
    const { manifests, problem } = readManifests(OBJECTS[i]?.cluster ?? '', `${i}.json`, text);
    expect(problem).toBeUndefined();
    return manifests;
  });
}

function lintObjects(objects: readonly ManifestObject[]): LintResult {
  const platforms = new Map([
    ['west', 'rosa'],
    ['east', 'aro'],
  ] as const);
  return lint({ objects, problems: [], skipped: 0, files: objects.length }, { platforms });
}

/** What is wrong with diagnostics themselves. */
function flaws({ diagnostics }: LintResult, objects: readonly ManifestObject[]): readonly string[] {
  const files = new Map(objects.map(({ file }) => [file.path, file.text.length]));
  return diagnostics.flatMap(({ rule, file, line, column = 0, message, effect, fix }) => {
    const texts = [message, effect, fix];
    const isTold = texts.every((text) => text.trim() !== '' && !/\[object |\bundefined\b|\bNaN\b/.test(text));
    const isPlaced = line === 1 && column >= 1 && column <= (files.get(file) ?? 0) + 1;
    return isTold && isPlaced ? [] : [`${rule} ${file}:${line}:${column} ${texts.join(' | ')}`];
  });
}

test('the objects are clean before anything is changed', () => {
  expect(lintObjects(mutate([])).diagnostics).toEqual([]);
});

test(
  'wrong values anywhere give findings with words and places, and never an exception',
  () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const objects = mutate(mutations);
        const result = lintObjects(objects);
        expect(flaws(result, objects)).toEqual([]);
        expect(JSON.stringify(result.diagnostics.map(diagnosticProblem))).toBeDefined();
        expect(githubReport(result)).toBeDefined();
        expect(sarifReport(result, '1')).toBeDefined();
        expect(textReport(result, () => ['x', 'y'])).not.toContain('\u001B[31m');
      }),
      runs(80),
    );
  },
  PATIENCE,
);

test(
  'any place of any object can be missing, and can be of another type',
  () => {
    const values = [undefined, null, 'text', 7, [], {}, [[{}]]];
    for (let i = 0; i < PLACES.length; i += 20) {
      const place = PLACES[i];
      if (place === undefined) continue;
      const value = values[i % values.length];
      const objects = mutate([{ place, value }]);
      expect(flaws(lintObjects(objects), objects)).toEqual([]);
    }
  },
  PATIENCE,
);

test('objects that are all of one kind, or in a wrong namespace, give findings alone', () => {
  const kinds = [...new Set(OBJECTS.map(({ value }) => value.kind))];
  const edit = (path: Place, part: unknown) => OBJECTS.map((_, object) => ({ place: { object, path }, value: part }));
  const edits = [
    ...kinds.map((kind) => edit(['kind'], kind)),
    edit(['metadata', 'namespace'], 'x'),
    edit(['spec'], null),
  ];
  for (const mutations of edits) {
    const objects = mutate(mutations);
    expect(flaws(lintObjects(objects), objects)).toEqual([]);
  }
});

test('twice the same objects, and hundreds of unnamed ones, take bounded time', () => {
  const unnamed = Array.from(
    { length: 400 },
    (_, i) => readManifests('west', `u${i}`, 'apiVersion: v1\nkind: Service\n').manifests,
  );
  const planes = Array.from(
    { length: 200 },
    (_, i) => readManifests('east', `p${i}`, 'apiVersion: maistra.io/v2\nkind: ServiceMeshControlPlane\n').manifests,
  );
  const start = performance.now();
  expect(
    lintObjects([...mutate([]), ...mutate([]), ...unnamed.flat(), ...planes.flat()]).summary.errors,
  ).toBeGreaterThan(0);
  expect(performance.now() - start).toBeLessThan(10_000);
});
