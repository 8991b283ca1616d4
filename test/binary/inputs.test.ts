import { scenarios } from '../cli/hostile-scenarios';
import { expectSame, lines, removeBoth } from './harness/both';

afterAll(removeBoth);

/** A script of command lines. */
const linesOf = (...commands: readonly string[]) => lines(...commands.map((command) => `ossm-fed ${command}`));

const COMMANDS = 'init synth fetch inject lint trace plan up down status gather graph explain completion'.split(' ');

test('the help of each command', async () => {
  const run = linesOf('', '--help', 'help', ...COMMANDS.map((name) => `help ${name}`));
  const { stdout } = await expectSame({ run });
  expect(stdout.match(/^Usage: /gm)?.length).toBeGreaterThan(COMMANDS.length);
});

test('what is printed without any input', async () => {
  const codes = ['503', 'status-empty', 'FED013', 'fed001', 'TOP130', 'TOP170', 'XYZ1', 'no such symptom'];
  await expectSame({
    run: linesOf(
      '--version',
      'lint --list-rules',
      ...['bash', 'zsh', 'fish', 'ksh'].map((shell) => `completion ${shell}`),
      ...codes.map((code) => `explain "${code}"`),
      'explain',
    ),
  });
});

test('invalid usage', async () => {
  const wrong = [
    'snyth',
    'synth --frmat',
    'synth --format xml',
    'lint --platform a=b',
    'fetch --timeout 1y',
    'trace a',
  ];
  await expectSame({
    run: linesOf(...wrong, 'synth a', 'graph --format gif', 'up --subject x', 'init a b', '-x', '""'),
  });
});

/** Names that file systems, YAML and terminals treat in special ways. */
const NAMES = ['\u202e\u001b[31m', '\ud800', '\u{1f600}é', 'x'.repeat(300), '__proto__'];

describe.each(NAMES.map((name) => [JSON.stringify(name).slice(0, 30), name]))('the name %s', (_, name) => {
  test('in each kind of place', async () => {
    // Paths and arguments cannot have each of these characters, and one run for each place is enough.
    const places = scenarios(name).filter(({ args, isPath }) => !isPath && !args.some((arg) => arg.includes(name)));
    const chosen = places.filter((_place, i) => i % 3 === 0);
    const files: Record<string, string> = {};
    const commands = chosen.map(({ args, files: own = {} }, i) => {
      for (const [path, text] of Object.entries(own)) files[`${i}/${path}`] = text;
      return args.map((arg) => `'${arg.replace('DIR', `${i}`)}'`).join(' ');
    });
    expect(commands.length).toBeGreaterThan(10);
    await expectSame({ files, run: linesOf(...commands) });
  });
});
