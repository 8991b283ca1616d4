import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../helpers/command';
import { inDirectory } from '../helpers/temporary';

const GOOD = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
peerings: [{ between: [west, east] }]
`;
const BAD = GOOD.replace('west: {},', 'west: { platform: amazn },').replace('[shop]', '[Shop]');

/** Runs `synth` on a topology in a directory of its own; `DIR` stands for that directory. */
function synth(
  text: string,
  flags: readonly string[] = [],
  use: (directory: string) => void = () => undefined,
): CommandResult {
  return inDirectory({ 'federation.yaml': text }, (directory) => {
    const paths = ['-f', join(directory, 'federation.yaml'), '-o', join(directory, 'dist')];
    const { code, stdout, stderr } = runCommand(['synth', ...paths, ...flags]);
    use(directory);
    return { code, stdout: stdout.replaceAll(directory, 'DIR'), stderr: stderr.replaceAll(directory, 'DIR') };
  });
}

describe('a good topology', () => {
  test('gives the exit code 0, and lists missing values on standard output', () => {
    expect(synth(GOOD)).toEqual({
      code: 0,
      stdout: `DIR/dist: 2 clusters, 6 files (6 written, 0 unchanged, 0 removed); 4 values missing from DIR/federation.lock.yaml
  <ossm-fed:address:west:east-ingress> in east/40-federation/east.west.yaml
  <ossm-fed:root:west> in east/40-federation/east.west.yaml
  <ossm-fed:address:east:west-ingress> in west/40-federation/west.east.yaml
  <ossm-fed:root:east> in west/40-federation/west.east.yaml
DIR/federation.lock.yaml does not exist; run "ossm-fed fetch", then "ossm-fed synth" to fill in missing values
lint: 5 warnings; run "ossm-fed lint -f DIR/federation.yaml DIR/dist" to list them
`,
      stderr: '',
    });
  });

  test('has as many warnings as lint lists', () => {
    synth(GOOD, [], (directory) => {
      const { stdout } = runCommand(['lint', '-f', `${directory}/federation.yaml`, `${directory}/dist`]);
      expect(stdout).toContain(': 0 errors, 5 warnings, ');
    });
  });

  test('is written to the output directory, a directory per cluster', () => {
    synth(GOOD, [], (directory) => {
      expect(readdirSync(join(directory, 'dist'))).toEqual(['.ossm-fed', 'east', 'west']);
      const stages = ['10-operators', '20-mesh', '40-federation'];
      expect(readdirSync(join(directory, 'dist', 'west'))).toEqual(stages);
    });
  });

  test('is counted in the singular where there is one', () => {
    expect(synth('clusters: { a: {} }\nmeshes: {}\n').stdout).toBe(
      'DIR/dist: 1 cluster, 0 files (0 written, 0 unchanged, 0 removed)\n',
    );
  });

  test('gives what was written as JSON', () => {
    const { code, stdout, stderr } = synth(GOOD, ['--format', 'json']);
    const stages = ['10-operators/openshift-operators.yaml', '20-mesh/', '40-federation/'];
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      command: 'synth',
      exitCode: 0,
      problems: [],
      summary: {
        outdir: 'DIR/dist',
        clusters: 2,
        written: [
          `east/${stages[0]}`,
          'east/20-mesh/east.yaml',
          'east/40-federation/east.west.yaml',
          `west/${stages[0]}`,
          'west/20-mesh/west.yaml',
          'west/40-federation/west.east.yaml',
        ],
        unchanged: [],
        removed: [],
        topology: 'DIR/federation.yaml',
        lintWarnings: 5,
        lockFile: 'DIR/federation.lock.yaml',
        hasLock: false,
        missing: {
          '<ossm-fed:address:east:west-ingress>': ['west/40-federation/west.east.yaml'],
          '<ossm-fed:address:west:east-ingress>': ['east/40-federation/east.west.yaml'],
          '<ossm-fed:root:east>': ['west/40-federation/west.east.yaml'],
          '<ossm-fed:root:west>': ['east/40-federation/east.west.yaml'],
        },
      },
    });
  });
});

describe('a bad topology', () => {
  const stderr = `DIR/federation.yaml:1:31: error TOP006: unsupported value "amazn", expected one of "rosa", "aws", "aro", "azure", "gcp", "baremetal", "other"
  fix: write one of "aro", "aws", "azure", "baremetal", "gcp", "other", "rosa"
