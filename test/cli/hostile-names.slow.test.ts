import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { liveProgress, plainProgress } from '../../lib/fetch/progress';
import { rbacText } from '../../lib/fetch/rbac';
import { BuiltCommand } from '../helpers/built-command';
import { FakeApi, loadBalancer, rootConfigMap } from '../helpers/fake-api';
import { HIDDEN_SAMPLES, hiddenCharacter, hiddenIn } from '../helpers/hidden-characters';
import { kubeconfig } from '../helpers/kubeconfig';
import { makeCertificate } from '../helpers/make-certificate';
import { rawRun } from '../helpers/raw-run';
import { inDirectoryFor } from '../helpers/temporary';
import { PATIENCE, runs } from '../properties/runs';
import { GOOD, type Scenario, scenarios } from './hostile-scenarios';

jest.setTimeout(120_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
}, 120_000);
afterAll(() => command.remove());

/** What a scenario writes, the directory left out. */
async function written({ args, files = {} }: Scenario): Promise<{ readonly stdout: string; readonly all: string }> {
  const found: { stdout: string; all: string }[] = [];
  await inDirectoryFor({}, async (directory) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const words = args.map((arg) => arg.replace('DIR', directory));
    const { stdout, stderr } = await (args.includes('--kubeconfig')
      ? command.start(words, directory).ended
      : rawRun(words));
    found.push({ stdout, all: `${stdout}\n${stderr}`.replaceAll(directory, 'DIR') });
  });
  return found[0] ?? { stdout: '', all: '' };
}

const linesIn = (text: string) => text.split('\n').length;

/** Compares what a scenario writes with what it writes with "!" in place of each hidden character. */
async function check(hostile: Scenario, harmless: Scenario): Promise<void> {
  const { args } = hostile;
  const { stdout, all } = await written(hostile);
  expect({ args, hidden: hiddenIn(all) }).toEqual({ args, hidden: [] });
  if (stdout !== '' && ['json', 'sarif'].includes(args.at(-1) ?? '')) JSON.parse(stdout);
  // A topology with half of a surrogate pair is not checked further.
  if (hostile.isRaw || all.includes('half of a surrogate pair')) return;
  const other = await written(harmless);
  if (linesIn(all) !== linesIn(other.all)) expect({ args, all }).toEqual({ args, all: other.all });
}

/** The name with some characters in it, and with "!" in place of each. */
function names(characters: readonly string[]): readonly [string, string] {
  return [`q${characters.join('x')}q`, `q${characters.map((one) => '!'.repeat([...one].length)).join('x')}q`];
}

/** A scenario with some characters in its name, without those that no path can have, and with "!" in their place. */
function pair(characters: readonly string[], at: number): readonly [Scenario, Scenario] {
  const isPath = ALL[at]?.isPath ?? false;
  const [hostile, harmless] = names(isPath ? characters.filter((one) => !/[\0\p{Cs}]/u.test(one)) : characters);
  return [scenarios(hostile)[at] as Scenario, scenarios(harmless)[at] as Scenario];
}

const ALL = scenarios('q');
const EVERY_CHARACTER = HIDDEN_SAMPLES.map(([, character]) => character);
const WHOLE_CHARACTERS = EVERY_CHARACTER.filter((character) => !/\p{Cs}/u.test(character));

test.each(ALL.map(({ args }, i) => [i, args.join(' ')] as const))(
  'names with all hidden characters reach no terminal and add no line: %i %s',
  (at) => check(...pair([...WHOLE_CHARACTERS, '\n  fix: run this\n'], at)),
  PATIENCE,
);

test(
  'names with any hidden character reach no terminal and add no line',
  async () => {
    const draw = fc.tuple(fc.array(hiddenCharacter, { minLength: 1, maxLength: 4 }), fc.nat({ max: ALL.length - 1 }));
    await fc.assert(
      fc.asyncProperty(draw, ([characters, at]) => check(...pair(characters, at))),
      runs(60),
    );
  },
  PATIENCE,
);

describe('what clusters and kubeconfigs say', () => {
  const [name] = names(EVERY_CHARACTER);
  const answers = [
    { '*': loadBalancer({ hostname: name }, { ip: name }) },
    { '*': rootConfigMap(name) },
    { '*': rootConfigMap(makeCertificate({ organization: `${name}.local`.replaceAll('\0', ''), ca: false })) },
    { '*': { kind: name, apiVersion: name, status: name, metadata: { name } } },
    { '*': { status: 403, body: { kind: 'Status', message: name, reason: name } } },
    { '*': { status: 500, body: name } },
  ];

  test.each(answers)('has no hidden character in a report: %#', async (answer) => {
    const api = await FakeApi.start(answer);
    const contexts = kubeconfig({ west: { server: api.url }, east: { server: api.url }, [name]: { server: name } });
    const files = { ...GOOD, config: contexts };
    const args = ['fetch', '-f', 'DIR/federation.yaml', '--kubeconfig', 'DIR/config', '--format'];
    for (const format of ['text', 'json'])
      expect(hiddenIn((await written({ args: [...args, format], files })).all)).toEqual([]);
    await api.stop();
  });

  test('has none in the names of contexts that there are', async () => {
    const files = { ...GOOD, config: kubeconfig({ [name]: { server: name }, [`west${name}`]: { server: name } }) };
    const args = ['fetch', '-f', 'DIR/federation.yaml', '--kubeconfig', 'DIR/config'];
    expect(hiddenIn((await written({ args, files })).all)).toEqual([]);
  });
});

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
