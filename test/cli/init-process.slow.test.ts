import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'yaml';
import { BuiltCommand } from '../helpers/built-command';
import { kubeconfig } from '../helpers/kubeconfig';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(120_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
});
afterAll(() => command.remove());

// Nothing listens there, and a request would take as long as its timeout.
const KUBECONFIG = kubeconfig({
  'default/api-prod:6443/admin': { server: 'https://api.prod.westus.aroapp.io:6443' },
  lab: { server: 'https://192.0.2.1:6443' },
});

const topologyIn = (directory: string) => parse(readFileSync(join(directory, 'federation.yaml'), 'utf8'));

test('without a terminal contexts are read, platforms are guessed, and nothing is asked', () =>
  inDirectoryFor({ config: KUBECONFIG }, async (directory) => {
    const args = ['init', '--contexts', 'default/api-prod:6443/admin,lab', '--kubeconfig', 'config'];
    const { code, stdout, stderr } = await command.start(args, directory).ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      'cluster prod: platform aro, guessed from api.prod.westus.aroapp.io\ncluster lab: platform other\n',
    );
    expect(topologyIn(directory).clusters).toEqual({
      prod: { platform: 'aro', context: 'default/api-prod:6443/admin' },
      lab: { platform: 'other' },
    });
  }));

test.each([
  [
    ['--contexts', 'lb', '--kubeconfig', 'config'],
    '--contexts: error GET001: unknown kubeconfig context "lb"\n  fix: write "lab"',
  ],
  [['--contexts', 'lab', '--kubeconfig', 'none'], '--contexts: error GET002: cannot read '],
])('%j is a problem of the input', (args, problem) =>
  inDirectoryFor({ config: KUBECONFIG }, async (directory) => {
    const { code, stderr } = await command.start(['init', ...args], directory).ended;
    expect([code, stderr]).toEqual([3, expect.stringContaining(problem)]);
    expect(existsSync(join(directory, 'federation.yaml'))).toBe(false);
  }),
);

/** Runs the command on a terminal, types each text when its question is there, and returns what was shown. */
function onTerminal(
  directory: string,
  args: readonly string[],
  typed: readonly (readonly [question: string, text: string])[],
): Promise<{ readonly code: number | null; readonly shown: string }> {
  const words = [...command.argv, ...args].map((word) => `'${word}'`);
  const line = `stty cols 120 rows 40; exec ${words.join(' ')}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, TERM: 'xterm', KUBECONFIG: 'config' },
  });
  let shown = '';
  let left = typed;
  child.stdout.on('data', (data: Buffer) => {
    shown += stripVTControlCharacters(data.toString());
    const [next] = left;
    if (next === undefined || !shown.includes(next[0])) return;
    left = left.slice(1);
    child.stdin.write(next[1]);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, shown });
    });
  });
}

const [ENTER, DOWN, SPACE, CTRL_C] = ['\r', '\x1b[B', ' ', '\x03'];

// "script" of util-linux has the option for a command; that of other systems has not.
const testOnLinux = process.platform === 'linux' ? test : test.skip;

testOnLinux('on a terminal it asks, and proposes what it guesses', () =>
  inDirectoryFor({ config: KUBECONFIG }, async (directory) => {
    const { code, shown } = await onTerminal(
      directory,
      ['init'],
      [
        ['start from?', `${DOWN}${ENTER}`],
        ['Which contexts?', `${SPACE}${DOWN}${SPACE}${ENTER}`],
        ['Platform of prod', ENTER],
        ['mesh on prod', ENTER],
        ['Platform of lab', ENTER],
        ['mesh on lab', `lab-1${ENTER}`],
        ['Version of', ENTER],
        ['Argo CD', ENTER],
        ['GitHub workflow', ENTER],
      ],
    );
    expect(code).toBe(0);
    expect(shown).toContain('guessed from api.prod.westus.aroapp.io');
    expect(topologyIn(directory)).toMatchObject({
      clusters: { prod: { platform: 'aro' }, lab: { platform: 'other' } },
      meshes: { 'prod-mesh': { cluster: 'prod' }, 'lab-1': { cluster: 'lab' } },
    });
  }),
);

testOnLinux('Ctrl-C ends the questions, and nothing is written', () =>
  inDirectoryFor({ config: KUBECONFIG }, async (directory) => {
    const { code, shown } = await onTerminal(directory, ['init'], [['start from?', CTRL_C]]);
    expect([code, shown]).toEqual([1, expect.stringContaining('nothing was written')]);
    expect(existsSync(join(directory, 'federation.yaml'))).toBe(false);
  }),
);

testOnLinux('--yes asks nothing on a terminal', () =>
  inDirectoryFor({}, async (directory) => {
    const { code, shown } = await onTerminal(directory, ['init', '--yes'], []);
    expect([code, shown]).toEqual([0, expect.stringContaining('federation.yaml created')]);
  }),
);
