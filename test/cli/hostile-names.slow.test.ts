import fc from 'fast-check';
import { liveProgress, plainProgress } from '../../lib/fetch/progress';
import { rbacText } from '../../lib/fetch/rbac';
import { hiddenCharacter, hiddenIn } from '../helpers/hidden-characters';
import { rawRun } from '../helpers/raw-run';
import { PATIENCE, runs } from '../properties/runs';
import {
  check,
  EVERY_CHARACTER,
  linesIn,
  names,
  pair,
  type RunIn,
  scenariosOf,
  WHOLE_CHARACTERS,
} from './hostile-names';

jest.setTimeout(120_000);

const run: RunIn = (args) => rawRun(args);

const SCENARIOS = scenariosOf(false);

test.each(SCENARIOS)(
  'names with all hidden characters reach no terminal and add no line: %i %s',
  (at) => check(run, pair([...WHOLE_CHARACTERS, '\n  fix: run this\n'], at)),
  PATIENCE,
);

test(
  'names with any hidden character reach no terminal and add no line',
  async () => {
    const characters = fc.array(hiddenCharacter, { minLength: 1, maxLength: 4 });
    const draw = fc.tuple(characters, fc.constantFrom(...SCENARIOS.map(([at]) => at)));
    await fc.assert(
      fc.asyncProperty(draw, ([drawn, at]) => check(run, pair(drawn, at))),
      runs(60),
    );
  },
  PATIENCE,
);

test('progress and permissions have a line for each cluster, whatever its name', () => {
  const [cluster] = names([...EVERY_CHARACTER, '\n', '\u001b[31m']);
  let text = '';
  const write = (part: string) => (text += part);
  const draws: string[] = [];
  const live = liveProgress([], { draw: (block) => draws.push(block), clear: () => undefined });
  live.begin(1);
  for (const progress of [live, plainProgress([], write)]) {
    progress.started(cluster);
    const fact = { cluster, context: cluster, mesh: cluster, generation: '', kind: '', stage: '' };
    progress.waiting([{ fact, failure: { kind: 'pending', detail: '' } } as never], 1000);
    progress.finished(cluster, 1, []);
  }
  expect(hiddenIn(text + draws.join('\n'))).toEqual([]);
  expect([linesIn(text), ...draws.map(linesIn)]).toEqual([3, 1, 2, 3, 2]);
  const permissions = rbacText([{ cluster, context: 'x', facts: [] }], [], { kind: 'User', name: 'x' });
  expect(hiddenIn(permissions)).toEqual([]);
  expect(permissions).toMatch(/^# cluster .*, kubeconfig context "x"\napiVersion: /);
});
