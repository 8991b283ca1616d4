import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockText } from '../../lib/lock/text';
import { type CommandResult, runCommand } from '../helpers/command';
import { addressOf, KINDS } from '../helpers/facts';
import { readFiles } from '../helpers/synthesize';
import { inDirectory, writeFiles } from '../helpers/temporary';

const TEXT = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
peerings: [{ between: [west, east] }]
`;

/** Runs `synth` in a directory, with `DIR` for its path in the output. */
function synthIn(directory: string, ...flags: readonly string[]): CommandResult {
  const paths = ['-f', join(directory, 'federation.yaml'), '-o', join(directory, 'dist')];
  const { code, stdout, stderr } = runCommand(['synth', ...paths, ...flags]);
  return { code, stdout: stdout.replaceAll(directory, 'DIR'), stderr: stderr.replaceAll(directory, 'DIR') };
}

/** Runs `synth --check`, which must not change a file. */
function checkIn(directory: string, ...flags: readonly string[]): CommandResult {
  const before = readFiles(directory);
  const result = synthIn(directory, '--check', ...flags);
  expect(readFiles(directory)).toEqual(before);
  return result;
}

function afterSynth(use: (directory: string) => void): void {
  inDirectory({ 'federation.yaml': TEXT }, (directory) => {
    expect(synthIn(directory).code).toBe(0);
    use(directory);
  });
}

describe('the comparison', () => {
  test('of what synth wrote has no differences, with the exit code 0', () => {
    afterSynth((directory) => {
      expect(checkIn(directory)).toEqual({
        code: 0,
        stdout: 'DIR/dist: 2 clusters, 6 files unchanged, no differences\n',
        stderr: '',
      });
    });
  });

  test('lists files that differ, are missing or are extra, with the exit code 1', () => {
    afterSynth((directory) => {
      const before = readFiles(join(directory, 'dist'));
      const mesh = 'east/20-mesh/east.yaml';
      writeFiles(directory, {
        [`dist/${mesh}`]: `${before.get(mesh)}# edited\n`,
        'federation.yaml': TEXT.replace(/peerings.*\n/, ''),
      });
      rmSync(join(directory, 'dist/west/20-mesh'), { recursive: true });
      expect(checkIn(directory)).toEqual({
        code: 1,
        stdout: 'DIR/dist: 2 clusters, 2 files unchanged, 1 different, 1 missing, 2 extra; nothing was written\n',
        stderr: [
          [mesh, 'the file differs from what synth would write'],
          ['east/40-federation/east.west.yaml', 'the file is not part of the output, synth would remove it'],
          ['west/20-mesh/west.yaml', 'the file is missing, synth would write it'],
          ['west/40-federation/west.east.yaml', 'the file is not part of the output, synth would remove it'],
        ]
          .map(
            ([path, message]) => `DIR/dist/${path}: error TOP173: ${message}
  fix: run "ossm-fed synth" with the same options, without "--check"\n`,
          )
          .join(''),
      });
    });
  });

  test('is the same as JSON', () => {
    afterSynth((directory) => {
      rmSync(join(directory, 'dist/west/20-mesh'), { recursive: true });
      const { code, stdout, stderr } = checkIn(directory, '--format', 'json');
      expect([code, stderr]).toEqual([1, '']);
      expect(JSON.parse(stdout)).toEqual({
        command: 'synth',
        exitCode: 1,
        problems: [
          {
            code: 'TOP173',
            severity: 'error',
            file: 'DIR/dist/west/20-mesh/west.yaml',
            message: 'the file is missing, synth would write it',
            fix: 'run "ossm-fed synth" with the same options, without "--check"',
            related: [],
          },
        ],
        check: { outdir: 'DIR/dist', clusters: 2, unchanged: 5, different: 0, missing: 1, extra: 0 },
      });
    });
  });

  test('lists at most twenty files', () => {
    inDirectory({ 'federation.yaml': 'clusters: { "c{1..15}": {} }\nmeshes: { "c{1..15}": {} }\n' }, (directory) => {
      const { code, stderr } = checkIn(directory);
      expect([code, stderr.match(/error TOP173/g)?.length]).toEqual([1, 21]);
      expect(stderr).toContain('DIR/dist: error TOP173: 11 more files with differences\n');
      expect(existsSync(join(directory, 'dist'))).toBe(false);
    });
  });

  test('is of some clusters with --cluster', () => {
    afterSynth((directory) => {
      rmSync(join(directory, 'dist/west/20-mesh'), { recursive: true });
      expect(checkIn(directory, '--cluster', 'east').code).toBe(0);
      expect(checkIn(directory, '--cluster', 'west').code).toBe(1);
    });
  });

  test('reports .ossm-fed if it does not state the topology', () => {
    afterSynth((directory) => {
      writeFiles(directory, { 'dist/.ossm-fed': '' });
      expect(checkIn(directory).stderr).toContain('DIR/dist/.ossm-fed: error TOP173: the file differs');
    });
  });

  test('fills values of the lock as synth does', () => {
    afterSynth((directory) => {
      const gateways = { 'east-ingress': addressOf(['203.0.113.7']) };
      writeFiles(directory, { 'federation.lock.yaml': lockText({ meshes: { west: { gateways } } }, KINDS) });
      expect(checkIn(directory).stderr).toContain('east/40-federation/east.west.yaml: error TOP173');
      synthIn(directory);
      expect(checkIn(directory).code).toBe(0);
    });
  });

  test('excludes --take-ownership', () => {
    afterSynth((directory) => expect(checkIn(directory, '--take-ownership').code).toBe(2));
  });
});
