/** What a command takes on many clusters, and what the slowest of them takes alone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './compare';
import { kubeconfigOf } from './kubeconfig';
import { runProcess } from './process';
import { ossmFed } from './programs';
import { inSeconds, type Row, shortest, type Verdict } from './report';

/** The number of clusters. */
export const CLUSTERS = 200;

/** The milliseconds before an answer: of most clusters, and of the slowest. */
export const DELAY = 50;
export const SLOW_DELAY = 250;

/** The option of `up` that ends it where not all becomes healthy. */
export const UP_LIMIT = ['--timeout', '9m'] as const;

/** How many clusters are read at a time, as docs/status.md says. */
const AT_A_TIME = 16;

/** How much longer than its slowest cluster and the queue before it a command may take. */
const OVERHEAD = 1.25;

/** The last of the queue, which is the worst place for the slowest cluster. */
export const SLOW = 'z-slow';

function namesOf({ clusters }: Bench): readonly string[] {
  return [...Array.from({ length: clusters(CLUSTERS) - 1 }, (_, i) => `c${String(i + 1).padStart(3, '0')}`), SLOW];
}

/**
 * Writes a topology with a mesh on each cluster, and a kubeconfig.
 *
 * @param pathOf the path of a cluster on its server
 * @returns the options that name the files
 */
export function writeInput(
  urls: readonly string[],
  bench: Bench,
  name: string,
  pathOf: (cluster: string) => string,
): readonly string[] {
  const { scratch } = bench;
  const names = namesOf(bench);
  const [topology, kubeconfig] = [join(scratch, `${name}.yaml`), join(scratch, `${name}.kubeconfig`)];
  const of = (value: (cluster: string) => unknown) =>
    Object.fromEntries(names.map((cluster) => [cluster, value(cluster)]));
  const meshes = of((cluster) => ({ cluster, members: ['shop'], createNamespaces: true }));
  writeFileSync(topology, JSON.stringify({ clusters: of(() => ({})), meshes }));
  writeFileSync(kubeconfig, kubeconfigOf(names, urls, pathOf));
  return ['-f', topology, '--kubeconfig', kubeconfig, '--allow-insecure'];
}

/**
 * Measures the start of the program, a command on one cluster, on the slowest one, and on all.
 *
 * @param runs how often each is measured
 */
export async function measureMany(args: readonly string[], runs: number, bench: Bench): Promise<readonly Row[]> {
  const [command = ''] = args;
  return [
    await rowOf(command, 'the start of the program', ['--version'], runs),
    await rowOf(command, 'one cluster', [...args, '--cluster', 'c001'], runs),
    await rowOf(command, 'the slowest cluster', [...args, '--cluster', SLOW], runs),
    await rowOf(command, `${bench.clusters(CLUSTERS)} clusters`, args, runs),
  ];
}

async function rowOf(command: string, input: string, args: readonly string[], runs: number): Promise<Row> {
  const seconds: number[] = [];
  let megabytes = 0;
  for (let run = 0; run < runs; run++) {
    const taken = await runProcess(ossmFed(...args));
    seconds.push(taken.seconds);
    megabytes = Math.max(megabytes, taken.megabytes ?? 0);
  }
  return { tool: `ossm-fed ${command}`, input, objects: 0, seconds, megabytes };
}

/** Whether the last of the rows takes no longer than the slowest cluster and a queue. */
export function queueVerdict(what: string, rows: readonly Row[], { clusters }: Bench): Verdict {
  const [start = 0, one = 0, slowest = 0, all = 0] = rows.map(shortest);
  const limit = slowest + ((clusters(CLUSTERS) - 1) / AT_A_TIME) * (one - start);
  return {
    claim: `${what} takes at most ${OVERHEAD}x its slowest cluster and a queue of ${AT_A_TIME} at a time`,
    figures: `${inSeconds(all)} s, the slowest alone ${inSeconds(slowest)} s, with the queue ${inSeconds(limit)} s`,
    ok: all <= OVERHEAD * limit,
  };
}

/** What the rows are of. */
export const DELAYS = `Three servers answer for all clusters, after ${DELAY} ms, and for the slowest cluster, which is the last in the queue, after ${SLOW_DELAY} ms.`;
