import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../helpers/command';
import { readFiles } from '../helpers/synthesize';
import { type FileTexts, inDirectory, writeFiles } from '../helpers/temporary';

const A = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
`;
/** A topology with the same clusters. */
const B = A.replace('store', 'stock');
/** A topology with other clusters. */
const C = A.replaceAll('west', 'north').replaceAll('east', 'south');

/** Runs `synth` in a directory, with `DIR` for its path in the output. */
function synthIn(directory: string, file: string, output: string, ...flags: readonly string[]): CommandResult {
  const paths = ['-f', file === '-' ? file : join(directory, file), '-o', join(directory, output)];
  const stdin = () => readFileSync(join(directory, 'stdin.yaml'), 'utf8');
  const { code, stdout, stderr } = runCommand(['synth', ...paths, ...flags], stdin);
  return { code, stdout: stdout.replaceAll(directory, 'DIR'), stderr: stderr.replaceAll(directory, 'DIR') };
}

/** Gives a directory with the topologies a.yaml, b.yaml and c.yaml, and with the output of a.yaml in dist. */
function afterA(use: (directory: string) => void, files: FileTexts = {}): void {
  inDirectory({ 'a.yaml': A, 'b.yaml': B, 'c.yaml': C, ...files }, (directory) => {
    expect(synthIn(directory, 'a.yaml', 'dist').code).toBe(0);
    use(directory);
  });
}

/** Expects that a run is rejected with an issue code, and changes nothing. */
function expectRejected(directory: string, file: string, output: string, code: string): string {
  const before = readFiles(directory);
  const result = synthIn(directory, file, output);
  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toContain(`--output: error ${code}: `);
  expect(readFiles(directory)).toEqual(before);
  return result.stderr;
}

describe('the output of another topology', () => {
  test('is not removed: TOP171 lists what would be, and the flag that allows it', () => {
    afterA((directory) => {
      expect(expectRejected(directory, 'c.yaml', 'dist', 'TOP171')).toBe(
        `--output: error TOP171: DIR/dist has the output of another topology: DIR/dist/.ossm-fed states "../a.yaml"; \
this run would remove 4 files: east/10-operators/openshift-operators.yaml, east/20-mesh/east.yaml, \
west/10-operators/openshift-operators.yaml, west/20-mesh/west.yaml
  fix: use another directory with "-o"; if this topology replaces the other one, or was moved or renamed, add "--take-ownership"
