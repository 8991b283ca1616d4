import { join } from 'node:path';
import { installNode } from '../../scripts/package/install-node';
import { type Bench, type Candidate, compare, render } from '../compare';
import { ossmFedOn, toolOf } from '../programs';
import { type Findings, rowOf } from '../report';
import { CACHE } from '../tools';
import { atMost, notMeasured } from '../verdicts';

/** The major versions of Node.js that the package is measured on. */
const VERSIONS = [20, 22, 24, 26];

/**
 * The start of the package under several versions of Node.js, which come from the npm registry: the bare runtime, a run
 * without and one with what an earlier run compiled. Under the version that built the package both are the same.
 *
 * @param runs how often each is measured
 * @param own what the start may take beside that of the bare runtime, in seconds
 */
export async function startOnVersions(bench: Bench, runs: number, own: number): Promise<Findings> {
  const all: Findings[] = [];
  for (const version of VERSIONS) all.push(await startOn(version, bench, runs, own));
  return {
    rows: all.flatMap(({ rows }) => rows),
    notes: all.flatMap(({ notes }) => notes),
    verdicts: all.flatMap(({ verdicts }) => verdicts),
  };
}

async function startOn(version: number, bench: Bench, runs: number, own: number): Promise<Findings> {
  const claim = `start under Node.js ${version} is the bare runtime plus 30 ms or less, package, later runs`;
  const node = await installNode(join(CACHE, `node-${version}`), `${version}`);
  if ('problem' in node) {
    const note = `Not measured under Node.js ${version}: ${node.problem}`;
    return { rows: [], notes: [note], verdicts: [notMeasured(claim)] };
  }
  const input = `Node.js ${node.version}`;
  const [bare, first, later] = candidatesOf(node.program, join(bench.scratch, `cache-${version}`));
  await render(later, join(bench.scratch, 'output'));
  const rows = await compare(input, [bare, first, later], runs, bench);
  const verdict = atMost(claim, 1, rowOf(rows, later.tool, input), rowOf(rows, bare.tool, input), own);
  return { rows, notes: [], verdicts: [verdict] };
}

function candidatesOf(node: string, cache: string): readonly [Candidate, Candidate, Candidate] {
  const version = ossmFedOn(node, '--version');
  const tool = toolOf('--version');
  return [
    { tool: 'node -e 0', commands: () => [{ file: node, args: ['-e', '0'] }] },
    // The output is empty before each run.
    { tool: `${tool}, first run`, commands: (output) => [{ ...version, env: { XDG_CACHE_HOME: output } }] },
    { tool: `${tool}, later run`, commands: () => [{ ...version, env: { XDG_CACHE_HOME: cache } }] },
  ];
}
