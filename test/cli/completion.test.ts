import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../helpers/command';
import { inDirectory } from '../helpers/temporary';

const COMMANDS = [
  'completion',
  'down',
  'explain',
  'fetch',
  'gather',
  'graph',
  'help',
  'inject',
  'lint',
  'plan',
  'status',
  'synth',
  'trace',
  'up',
];

/** Runs a script in a shell that has loaded the completions. */
function inShell(shell: 'bash' | 'fish', script: string): readonly string[] {
  return inDirectory({ 'federation.yaml': '' }, (directory) => {
    writeFileSync(join(directory, 'completions'), runCommand(['completion', shell]).stdout);
    const text = execFileSync(shell, ['-c', `source ./completions\n${script}`], { cwd: directory, encoding: 'utf8' });
    return text.split('\n').filter((line) => line !== '');
  });
}

/** What bash offers for the last word of a line. */
function offered(...words: readonly string[]): readonly string[] {
  const line = ['ossm-fed', ...words].map((word) => `'${word}'`).join(' ');
  return inShell(
    'bash',
    `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _ossm_fed; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );
}

function hasShell(shell: string): boolean {
  try {
    execFileSync(shell, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('bash completes', () => {
  test('commands', () => {
    expect([...offered('')].sort()).toEqual(['--help', '--version', ...COMMANDS]);
    expect(offered('li')).toEqual(['lint']);
    expect(offered('help', 'l')).toEqual(['lint']);
  });

  test('every option of a command', () => {
    for (const command of ['synth', 'fetch', 'inject', 'lint']) {
      const { stdout } = runCommand([command, '--help']);
      const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag);
      expect(flags.length).toBeGreaterThan(4);
      expect(offered(command, '--')).toEqual(flags);
    }
  });

  test('the values of options and arguments', () => {
    expect(offered('lint', '--format', '')).toEqual(['text', 'json', 'sarif', 'github']);
    expect(offered('lint', '--format', 's')).toEqual(['sarif']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('explain', 'FED01')).toContain('FED013');
  });

  test('files, which bash itself offers where there are no values', () => {
    expect(offered('synth', '-f', 'fed')).toEqual([]);
    expect(inShell('bash', 'complete -p ossm-fed')).toEqual(['complete -o default -F _ossm_fed ossm-fed']);
  });
});

// CI has only bash.
(hasShell('fish') ? describe : describe.skip)('fish completes (skipped: fish is not installed)', () => {
  test('commands, options, values and files', () => {
    const names = (line: string) => inShell('fish', `complete -C '${line}'`).map((each) => each.split('\t')[0]);
    expect(names('ossm-fed ')).toEqual(COMMANDS);
    expect(names('ossm-fed inject --req')).toEqual(['--require-complete']);
    expect(names('ossm-fed lint --format ')).toEqual(['github', 'json', 'sarif', 'text']);
    expect(names('ossm-fed synth -f fed')).toEqual(['federation.yaml']);
  });
});

test('zsh loads the script of bash by its own means', () => {
  const [zsh, bash] = ['zsh', 'bash'].map((shell) => runCommand(['completion', shell]).stdout);
  expect(zsh).toBe(`autoload -U +X bashcompinit && bashcompinit\n${bash}`);
});

test('an unknown shell is invalid usage', () => {
  const { code, stdout, stderr } = runCommand(['completion', 'tcsh']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.');
});
