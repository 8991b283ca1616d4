import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltCommand, IS_BINARY, preloading } from '../helpers/built-command';
import { inDirectory, inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
});
afterAll(() => command.remove());

const FILES = { 'federation.yaml': 'clusters: { a: {} }\nmeshes: { a: {} }\n', 'bad.yaml': 'clusters: 1\n' };

describe('a reader that closes the pipe, such as head', () => {
  test.each([
    ['results', 'stdout', ['lint', '--list-rules'], 0],
    ['a report', 'stdout', ['synth'], 0],
    ['problems', 'stderr', ['synth', '-f', 'bad.yaml'], 1],
    ['help', 'stdout', ['--help'], 0],
    ['wrong usage', 'stderr', ['snyth'], 2],
  ] as const)('of %s changes neither the exit code nor the other stream', async (_, stream, args, expected) => {
    await inDirectoryFor(FILES, async (directory) => {
      const { child, ended } = command.start(args, directory);
      child[stream]?.destroy();
      const { code, stdout, stderr } = await ended;
      expect([code, stdout, stderr]).toEqual([expected, '', '']);
      expect(existsSync(join(directory, 'dist/a'))).toBe(args[0] === 'synth' && expected === 0);
    });
  });
});

// Writing to this device fails as on a full disk.
(existsSync('/dev/full') ? test : test.skip)(
  'a full disk is an error without a stack trace (skipped without /dev/full)',
  () => {
    const full = openSync('/dev/full', 'w');
    const [program, ...first] = command.argv;
    const { status, stderr } = inDirectory(FILES, (cwd) =>
      spawnSync(program, [...first, 'lint', '--list-rules'], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      }),
    );
    closeSync(full);
    expect([status, stderr]).toEqual([1, 'error: cannot write to standard output (ENOSPC)\n']);
  },
);

/** Throws as soon as somebody handles exceptions; code that is loaded first runs long before that with some runtimes. */
const BUG = `
process.once('newListener', function later(event) {
  if (event === 'uncaughtException') process.nextTick(() => { throw new Error('S3CRET\\u001b[31m'); });
  else process.once('newListener', later);
});
`;

test('an exception is one line without its message, and its trace is printed on request', async () => {
  const files = { ...FILES, 'bug.cjs': BUG };
  await inDirectoryFor(files, async (directory) => {
    const env = preloading(join(directory, 'bug.cjs'));
    const { code, stderr } = await command.start(['lint', '--list-rules'], directory, env).ended;
    expect(code).toBe(70);
    expect(stderr).toMatch(/^error: internal error of ossm-fed, please report it as an issue; .*\n$/);
    expect(stderr).not.toContain('S3CRET');
    const traced = await command.start(['lint'], directory, { ...env, OSSM_FED_TRACE: '1' }).ended;
    expect(traced.code).toBe(70);
    expect(traced.stderr).toContain('Error: S3CRET\\u001b[31m\n    at ');
  });
});

const PACKED = [
  'program.js',
  'program.cache',
  'start.cache',
  'explanations.json',
  'clusters.js',
  'layout.js',
  'index.js',
  'index.mjs',
  'third-party-licenses.txt',
];

test('what is shipped has no path of the machine that built it', () => {
  const root = join(__dirname, '..', '..');
  for (const path of IS_BINARY ? command.argv : PACKED.map((file) => join(command.build, file))) {
    const text = readFileSync(path, 'latin1');
    expect(text).not.toContain(root);
    expect(text).not.toContain(join(tmpdir(), 'ossm-fed'));
    // The runtime of a binary has such texts of its own.
    if (!IS_BINARY) expect(text).not.toMatch(/sourceMappingURL|file:\/\/\/[a-z]/);
  }
});
