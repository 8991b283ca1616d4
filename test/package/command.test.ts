import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { version } from '../../package.json';
import { readFiles } from '../helpers/synthesize';
import { ROOT } from './harness/install';
import { currentPlace } from './harness/place';
import { run, tryRun } from './harness/run';

const { directory, plain, newestNode } = currentPlace();

/** The package without any other package beside it. */
const alone = join(directory, 'alone');
const command = join(alone, 'bin', 'ossm-fed.js');

const nodes = [
  ['the Node.js of this run', process.execPath],
  ['the newest Node.js', newestNode],
] as const;

beforeAll(() => {
  cpSync(join(plain, 'node_modules', 'ossm-fed'), alone, { recursive: true });
  for (const name of ['federation.yaml', 'dist']) cpSync(join(ROOT, name), join(alone, name), { recursive: true });
});

test('npx runs the installed command', async () => {
  expect(await run(plain, 'npx', '--no-install', 'ossm-fed', '--help')).toMatch(/^Usage: ossm-fed \[options\]/);
});

describe.each(nodes)('on %s', (_title, node = '') => {
  const testHere = node === '' ? test.skip : test;

  testHere('the command prints its version', async () => {
    expect(await run(alone, node, command, '--version')).toBe(`${version}\n`);
  });

  testHere('the command writes the same manifests as in this project', async () => {
    await run(alone, node, command, 'synth', '-o', 'written');
    expect(readFiles(join(alone, 'written'))).toEqual(readFiles(join(ROOT, 'dist')));
  });

  testHere('the linter finds no error in them', async () => {
    expect(await run(alone, node, command, 'lint')).toContain(': 0 errors, ');
  });

  testHere('fetch loads the client of clusters', async () => {
    const { problem } = await tryRun(alone, node, command, 'fetch');
    expect(problem).toMatch(/error GET\d+: /);
  });
});

test.each(['start.cache', 'program.cache'])('the V8 code cache %s fits the Node.js that built the package', (name) => {
  const { optimizeLater } = require(join(alone, 'bin', 'code-cache.js')) as { readonly optimizeLater: () => void };
  // As the command does before it uses this cache; flags stay, so the other one is tried first.
  if (name === 'program.cache') optimizeLater();
  const [text, cachedData] = ['program.js', name].map((file) => readFileSync(join(alone, 'build', file)));
  const script = new Script(text?.toString('latin1') ?? '', {
    filename: 'program.js',
    ...(cachedData && { cachedData }),
  });
  expect(script.cachedDataRejected).toBe(false);
});
