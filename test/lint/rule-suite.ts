import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, DiagnosticPlace } from '../../lib/lint/diagnostic';
import { type Edit, type ExampleBase, edited } from '../../lib/lint/examples/edit';
import { headlineOf, type Rule } from '../../lib/lint/rule';
import { RULES } from '../../lib/lint/rules/all';
import { runRules } from '../../lib/lint/run';
import type { ManifestObject } from '../../lib/manifests/object';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import { compareGoldenText } from '../helpers/golden';
import type { RuleCase, RuleCases } from './cases/case';

const NOW = new Date('2026-11-25T12:00:00Z');
const PLATFORMS: NonNullable<RuleCase['platforms']> = new Map([
  ['west', 'rosa'],
  ['east', 'aro'],
] as const);

/**
 * Set by `npm run mutation`: each rule is tried alone, so that a change of one rule needs only the tests of that rule. What
 * other rules report is then not compared.
 */
const OWN_RULE_ONLY = process.env.OWN_RULE_ONLY === '1';

/** What rules report on the base federation after edits. */
function diagnose(one: Omit<RuleCase, 'what'>, rules: readonly Rule[], base?: ExampleBase): readonly Diagnostic[] {
  const { edits, clusterNames = {}, platforms = PLATFORMS, now = NOW } = one;
  const names: { readonly [cluster: string]: string | undefined } = clusterNames;
  const texts = Object.entries(edited(edits, base)).map(
    ([cluster, text]) => [names[cluster] ?? cluster, text] as const,
  );
  const objects = texts.flatMap(([cluster, text]) => objectsOf(cluster, text));
  return runRules(buildFleet(objects, platforms, { now }), rules);
}

/** The objects of each text, as most edits leave all clusters but one as they are. */
const read = new Map<string, readonly ManifestObject[]>();

