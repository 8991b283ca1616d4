import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFiles } from '../helpers/synthesize';
import { ROOT } from './harness/install';
import { currentPlace } from './harness/place';

const GOLDEN = join(__dirname, 'packed-files.txt');
const files = readFiles(join(currentPlace().plain, 'node_modules', 'ossm-fed'));

test('the package contains exactly the files of packed-files.txt', () => {
  const text = [...files.keys()].map((path) => `${path}\n`).join('');
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(GOLDEN, text);
  expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
});

test('no file contains a path of the machine that built it', () => {
  const paths = [ROOT, join(tmpdir(), 'ossm-fed-')];
  const found = [...files].flatMap(([name, text]) => (paths.some((path) => text.includes(path)) ? [name] : []));
  expect(found).toEqual([]);
});

test('the package depends only on its peers', () => {
  const { dependencies, optionalDependencies, ...rest } = JSON.parse(files.get('package.json') ?? '');
  expect({ dependencies, optionalDependencies }).toEqual({});
  expect(Object.keys(rest.peerDependencies)).toEqual(['cdk8s', 'constructs']);
  expect(rest.peerDependenciesMeta).toEqual({ cdk8s: { optional: true }, constructs: { optional: true } });
});

test('the command is installed without any other package', () => {
  const { packages } = JSON.parse(readFileSync(join(currentPlace().plain, 'package-lock.json'), 'utf8'));
  const installed = Object.keys(packages);
  expect(installed).toEqual(['', 'node_modules/ossm-fed']);
});

test('the types export only what the library exports, and import only peers', () => {
  const types = files.get('build/index.d.ts') ?? '';
  expect(types.match(/^export .*/gm)?.map((line) => line.replace(/\{.*/, ''))).toEqual(['export ', 'export type ']);
  for (const [, name] of types.matchAll(/^import .* from '(.*)';$/gm)) {
    expect(['cdk8s', 'constructs']).toContain(name);
  }
});

test('the notices name the bundled packages with their licenses', () => {
  const notices = files.get('build/third-party-licenses.txt') ?? '';
  for (const name of ['@kubernetes/client-node', 'ajv', 'cdk8s', 'commander', 'js-yaml', 'yaml']) {
    expect(notices).toMatch(new RegExp(`^--- ${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)\\n\\n.*(license|copyright)`, 'im'));
  }
});
