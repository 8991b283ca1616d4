import { labelConditions, labelSelectorProblem, matchesLabels } from '../../lib/matching/label-selector';

const expression = (operator: string, values?: readonly string[], key = 'app') => ({
  matchExpressions: [values === undefined ? { key, operator } : { key, operator, values }],
});

test.each([
  ['a missing selector matches', undefined, {}, true],
  ['an empty selector matches', {}, { app: 'a' }, true],
  ['matchLabels needs the value', { matchLabels: { app: 'a' } }, { app: 'b' }, false],
  ['matchLabels needs all labels', { matchLabels: { app: 'a', tier: 'x' } }, { app: 'a' }, false],
  ['matchLabels accepts further labels', { matchLabels: { app: 'a' } }, { app: 'a', tier: 'x' }, true],
  ['In finds the value', expression('In', ['a', 'b']), { app: 'b' }, true],
  ['In needs the label', expression('In', ['a']), {}, false],
  ['NotIn refuses the value', expression('NotIn', ['a']), { app: 'a' }, false],
  ['NotIn accepts a missing label', expression('NotIn', ['a']), {}, true],
  ['Exists accepts an empty value', expression('Exists'), { app: '' }, true],
  ['Exists needs the label', expression('Exists', []), {}, false],
  ['DoesNotExist refuses the label', expression('DoesNotExist'), { app: 'a' }, false],
  ['DoesNotExist accepts its absence', expression('DoesNotExist'), {}, true],
  ['both parts must hold', { matchLabels: { app: 'a' }, ...expression('Exists', [], 'tier') }, { app: 'a' }, false],
  ['an invalid selector matches nothing', expression('Equals', ['a']), { app: 'a' }, false],
  ['a name of Object.prototype is no label', expression('Exists', [], 'toString'), {}, false],
])('%s', (_, selector, labels, expected) => {
  expect(matchesLabels(selector, labels)).toBe(expected);
});

test.each([
  ['in', ['a'], 'app', 'unknown-operator'],
  ['', ['a'], 'app', 'unknown-operator'],
  ['toString', ['a'], 'app', 'unknown-operator'],
  ['In', [], 'app', 'values-missing'],
  ['NotIn', undefined, 'app', 'values-missing'],
  ['Exists', ['a'], 'app', 'values-not-allowed'],
  ['DoesNotExist', ['a'], 'app', 'values-not-allowed'],
  ['In', ['not a label'], 'app', 'invalid-value'],
  ['In', ['a'.repeat(64)], 'app', 'invalid-value'],
  ['In', ['a'.repeat(63), ''], 'app', undefined],
  ['Exists', undefined, '', 'invalid-key'],
  ['Exists', undefined, 'a/b/c', 'invalid-key'],
  ['Exists', undefined, 'App.example/name', 'invalid-key'],
  ['Exists', undefined, `${'a'.repeat(254)}/name`, 'invalid-key'],
  ['Exists', undefined, 'app.kubernetes.io/name', undefined],
])('operator %p with values %p on key %p: %p', (operator, values, key, expected) => {
  expect(labelSelectorProblem(expression(operator, values, key))).toBe(expected);
});

test('matchLabels is checked too', () => {
  expect(labelSelectorProblem({ matchLabels: { app: 'rat*' } })).toBe('invalid-value');
  expect(labelSelectorProblem(undefined)).toBeUndefined();
});

test.each([
  ['empty covers all', undefined, { matchLabels: { app: 'a' } }, true],
  ['nothing but empty covers empty', { matchLabels: { app: 'a' } }, undefined, false],
  ['identical', { matchLabels: { app: 'a' } }, { matchLabels: { app: 'a' } }, true],
  ['equal in meaning', { matchLabels: { app: 'a' } }, expression('In', ['a']), true],
  ['order of values', expression('In', ['a', 'b']), expression('In', ['b', 'a', 'b']), true],
  ['fewer conditions', { matchLabels: { app: 'a' } }, { matchLabels: { app: 'a', tier: 'x' } }, true],
  ['other value', { matchLabels: { app: 'a' } }, { matchLabels: { app: 'b' } }, false],
])('the conditions of a selector are among those of another: %s', (_, wider, narrower, expected) => {
  const conditions = labelConditions(narrower);
  expect(labelConditions(wider).every((each) => conditions.includes(each))).toBe(expected);
});
