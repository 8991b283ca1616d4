import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadFile } from '../../lib/workflows/load';
import { synth } from '../../lib/workflows/synth';
import { inDirectory, writeFiles } from '../helpers/temporary';

const TEXT = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
`;
const MESH = 'dist/west/20-mesh/west.yaml';

/** Synthesizes the topology of a directory into its `dist`. */
function run(directory: string, clusters?: readonly string[]) {
  const result = synth(loadFile(join(directory, 'federation.yaml')), {
    outdir: join(directory, 'dist'),
    ...(clusters && { clusters }),
  });
  return { ...result, issues: result.issues.map(({ file, ...issue }) => issue) };
}

test('a file in the way is TOP170, and nothing is written', () => {
  inDirectory({ 'federation.yaml': TEXT }, (directory) => {
    run(directory);
    rmSync(join(directory, 'dist/east'), { recursive: true });
    writeFiles(directory, { [MESH]: 'mine\n' });
    const { issues, summary } = run(directory);
    expect(summary).toBeUndefined();
    expect(issues).toEqual([
      {
        code: 'TOP170',
        path: '--output',
        message: `${join(directory, MESH)} was not written by ossm-fed and would be overwritten`,
        fix: 'move it away, fix its permissions, or use another directory with "-o"',
      },
    ]);
    expect(readFileSync(join(directory, MESH), 'utf8')).toBe('mine\n');
    expect(existsSync(join(directory, 'dist/east'))).toBe(false);
  });
});

test('an output directory that is a file is TOP170', () => {
  inDirectory({ 'federation.yaml': TEXT, dist: '' }, (directory) => {
    expect(run(directory).issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `TOP170 ${join(directory, 'dist')}: not a directory`,
    ]);
  });
});

test('a topology that becomes bad leaves the output of the good one untouched', () => {
  inDirectory({ 'federation.yaml': TEXT }, (directory) => {
    run(directory);
    const before = readFileSync(join(directory, MESH), 'utf8');
    writeFiles(directory, {
      'federation.yaml': TEXT.replace('west: { members: [shop] }', 'west: { members: [Shop] }'),
    });
    expect(run(directory).issues.map(({ code }) => code)).toEqual(['TOP007']);
    expect(readFileSync(join(directory, MESH), 'utf8')).toBe(before);
  });
});

describe('a cluster that is no more', () => {
  const GONE = 'clusters: { west: {} }\nmeshes: { west: { members: [shop] } }\n';

  test('goes with all of its files', () => {
    inDirectory({ 'federation.yaml': TEXT }, (directory) => {
      run(directory);
      writeFiles(directory, { 'federation.yaml': GONE });
      expect(run(directory).summary?.removed).toEqual([
        'east/10-operators/openshift-operators.yaml',
        'east/20-mesh/east.yaml',
      ]);
      expect(existsSync(join(directory, 'dist/east'))).toBe(false);
    });
  });

  test('stays as long as other clusters alone are written', () => {
    inDirectory({ 'federation.yaml': TEXT }, (directory) => {
      run(directory);
      writeFiles(directory, { 'federation.yaml': GONE });
      expect(run(directory, ['west']).summary?.removed).toEqual([]);
      expect(existsSync(join(directory, 'dist/east/20-mesh/east.yaml'))).toBe(true);
    });
  });
});
