import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { loadTopology } from '../../lib/load';
import type { Topology } from '../../lib/topology/model';
import { EXAMPLES, type Example, outputOf, ROOT } from '../helpers/examples';
import { compareFiles } from '../helpers/golden';
import { readFiles, synthesize } from '../helpers/synthesize';

/** A machine far away: another time zone, another language whose letters change otherwise, another order of keys. */
const ABROAD = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', CDK8S_DISABLE_SORT: 'true' };

/** A number below a limit, from a row that a seed begins. */
function makeRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

/** The same value with the keys of all maps in another order; lists stay as they are. */
function withShuffledKeys(value: unknown, random: (limit: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => withShuffledKeys(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withShuffledKeys(item, random)] as const);
  for (let i = entries.length - 1; i > 0; i -= 1) {
    const j = random(i + 1);
    [entries[i], entries[j]] = [entries[j] as (typeof entries)[0], entries[i] as (typeof entries)[0]];
  }
  return Object.fromEntries(entries);
}

function topologyOf({ file, topology }: Example): Topology {
  return file === undefined ? (topology as Topology) : (parse(readFileSync(file, 'utf8')) as Topology);
}

/** How what a program writes differs from the examples when it is started in another surrounding. */
function runProgram(program: string, env: NodeJS.ProcessEnv): string {
  const outdir = mkdtempSync(join(tmpdir(), 'ossm-fed-program-'));
  try {
    const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const options = { cwd: ROOT, env: { ...process.env, ...env, CDK8S_OUTDIR: outdir }, encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(process.execPath, [tsx, join(ROOT, program)], options);
    if (status !== 0) throw new Error(stderr);
    return compareFiles(outputOf(program === 'main.ts' ? 'three-clouds' : 'typescript'), readFiles(outdir));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('%s', (name, example) => {
  test('gives the same bytes twice', () => {
    expect(compareFiles(outputOf(name), synthesize(example.load(), example.charts))).toBe('');
  });

  test.each([1, 2, 3])('gives the same bytes with the keys of its maps in another order (%i)', (seed) => {
    const topology = topologyOf(example);
    const shuffled = withShuffledKeys(topology, makeRandom(seed)) as Topology;
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(topology));
    const directory = dirname(example.file ?? '.');
    expect(compareFiles(outputOf(name), synthesize(loadTopology(shuffled, directory), example.charts))).toBe('');
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
