import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { version } from '../../package.json';
import { BuiltCommand } from '../helpers/built-command';

const command = new BuiltCommand();
afterAll(() => command.remove());

// Each first run compiles the program.
jest.setTimeout(60_000);

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ossm-fed-code-cache-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Where the command keeps its cache in these tests. */
const directory = () => join(home, 'ossm-fed');

/** Another V8 than the one that built the package: with another flag it rejects the cache beside the program. */
const OTHER = '--stack-size=900';

async function run(
  args: readonly string[],
  { flag = OTHER, ...env }: { readonly flag?: string; readonly [name: string]: string } = {},
): Promise<string> {
  const { PATH } = process.env;
  const options = { cwd: home, env: { PATH, XDG_CACHE_HOME: home, ...env } };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [flag, ...command.argv.slice(1), ...args],
    options,
  );
  expect(stderr).toBe('');
  return stdout;
}

const printsVersion = async (env = {}) => expect(await run(['--version'], env)).toBe(`${version}\n`);

const files = () => readdirSync(directory()).sort();

test('the first run writes what V8 compiled, and the second one reads it', async () => {
  await printsVersion();
  const [name = '', ...others] = files();
  expect(name).toMatch(/^[0-9a-f]+-[0-9a-f]{16}-start$/);
  expect(others).toEqual([]);
  expect(lstatSync(directory()).mode & 0o777).toBe(0o700);
  const before = lstatSync(join(directory(), name));
  expect(before.mode & 0o777).toBe(0o600);
  await printsVersion();
  expect(lstatSync(join(directory(), name))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test('without flags the name of the file has the version of V8 and the processor', async () => {
  const copy = join(home, 'copy');
  cpSync(join(command.build, '..'), copy, { recursive: true });
  rmSync(join(copy, 'build', 'start.cache'));
  const args = [join(copy, 'bin', 'ossm-fed.js'), '--version'];
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: home };
  await promisify(execFile)(process.execPath, args, { env });
  expect(files()).toEqual([expect.stringMatching(/-[0-9a-f]{16}-start$/)]);
  expect(files()[0]).toContain(`${process.versions.v8}-${process.arch}-`);
});

test('each command has a cache of its own, what is no command has none', async () => {
  await run(['explain', 'FED001']);
  await run(['completion', 'bash']);
  for (const word of ['nonsense', '../nonsense', 'constructor'])
    await expect(run([word])).rejects.toThrow('unknown command');
  expect(files().map((name) => name.replace(/^.*-/, ''))).toEqual(expect.arrayContaining(['completion', 'explain']));
  expect(files()).toHaveLength(2);
});

test('what a command loads on demand has a cache of its own, which later runs read, also of other commands', async () => {
  writeFileSync(join(home, 'federation.yaml'), 'clusters: { a: {} }\nmeshes: { a: {} }\n');
  const draw = ['graph', '--format', 'html'];
  const first = await run(draw);
  expect(files().map((name) => name.replace(/^.*-/, ''))).toEqual(expect.arrayContaining(['graph', 'layout', 'page']));
  expect(files()).toHaveLength(3);
  const times = () => files().map((name) => lstatSync(join(directory(), name)).mtimeMs);
  const before = times();
  expect(await run(draw)).toBe(first);
  expect(times()).toEqual(before);
});

test('the Node.js that built the package keeps what is loaded on demand too, as the package has no cache of it', async () => {
  writeFileSync(join(home, 'federation.yaml'), 'clusters: { a: {} }\nmeshes: { a: {} }\n');
  await run(['graph', '--format', 'html'], { flag: '--no-warnings' });
  expect(files().map((name) => name.replace(/^.*-/, ''))).toEqual(expect.arrayContaining(['layout', 'page']));
});

test('the help of a command is not what the command compiles', async () => {
  await run(['synth', '--help']);
  expect(files()).toEqual([expect.stringMatching(/-start$/)]);
});

test('the Node.js that built the package writes none, as its cache is beside the program', async () => {
  await printsVersion({ flag: '--no-warnings' });
  expect(readdirSync(home)).toEqual([]);
});

test.each([
  ['NODE_DISABLE_COMPILE_CACHE', { NODE_DISABLE_COMPILE_CACHE: '1' }],
  ['a relative XDG_CACHE_HOME', { XDG_CACHE_HOME: 'cache' }],
  ['no directory for a cache', { XDG_CACHE_HOME: '' }],
])('with %s nothing is written', async (_title, env) => {
  await printsVersion(env);
  expect(readdirSync(home)).toEqual([]);
});

test('a cache directory that cannot be made is no problem', async () => {
  writeFileSync(join(home, 'file'), '');
  await printsVersion({ XDG_CACHE_HOME: join(home, 'file') });
  await printsVersion({ XDG_CACHE_HOME: '/proc/none' });
});

test('a directory or a file that others may write is not used', async () => {
  await printsVersion();
  const [name = ''] = files();
  const file = join(directory(), name);
  writeFileSync(file, 'foreign');
  chmodSync(directory(), 0o777);
  await printsVersion();
  expect(readFileSync(file, 'utf8')).toBe('foreign');
  chmodSync(directory(), 0o700);
  chmodSync(file, 0o666);
  await printsVersion();
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'latin1')).not.toBe('foreign');
});

test.each(['', 'broken', 'x'.repeat(100_000)])('a broken file is replaced (%#)', async (text) => {
  await printsVersion();
  const [name = ''] = files();
  const file = join(directory(), name);
  const { size } = lstatSync(file);
  writeFileSync(file, text);
  await printsVersion();
  expect(lstatSync(file).size).toBeGreaterThan(size / 2);
});

test('a part of a cache is replaced', async () => {
  await printsVersion();
  const [name = ''] = files();
  const file = join(directory(), name);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length / 2));
  await printsVersion();
  expect(lstatSync(file).size).toBeGreaterThan(whole.length * 0.8);
});

test('runs at the same time leave one file', async () => {
  await Promise.all(Array.from({ length: 6 }, () => printsVersion()));
  expect(files()).toHaveLength(1);
});

test('the oldest files are removed', async () => {
  mkdirSync(directory(), { mode: 0o700 });
  for (let i = 0; i < 60; i += 1) {
    const file = join(directory(), `old-${i}`);
    writeFileSync(file, '');
    utimesSync(file, i, i);
  }
  await printsVersion();
  expect(files()).toHaveLength(40);
  expect(files()).toEqual(expect.arrayContaining(['old-21', 'old-59']));
  expect(files()).not.toContain('old-20');
});
