import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Topology } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { EXAMPLES, type Example, outputOf, ROOT } from '../helpers/examples';
import { compareFiles } from '../helpers/golden';
import { shuffleKeys } from '../helpers/shuffle';
import { readFiles, synthesize } from '../helpers/synthesize';
import { inDirectory } from '../helpers/temporary';

/** A machine far away: another time zone, another language whose letters change otherwise, another order of keys. */
const ABROAD = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', CDK8S_DISABLE_SORT: 'true' };

function topologyOf({ file, topology }: Example): Topology {
  return file === undefined ? (topology as Topology) : (parse(readFileSync(file, 'utf8')) as Topology);
}

/** How what a program writes differs from the examples when it is started in another surrounding. */
function runProgram(program: string, env: NodeJS.ProcessEnv): string {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  return inDirectory({}, (outdir) => {
    const options = { cwd: ROOT, env: { ...process.env, ...env, CDK8S_OUTDIR: outdir }, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(process.execPath, [tsx, join(ROOT, program)], options);
    if (status !== 0) throw new Error(stderr);
    return compareFiles(outputOf(program === 'main.ts' ? 'three-clouds' : 'typescript'), readFiles(outdir));
  });
}

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('%s', (name, example) => {
  test('gives the same bytes twice', () => {
    expect(compareFiles(outputOf(name), synthesize(example.load(), example.charts))).toBe('');
  });

  test.each([1, 2, 3])('gives the same bytes with the keys of its maps in another order (%i)', (seed) => {
    const topology = topologyOf(example);
    const shuffled = shuffleKeys(topology, seed) as Topology;
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(topology));
    const { file } = example;
    const loaded = { ...loadTopology(shuffled, dirname(file ?? '.')), ...(file !== undefined && { file }) };
    expect(compareFiles(outputOf(name), synthesize(loaded, example.charts))).toBe('');
  });
});

describe('programs', () => {
  test.each(['main.ts', 'examples/typescript/main.ts'])(
    '%s writes the same bytes on another machine',
    (program) => {
      expect(runProgram(program, ABROAD)).toBe('');
    },
    60_000,
  );
});
