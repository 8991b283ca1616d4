import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentPlace } from './harness/place';
import { run } from './harness/run';

const { directory, plain } = currentPlace();

/** The commands of the first minute, in their order, without an edit between them. */
const AFTER_INIT = [['synth'], ['lint'], ['graph']];

/** The schema that the first line of a topology names, as an editor resolves it. */
function schemaOf(place: string): string {
  const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(textOf(place)) ?? [];
  return join(place, path);
}

const textOf = (place: string) => readFileSync(join(place, 'federation.yaml'), 'utf8');

describe.each([
  ['names', []],
  ['the three clouds', ['--example', 'three-clouds']],
  ['names, for Argo CD', ['--repository', 'https://example.org/a.git', '--workflow', 'github']],
])('in an empty directory with the package, from %s', (title, options) => {
  const place = join(plain, title.replace(/\W+/g, '-'));
  const npx = (...args: readonly string[]) => run(place, 'npx', '--no-install', 'ossm-fed', ...args);

  test('init writes a topology whose schema is that of the package', async () => {
    mkdirSync(place);
    expect(await npx('init', ...options)).toContain('npx ossm-fed synth');
    expect(schemaOf(place)).toBe(join(plain, 'node_modules', 'ossm-fed', 'schemas', 'federation.schema.json'));
    expect(existsSync(schemaOf(place))).toBe(true);
  });

  test.each(AFTER_INIT)('%s succeeds', async (command) => {
    expect(await npx(command)).not.toBe('');
  });
});

test('elsewhere the schema of the package is written beside the topology', async () => {
  const place = join(directory, 'elsewhere');
  mkdirSync(place);
  await run(place, process.execPath, join(plain, 'node_modules', 'ossm-fed', 'bin', 'ossm-fed.js'), 'init');
  const packaged = join(plain, 'node_modules', 'ossm-fed', 'schemas', 'federation.schema.json');
  expect(readFileSync(schemaOf(place), 'utf8')).toBe(readFileSync(packaged, 'utf8'));
});
