import { type Edit, edited } from '../../lib/lint/examples/edit';
import { RULES } from '../../lib/lint/rules/all';
import { runRules } from '../../lib/lint/run';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';

/** What all rules find in the base federation after edits; west is on AWS and east on Azure. */
function diagnose(edits: readonly Edit[]) {
  const objects = Object.entries(edited(edits)).flatMap(([cluster, text]) => {
    const { manifests, problem } = readManifests(cluster, `${cluster}.yaml`, text);
    expect(problem).toBeUndefined();
    return manifests;
  });
  const platforms = new Map([
    ['west', 'aws'],
    ['east', 'azure'],
  ] as const);
  return runRules(buildFleet(objects, platforms), RULES);
}

/** One line per diagnostic, for a failure that says what was found. */
function lines(edits: readonly Edit[]): readonly string[] {
  return diagnose(edits).map(({ rule, object, path, message }) => `${rule} ${object} ${path}: ${message}`);
}

test('the base federation of the examples is clean', () => {
  expect(lines([])).toEqual([]);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, { example, ...rule }) => {
  test('finds nothing without its fault', () => {
    expect(lines(example.given ?? [])).toEqual([]);
  });

  test('finds its fault, and no other rule does', () => {
    const found = diagnose([...(example.given ?? []), ...example.fault]);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.filter((diagnostic) => diagnostic.rule !== id).map(({ rule: other, message }) => `${other} ${message}`),
    ).toEqual([]);
  });

  test('explains itself in full sentences without stops where others are joined to them', () => {
    for (const text of [rule.title, rule.effect]) expect(text).toMatch(/^[^.]{10,}[^.]$/s);
    for (const text of [rule.cause, rule.fix]) expect(text).toMatch(/\.$/);
  });
});

test('the rules are numbered without gaps in the order of the list', () => {
  expect(RULES.map(({ id }) => id)).toEqual(RULES.map((_, i) => `FED${String(i + 1).padStart(3, '0')}`));
});
