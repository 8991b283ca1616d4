import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXAMPLES, ROOT } from '../helpers/examples';
import { expectSame, removeBoth } from './harness/both';

afterAll(removeBoth);

const FILES = EXAMPLES.flatMap(({ name, file }) => (file === undefined ? [] : [[name, file] as const]));

/** What is run for each example, one after the other; what they print is compared as a whole, and then what they wrote. */
const COMMANDS = [
  'synth -o new',
  'synth -o new --check --format json',
  'synth -o dist',
  'inject -o new',
  'lint new',
  'lint new --format sarif',
  'plan --from-dir new --format markdown',
  'fetch --print-rbac',
  'graph',
  'graph --view clusters --format dot',
  'graph --view traffic --format svg',
  'graph --format html -o page.html',
];

test.each(FILES)('%s', async (name, file) => {
  const run = COMMANDS.map((command) => `ossm-fed ${command}; echo "code $?"\n`).join('');
  const isRoot = name === 'three-clouds';
  const prepare = (directory: string) => {
    for (const path of isRoot ? ['federation.yaml', 'dist'] : ['.']) {
      cpSync(join(isRoot ? ROOT : dirname(file), path), join(directory, path), { recursive: true });
    }
  };
  const { stdout, files } = await expectSame({ run, prepare });
  expect(stdout.match(/^code 0$/gm)?.length).toBeGreaterThanOrEqual(COMMANDS.length - 1);
  expect(files).toHaveProperty(['page.html']);
});
