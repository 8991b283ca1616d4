import { join } from 'node:path';
import { RULES } from '../../lib/lint/rules/all';
import { testRules } from './rule-suite';

testRules({
  rules: RULES.filter(({ generations }) => generations.includes('ossm2')),
  cases: join(__dirname, 'cases'),
  golden: join(__dirname, 'golden'),
});

test('the rules are sorted by their numbers, each once', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.filter((id) => !/^FED\d{3}$/.test(id))).toEqual([]);
});
