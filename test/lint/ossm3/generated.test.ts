import { lint } from '../../../lib/library/lint';
import { edited } from '../../../lib/lint/examples/edit';
import { OSSM3_RULES } from '../../../lib/lint/ossm3/all';
import { parseObjects } from '../../helpers/synthesize';
import { type GeneratedName, generated } from './generated/federations';
import { MUTATIONS, type Mutation } from './generated/mutations';

const NOW = new Date('2026-11-25T12:00:00Z');

/** The warnings and errors of the linter for a generated federation after edits. */
function findings({ of = 'three-clouds-ossm3', edits }: Omit<Mutation, 'rule'>): readonly string[] {
  const texts = Object.entries(edited(edits, generated(of)));
  const { diagnostics } = lint(
    Object.fromEntries(texts.map(([cluster, text]) => [cluster, { 'all.yaml': text ?? '' }])),
    { now: NOW },
  );
  return diagnostics.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule} ${message}`);
}

const names: readonly GeneratedName[] = ['three-clouds-ossm3', 'failover', 'one-cluster'];

test.each(names)('the linter finds nothing in the output of %s, in which all is filled in', (name) => {
  expect(findings({ of: name, edits: [] })).toEqual([]);
  const count = (texts: readonly string[]) => texts.flatMap(parseObjects).length;
  expect(count(Object.values(edited([], generated(name))))).toBe(count(Object.values(generated(name))));
});

test.each(MUTATIONS)('$rule alone finds its mistake in a generated federation', ({ rule, ...mutation }) => {
  const found = findings(mutation);
  expect(found.filter((finding) => !finding.startsWith(rule))).toEqual([]);
  expect(found).not.toEqual([]);
});

test('each rule has a mistake', () => {
  expect(MUTATIONS.map(({ rule }) => rule)).toEqual(OSSM3_RULES.map(({ id }) => id));
});