DIR/federation.yaml:2:29: error TOP007: invalid value "Shop", must match ^(\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$
  fix: use lowercase letters, digits and "-", starting and ending with a letter or digit
2 problems; nothing was written
`;

  test('gives the exit code 1 and all problems on standard error', () => {
    expect(synth(BAD)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('writes nothing', () => {
    synth(BAD, [], (directory) => expect(existsSync(join(directory, 'dist'))).toBe(false));
  });

  test('gives all problems as JSON on standard output', () => {
    const result = synth(BAD, ['--format', 'json']);
    expect([result.code, result.stderr]).toEqual([1, '']);
    expect(JSON.parse(result.stdout)).toEqual({
      command: 'synth',
      exitCode: 1,
      problems: [
        {
          code: 'TOP006',
          severity: 'error',
          file: 'DIR/federation.yaml',
          line: 1,
          column: 31,
          path: 'clusters.west.platform',
          message:
            'unsupported value "amazn", expected one of "rosa", "aws", "aro", "azure", "gcp", "baremetal", "other"',
          fix: 'write one of "aro", "aws", "azure", "baremetal", "gcp", "other", "rosa"',
          related: [],
        },
        {
          code: 'TOP007',
          severity: 'error',
          file: 'DIR/federation.yaml',
          line: 2,
          column: 29,
          path: 'meshes.west.members[0]',
          message: 'invalid value "Shop", must match ^(\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$',
          fix: 'use lowercase letters, digits and "-", starting and ending with a letter or digit',
          related: [],
        },
      ],
    });
  });

  test('is counted in the singular where it has one problem', () => {
    expect(synth(GOOD.replace('[shop]', '[Shop]')).stderr).toMatch(/\n1 problem; nothing was written\n$/);
  });
});

describe('a topology file', () => {
  test('that is not there is TOP001, with the exit code 3', () => {
    expect(runCommand(['synth', '-f', '/no/such/file.yaml'])).toEqual({
      code: 3,
      stdout: '',
      stderr: `/no/such/file.yaml: error TOP001: cannot read the topology: no such file or directory
  fix: check the path after "-f", or create federation.yaml
1 problem; nothing was written
`,
    });
  });

  test('that is a directory is TOP001 as JSON, without a line', () => {
    const { code, stdout } = runCommand(['synth', '-f', __dirname, '--format', 'json']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      command: 'synth',
      exitCode: 3,
      problems: [
        {
          code: 'TOP001',
          severity: 'error',
          file: __dirname,
          message: 'cannot read the topology: is a directory',
          fix: 'pass a file with "-f"',
          related: [],
        },
      ],
    });
  });
});

describe('some clusters', () => {
  test('are written alone, by a flag that may be repeated', () => {
    const text = 'clusters: { a: {}, b: {}, c: {} }\nmeshes: { a: {}, b: {}, c: {} }\n';
    const result = synth(text, ['--cluster', 'a', '--cluster', 'c'], (directory) => {
      expect(readdirSync(join(directory, 'dist'))).toEqual(['.ossm-fed', 'a', 'c']);
    });
    expect(result.stdout).toBe(
      'DIR/dist: 2 clusters, 4 files (4 written, 0 unchanged, 0 removed)\n' +
        'output not linted; run "ossm-fed lint -f DIR/federation.yaml DIR/dist"\n',
    );
  });

  test('get the same files as in a run for all', () => {
    const file = 'dist/west/40-federation/west.east.yaml';
    const texts: string[] = [];
    for (const flags of [[], ['--cluster', 'west']]) {
      synth(GOOD, flags, (directory) => texts.push(readFileSync(join(directory, file), 'utf8')));
    }
    expect(texts[1]).toBe(texts[0]);
  });

  test('that are unknown are wrong usage, each with the nearest name', () => {
    const result = synth(GOOD, ['--cluster', 'wests', '--cluster', 'north'], (directory) => {
      expect(existsSync(join(directory, 'dist'))).toBe(false);
    });
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toContain('unknown cluster "wests"\n  fix: write "west"\n');
    expect(result.stderr).toContain('unknown cluster "north"\n  fix: write one of "east", "west"\n');
  });
});

test('an output directory that cannot be made is a problem, with the exit code 1', () => {
  inDirectory({ 'federation.yaml': GOOD, file: '' }, (directory) => {
    const { code, stdout, stderr } = runCommand([
      'synth',
      '--file',
      join(directory, 'federation.yaml'),
      '--output',
      join(directory, 'file', 'dist'),
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('error TOP170: ');
    expect(stderr).toContain(`${join(directory, 'file', 'dist')}: a parent is not a directory\n`);
  });
});
