import { join } from 'node:path';
import { version } from '../../package.json';
import { runCommand } from '../helpers/command';
import { inDirectory } from '../helpers/temporary';

const HINT = '(run with --help to list options)\n';

/** The options that a help text explains, such as `-f, --file <file>`. */
function optionsIn(help: string): readonly string[] {
  const [, options = ''] = /\nOptions:\n([\s\S]*?)(\n\n|$)/.exec(help) ?? [];
  return options.split('\n').flatMap((line) => /^ {2}(-\S.*?) {2,}\S/.exec(line)?.[1] ?? []);
}

describe('the help', () => {
  test('of the program names each command, on standard output', () => {
    const { code, stdout, stderr } = runCommand(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(optionsIn(stdout)).toEqual(['-V, --version', '-h, --help']);
    expect(stdout).toMatch(/^Usage: ossm-fed \[options\] \[command\]\n/);
    expect(stdout).toMatch(/\n {2}synth \[options\] +write the manifests of all clusters\n/);
  });

  test.each('init synth fetch inject lint trace plan up down status gather graph explain completion'.split(' '))(
    'of %s is the same whether it is added alone or with all commands',
    (name) => {
      const alone = runCommand([name, '--help']);
      expect(alone).toEqual(runCommand(['help', name]));
      expect(alone.stdout).toContain(`Usage: ossm-fed ${name} `);
    },
  );

  test('of synth explains each option and its default', () => {
    const { code, stdout, stderr } = runCommand(['synth', '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(optionsIn(stdout)).toEqual([
      '-f, --file <file>',
      '-o, --output <directory>',
      '--allow-files <directory>',
      '--cluster <name>',
      '--require-complete',
      '--check',
      '--take-ownership',
      '--graph',
      '--format <format>',
      '-q, --quiet',
      '-h, --help',
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'the topology file, "-" for standard input (default: "federation.yaml")',
    );
    expect(stdout).toContain('the output directory (default: "dist")');
    expect(stdout).toContain('(repeatable)');
    expect(stdout.replace(/\s+/g, ' ')).toContain('(choices: "text", "json", default: "text")');
  });

  test('of synth tells the stages, the exit codes, and examples', () => {
    const { stdout } = runCommand(['synth', '--help']);
    const stages = [...stdout.matchAll(/^ {2}(\d\d-\w+) /gm)].map(([, stage]) => stage);
    expect(stages).toEqual(['00-namespaces', '10-operators', '20-mesh', '30-workloads', '40-federation', '50-traffic']);
    expect(stdout).toMatch(
      /^Exit codes:\n {2}0 {2}success\n {2}1 {2}.+\n {2}2 {2}invalid usage\n {2}3 {2}a file .*\n\n/m,
    );
    expect(stdout).toMatch(/^ {2}\$ ossm-fed synth/m);
  });

  test.each(['synth', 'lint'])('--allow-files of %s requires a directory that exists', (command) => {
    const { code, stderr } = runCommand([command, '--allow-files', '/none/of/these']);
    expect([code, stderr]).toEqual([
      2,
      `error: option '--allow-files <directory>' argument '/none/of/these' is invalid. Expected an existing directory.\n${HINT}`,
    ]);
  });

  test('comes on standard error where no command is given', () => {
    const { code, stdout, stderr } = runCommand([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(runCommand(['--help']).stdout);
  });
});

test('the version is that of the package', () => {
  expect(runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('the command help', () => {
  test('prints the help of the program, and that of a command', () => {
    expect(runCommand(['help'])).toEqual(runCommand(['--help']));
    expect(runCommand(['help', 'lint'])).toEqual(runCommand(['lint', '--help']));
    expect(runCommand(['help', 'lint']).stdout).toMatch(/^Usage: ossm-fed lint /);
  });

  test('of an unknown command is invalid usage', () => {
    const { code, stdout, stderr } = runCommand(['help', 'lnt']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("error: unknown command 'lnt'\n(Did you mean lint?)\n");
  });
});

describe('--quiet', () => {
  const FILES = {
    'federation.yaml': 'clusters: { a: {} }\nmeshes: { a: {} }\n',
    'bad.yaml': 'clusters: 1\n',
    'found/a.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
  };

  test('prints nothing on success', () => {
    inDirectory(FILES, (directory) => {
      const [file, output] = [join(directory, 'federation.yaml'), join(directory, 'dist')];
      const silent = { code: 0, stdout: '', stderr: '' };
      expect(runCommand(['synth', '-q', '-f', file, '-o', output])).toEqual(silent);
      expect(runCommand(['inject', '-q', '-f', file, '-o', output])).toEqual(silent);
      expect(runCommand(['lint', '-q', '-f', file, output])).toEqual(silent);
    });
  });

  test('prints problems, and reports for programs', () => {
    inDirectory(FILES, (directory) => {
      const args = ['synth', '-f', join(directory, 'bad.yaml')];
      expect(runCommand([...args, '--quiet'])).toEqual(runCommand(args));
      const found = ['lint', join(directory, 'found')];
      expect(runCommand([...found, '--quiet'])).toEqual(runCommand(found));
      const json = [
        'synth',
        '-f',
        join(directory, 'federation.yaml'),
        '-o',
        join(directory, 'dist'),
        '--format',
        'json',
      ];
      expect(JSON.parse(runCommand([...json, '--quiet']).stdout)).toMatchObject({ command: 'synth', exitCode: 0 });
    });
  });
});

describe('wrong usage', () => {
  test.each([
    ['a typo of a command', ['snyth'], "error: unknown command 'snyth'\n(Did you mean synth?)\n"],
    ['a command that there is not', ['deploy'], "error: unknown command 'deploy'\n"],
    ['a typo of a flag', ['synth', '--fromat', 'json'], "error: unknown option '--fromat'\n(Did you mean --format?)\n"],
    ['a flag that there is not', ['synth', '--dry'], "error: unknown option '--dry'\n"],
    ['a flag without its value', ['synth', '-f'], "error: option '-f, --file <file>' argument missing\n"],
    ['a cluster without its name', ['synth', '--cluster'], "error: option '--cluster <name>' argument missing\n"],
    [
      'a format that there is not',
      ['synth', '--format', 'xml'],
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.\n",
    ],
    [
      'an argument too many',
      ['synth', 'federation.yaml'],
      "error: too many arguments for 'synth'. Expected 0 arguments but got 1.\n",
    ],
  ])('%s gives the exit code 2 and a hint on standard error', (_, args, message) => {
    expect(runCommand(args)).toEqual({ code: 2, stdout: '', stderr: `${message}${HINT}` });
  });

  test('writes nothing', () => {
    inDirectory({}, (directory) => {
      const { code } = runCommand(['synth', '-o', `${directory}/dist`, '--format', 'xml']);
      expect([code, runCommand(['synth', '-f', `${directory}/dist/federation.yaml`]).code]).toEqual([2, 3]);
    });
  });
});

describe('no output has a trace of the stack', () => {
  const FILES = {
    'good.yaml': 'clusters: { a: {} }\nmeshes: { a: {} }\n',
    'deep.yaml': '? '.repeat(50_000),
    'cycle.yaml': 'clusters: { a: {} }\nmeshes: { a: { override: &o { techPreview: *o } } }\n',
    'binary.yaml': '\u0000\u0007\u001b[31m',
    'template.yaml': 'clusters: { a: {{ .Values.a }} }\nmeshes: {}\n',
    'manifests.yaml': 'clusters: { a: {} }\nmeshes: { a: { workloads: [{ manifests: app }] } }\n',
    'app/a.yaml': 'apiVersion: v1\nkind: List\nitems: [null]\n',
  };

  test.each([
    ['a good file', 'good.yaml', 0],
    ['a deep file', 'deep.yaml', 3],
    ['a file without end', 'cycle.yaml', 3],
    ['a binary file', 'binary.yaml', 3],
    ['a template', 'template.yaml', 3],
    ['a List of nothing', 'manifests.yaml', 1],
    ['a directory', 'app', 3],
    ['a name that no file system takes', 'a\0b', 3],
  ])('for %s', (_, file, expected) => {
    const { code, stdout, stderr } = inDirectory(FILES, (directory) =>
      runCommand(['synth', '-f', `${directory}/${file}`, '-o', `${directory}/dist`]),
    );
    expect(code).toBe(expected);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at |node_modules|\bError:/);
    expect(`${stdout}${stderr}`).not.toBe('');
  });
});