1 problem; nothing was written
`,
      );
    });
  });

  test('is not replaced', () => {
    afterA((directory) => {
      const message = expectRejected(directory, 'b.yaml', 'dist', 'TOP171');
      expect(message).toContain('this run would replace 1 file: east/20-mesh/east.yaml\n');
    });
  });

  test('gets no files of other clusters', () => {
    afterA((directory) => {
      const { code, stderr } = synthIn(directory, 'c.yaml', 'dist', '--cluster', 'north');
      expect([code, existsSync(join(directory, 'dist/north'))]).toEqual([1, false]);
      expect(stderr).toContain('this run would add files\n');
    });
  });

  test('is replaced and removed with --take-ownership, which is remembered', () => {
    afterA((directory) => {
      const { code, stdout } = synthIn(directory, 'c.yaml', 'dist', '--take-ownership');
      expect([code, stdout]).toEqual([0, 'DIR/dist: 2 clusters, 4 files (4 written, 0 unchanged, 4 removed)\n']);
      expect(synthIn(directory, 'c.yaml', 'dist').code).toBe(0);
      expectRejected(directory, 'a.yaml', 'dist', 'TOP171');
    });
  });

  test('is listed with at most five files', () => {
    const many = 'clusters: { "c{1..4}": {} }\nmeshes: { "c{1..4}": {} }\n';
    inDirectory({ 'a.yaml': many, 'c.yaml': C }, (directory) => {
      synthIn(directory, 'a.yaml', 'dist');
      const message = expectRejected(directory, 'c.yaml', 'dist', 'TOP171');
      expect(message).toMatch(/would remove 8 files: c1\/\S+, c1\/\S+, c2\/\S+, c2\/\S+, c3\/\S+ and 3 more\n/);
    });
  });

  test('without .ossm-fed is recognized where no file would stay', () => {
    afterA((directory) => {
      rmSync(join(directory, 'dist/.ossm-fed'));
      const message = expectRejected(directory, 'c.yaml', 'dist', 'TOP171');
      expect(message).toContain('has the output of another topology; this run would remove 4 files');
    });
  });

  test('from standard input is recognized where no file would stay', () => {
    inDirectory({ 'c.yaml': C, 'stdin.yaml': A }, (directory) => {
      expect(synthIn(directory, '-', 'dist').code).toBe(0);
      expect(readFileSync(join(directory, 'dist/.ossm-fed'), 'utf8')).toContain(
        'topology: (program or standard input)',
      );
      expectRejected(directory, 'c.yaml', 'dist', 'TOP171');
      writeFiles(directory, { 'stdin.yaml': B });
      expect(synthIn(directory, '-', 'dist').code).toBe(0);
      writeFiles(directory, { 'stdin.yaml': C });
      expectRejected(directory, '-', 'dist', 'TOP171');
    });
  });
});

describe('the output of the same topology', () => {
  test('is written again after an edit, for some clusters and for all', () => {
    afterA((directory) => {
      writeFiles(directory, { 'a.yaml': B });
      expect(synthIn(directory, 'a.yaml', 'dist', '--cluster', 'east').code).toBe(0);
      writeFiles(directory, { 'a.yaml': C });
      expect(synthIn(directory, 'a.yaml', 'dist').code).toBe(0);
    });
  });

  test('is that of a directory from before .ossm-fed, which gets one', () => {
    afterA((directory) => {
      rmSync(join(directory, 'dist/.ossm-fed'));
      writeFiles(directory, { 'a.yaml': 'clusters: { west: {} }\nmeshes: { west: {} }\n' });
      expect(synthIn(directory, 'a.yaml', 'dist').stdout).toContain('(1 written, 1 unchanged, 2 removed)');
      expect(readFileSync(join(directory, 'dist/.ossm-fed'), 'utf8')).toMatch(/^topology: \.\.\/a\.yaml$/m);
    });
  });

  test('moves together with the topology', () => {
    afterA((directory) => {
      mkdirSync(join(directory, 'moved'));
      for (const name of ['a.yaml', 'dist']) renameSync(join(directory, name), join(directory, 'moved', name));
      writeFiles(directory, { 'moved/a.yaml': C });
      expect(synthIn(directory, 'moved/a.yaml', 'moved/dist').code).toBe(0);
    });
  });

  test('belongs to a renamed topology as long as nothing else changes', () => {
    afterA((directory) => {
      renameSync(join(directory, 'a.yaml'), join(directory, 'new.yaml'));
      expect(synthIn(directory, 'new.yaml', 'dist').code).toBe(0);
      writeFiles(directory, { 'new.yaml': C });
      expect(synthIn(directory, 'new.yaml', 'dist').code).toBe(0);
    });
  });

  test('may have files of the user beside it', () => {
    afterA((directory) => {
      writeFiles(directory, { 'dist/README.md': 'mine', 'a.yaml': C });
      expect(synthIn(directory, 'a.yaml', 'dist').code).toBe(0);
      expect(readFileSync(join(directory, 'dist/README.md'), 'utf8')).toBe('mine');
    });
  });
});

describe('a directory that is not an output directory', () => {
  test.each([
    ['.', 'a.yaml, src/main.c'],
    ['src', 'main.c'],
  ])('is TOP172, and nothing is written: %s', (output, files) => {
    inDirectory({ 'a.yaml': A, 'src/main.c': '' }, (directory) => {
      expect(expectRejected(directory, 'a.yaml', output, 'TOP172')).toContain(
        ` is not an output directory, it has files that ossm-fed did not write: ${files}\n`,
      );
    });
  });

  test('is TOP172 for the root directory and the home directory', () => {
    inDirectory({ 'a.yaml': A, 'home/.profile': '' }, (directory) => {
      expectRejected(directory, 'a.yaml', 'home', 'TOP172');
      const { code, stderr } = runCommand(['synth', '-f', join(directory, 'a.yaml'), '-o', '/']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^--output: error TOP172: \/ is not an output directory/);
    });
  });

  test('is written to with --take-ownership, beside its files', () => {
    inDirectory({ 'a.yaml': A, 'out/README.md': 'mine' }, (directory) => {
      expect(synthIn(directory, 'a.yaml', 'out', '--take-ownership').code).toBe(0);
      expect(readFileSync(join(directory, 'out/README.md'), 'utf8')).toBe('mine');
      expect(synthIn(directory, 'a.yaml', 'out').code).toBe(0);
    });
  });

  test('is not a new clone of an empty repository', () => {
    inDirectory({ 'a.yaml': A, 'out/.git/config': '' }, (directory) => {
      expect(synthIn(directory, 'a.yaml', 'out').code).toBe(0);
    });
  });
});

describe('a value of --output', () => {
  test.each([
    ['json', 'For the format of the report write --format json.'],
    ['text', 'For the format of the report write --format text.'],
    ['yaml', 'The output is always YAML.'],
    ['dist.yaml', 'Expected a directory; the output is a directory per cluster.'],
    ['-', 'Expected a directory; standard output is not supported.'],
    ['', 'Expected a directory.'],
  ])('that is no directory in other tools is invalid usage: "%s"', (output, message) => {
    inDirectory({ 'a.yaml': A }, (directory) => {
      for (const command of ['synth', 'inject']) {
        const { code, stdout, stderr } = runCommand([command, '-f', join(directory, 'a.yaml'), '-o', output]);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(message);
        expect(existsSync(output === '' ? 'west' : output)).toBe(false);
      }
    });
  });

  test('that exists is a directory, whatever its name', () => {
    inDirectory({ 'a.yaml': A, 'dist.json/.gitkeep': '' }, (directory) => {
      expect(synthIn(directory, 'a.yaml', 'dist.json').code).toBe(0);
    });
  });

  test('that is a file is a problem of the option', () => {
    inDirectory({ 'a.yaml': A }, (directory) => {
      expect(expectRejected(directory, 'a.yaml', 'a.yaml', 'TOP170')).toContain('DIR/a.yaml: not a directory\n');
    });
  });
});
