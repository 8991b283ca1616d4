import fc from 'fast-check';
import { BuiltCommand } from '../helpers/built-command';
import { FakeApi, loadBalancer, rootConfigMap } from '../helpers/fake-api';
import { hiddenCharacter, hiddenIn } from '../helpers/hidden-characters';
import { kubeconfig } from '../helpers/kubeconfig';
import { makeCertificate } from '../helpers/make-certificate';
import { PATIENCE } from '../properties/runs';
import {
  check,
  EVERY_CHARACTER,
  names,
  pair,
  type RunIn,
  scenariosOf,
  WHOLE_CHARACTERS,
  written,
} from './hostile-names';
import { GOOD } from './hostile-scenarios';

jest.setTimeout(120_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
}, 120_000);
afterAll(() => command.remove());

const run: RunIn = (args, directory) => command.start(args, directory).ended;

test.each(scenariosOf(true))(
  'names with all hidden characters reach no terminal and add no line: %i %s',
  (at) => check(run, pair([...WHOLE_CHARACTERS, '\n  fix: run this\n'], at)),
  PATIENCE,
);

test.each(scenariosOf(true))(
  'names with any hidden character reach no terminal and add no line: %i %s',
  async (at) => {
    const characters = fc.array(hiddenCharacter, { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(characters, (drawn) => check(run, pair(drawn, at)));
    await fc.assert(property, { numRuns: 3 });
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
      expect(hiddenIn((await written(run, { args: [...args, format], files })).all)).toEqual([]);
    await api.stop();
  });

  test('has none in the names of contexts that there are', async () => {
    const files = { ...GOOD, config: kubeconfig({ [name]: { server: name }, [`west${name}`]: { server: name } }) };
    const args = ['fetch', '-f', 'DIR/federation.yaml', '--kubeconfig', 'DIR/config'];
    expect(hiddenIn((await written(run, { args, files })).all)).toEqual([]);
  });
});