function objectsOf(cluster: string, text: string): readonly ManifestObject[] {
  const key = `${cluster}\n${text}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const { manifests, problem } = readManifests(cluster, `${cluster}.yaml`, text);
  expect(problem).toBeUndefined();
  read.set(key, manifests);
  return manifests;
}

/** One line per diagnostic, for a failure that says what was found. */
function lines(edits: readonly Edit[], rules: readonly Rule[], base?: ExampleBase): readonly string[] {
  return diagnose({ edits }, rules, base).map(
    ({ rule, object, path, message }) => `${rule} ${object} ${path}: ${message}`,
  );
}

function loadCases(folder: string): ReadonlyMap<string, RuleCases> {
  const files = readdirSync(folder).filter((file) => file.startsWith('fed'));
  return new Map(
    files.map((file) => {
      const { cases } = require(join(folder, file)) as { cases: RuleCases };
      return [cases.rule, cases] as const;
    }),
  );
}

/** Every case of a rule with the finding that it must report; a near miss reports none. */
function casesOf(rule: Rule, cases: RuleCases | undefined): readonly (RuleCase & { finding?: string })[] {
  const { given = [], fault } = rule.example;
  const [headline = ''] = Object.keys(rule.findings ?? {});
  const example = { what: 'the example of the rule', edits: [...given, ...fault], finding: headline };
  const rest = Object.entries(cases?.findings ?? {}).flatMap(([finding, own]) =>
    own.map((one) => ({ ...one, finding })),
  );
  return [example, ...rest, ...(cases?.nearMisses ?? [])];
}

function printPlace({ cluster, line, column, object, path }: DiagnosticPlace): string {
  return `${cluster}:${line}:${column} ${object}${path === '' ? '' : `, ${path}`}`;
}

/** What a rule reports in full, and which other rules report anything. */
function printAll(id: string, found: readonly Diagnostic[]): string {
  const others = [...new Set(found.filter(({ rule }) => rule !== id).map(({ rule }) => rule))].sort();
  const own = found.filter(({ rule }) => rule === id).map(print);
  return (own.join('') || 'nothing\n') + (others.length > 0 ? `also: ${others.join(', ')}\n` : '');
}

function print({ rule, finding, severity, message, effect, fix, related, ...place }: Diagnostic): string {
  const others = related.map((one) => `  see: ${printPlace(one)}: ${one.text}\n`).join('');
  return `${severity} ${rule} ${finding}: ${message}\n  at: ${printPlace(place)}\n  effect: ${effect}\n  fix: ${fix}\n${others}`;
}

/** The rules of a generation, with what they are tried on. */
export interface RuleSuite {
  /** The rules that have cases. */
  readonly rules: readonly Rule[];
  /** The base federation of their examples. */
  readonly base?: ExampleBase;
  /** The directory with a file of cases for each rule. */
  readonly cases: string;
  /** The directory with what each rule is expected to report in full. */
  readonly golden: string;
}

/** Tests each rule of a suite with its cases, beside all other rules. */
export function testRules({ rules: tested, base, cases: casesFolder, golden }: RuleSuite): void {
  const ALL_CASES = loadCases(casesFolder);
  test('the base federation of the examples is clean', () => {
    expect(lines([], OWN_RULE_ONLY ? [] : RULES, base)).toEqual([]);
  });

  describe.each(tested.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const cases = casesOf(rule, ALL_CASES.get(id));
    const rules = OWN_RULE_ONLY ? [rule] : RULES;
    let done: readonly (RuleCase & { finding?: string; found: readonly Diagnostic[] })[] | undefined;
    const results = () => {
      done ??= cases.map((one) => ({ ...one, found: diagnose(one, rules, base) }));
      return done;
    };

    test('reports its cases in full as expected', () => {
      const text = results()
        .map(({ what, finding, found }) => `# ${finding ?? 'near miss'}: ${what}\n${printAll(id, found)}`)
        .join('\n');
      const isCompared = (line: string) => !OWN_RULE_ONLY || !line.startsWith('also: ');
      expect(compareGoldenText(join(golden, `${id}.txt`), text, isCompared)).toBe('');
    });

    test('finds nothing without the fault of its example', () => {
      expect(lines(rule.example.given ?? [], rules, base)).toEqual([]);
    });

    test('alone finds the fault of its example, as severe as its headline', () => {
      const { found = [] } = results()[0] ?? {};
      expect(found.filter((one) => one.rule !== id).map((one) => `${one.rule} ${one.message}`)).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
      expect(found[0]?.severity).toBe(headlineOf(rule).severity);
    });

    test('reports in each case the finding that the case is for', () => {
      const missing = results()
        .filter(
          ({ finding, found }) =>
            finding !== undefined && !found.some((one) => one.rule === id && one.finding === finding),
        )
        .map(({ what, finding }) => `${finding} in the case "${what}"`);
      expect(missing).toEqual([]);
    });

    test('reports nothing in its near misses', () => {
      const wrong = results()
        .filter(({ finding, found }) => finding === undefined && found.some((one) => one.rule === id))
        .map(({ what }) => what);
      expect(wrong).toEqual([]);
    });

    test('has a case for each finding, and near misses', () => {
      const covered = new Set(cases.map(({ finding }) => finding));
      expect(Object.keys(rule.findings ?? {}).filter((name) => !covered.has(name))).toEqual([]);
      expect((ALL_CASES.get(id)?.nearMisses ?? []).length).toBeGreaterThan(0);
    });

    test('says which generations it is about, and names public sources', () => {
      expect(rule.generations.length).toBeGreaterThan(0);
      expect(rule.generations.filter((name) => !['ossm2', 'ossm3'].includes(name))).toEqual([]);
      expect(rule.sources.length).toBeGreaterThan(0);
      expect(rule.sources.filter((source) => /fact sheet|^.{0,9}$/.test(source))).toEqual([]);
    });

    test('explains itself in full sentences without stops where others are joined to them', () => {
      const { effect } = headlineOf(rule);
      for (const text of [rule.title, effect]) expect(text).toMatch(/^[^.]{10,}[^.]$/s);
      for (const text of [rule.cause, rule.fix]) expect(text).toMatch(/\.$/);
    });

    test('fills every slot of its findings', () => {
      const texts = results().flatMap(({ found }) =>
        found
          .filter((one) => one.rule === id)
          .flatMap((one) => [one.message, one.effect, one.fix, ...one.related.map(({ text }) => text)]),
      );
      expect(texts.filter((text) => /\{[a-zA-Z]+\}|undefined/.test(text))).toEqual([]);
    });
  });

  test('each file of cases is of a rule', () => {
    expect([...ALL_CASES.keys()].filter((id) => !tested.some((rule) => rule.id === id))).toEqual([]);
  });
}
