import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Bench, ossmFed } from '../compare';
import { runProcess } from '../process';
import { inSeconds, type Row, shortest, type Verdict } from '../report';
import type { Section } from './section';

const CLUSTERS = 200;
const RUNS = 3;

/** How many clusters `status` reads at a time, as docs/status.md says. */
const AT_A_TIME = 16;

/** How much longer than its slowest cluster and the queue before it reading may take. */
const OVERHEAD = 1.25;

/** The last of the queue, which is the worst place for the slowest cluster. */
const SLOW = 'z-slow';
const NAMES = [...Array.from({ length: CLUSTERS - 1 }, (_, i) => `c${String(i + 1).padStart(3, '0')}`), SLOW];

/** What reading the status of many clusters takes, and what the slowest of them takes alone. */
export const status: Section = {
  name: 'status',
  title: `The status of ${CLUSTERS} clusters`,
  measure: async (bench) => {
    const apis = spawn(
      process.execPath,
      ['--import', pathToFileURL(require.resolve('tsx')).href, resolve('bench/cluster-apis.ts')],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    try {
      const [output] = (await once(apis.stdout, 'data')) as [Buffer];
      const files = writeInput(JSON.parse(output.toString()) as readonly string[], bench);
      const rows = [
        await rowOf('the start of the program', ['--version']),
        await rowOf('one cluster', ['status', ...files, '--cluster', 'c001']),
        await rowOf('the slowest cluster', ['status', ...files, '--cluster', SLOW]),
        await rowOf(`${CLUSTERS} clusters`, ['status', ...files]),
      ];
      return { rows, notes: NOTES, verdicts: verdictsOf(rows) };
    } finally {
      apis.stdin.end();
    }
  },
};

const NOTES = [
  'Three servers answer for all clusters, after 50 ms, and for the slowest cluster, which is the last in the queue, after 500 ms.',
];

/** Writes the topology and a kubeconfig, and gives the options that name them. */
function writeInput(urls: readonly string[], { scratch }: Bench): readonly string[] {
  const [topology, kubeconfig] = [join(scratch, 'status.yaml'), join(scratch, 'kubeconfig')];
  const of = (value: (name: string, i: number) => unknown) =>
    Object.fromEntries(NAMES.map((name, i) => [name, value(name, i)]));
  const meshes = of((name) => ({ cluster: name, members: ['shop'] }));
  writeFileSync(topology, JSON.stringify({ clusters: of(() => ({})), meshes }));
  const server = (name: string, i: number) => `${urls[i % urls.length]}/${name === SLOW ? 'slow' : 'clusters'}`;
  const clusters = NAMES.map((name, i) => ({
    name,
    cluster: { server: server(name, i), 'insecure-skip-tls-verify': true },
  }));
  const contexts = NAMES.map((name) => ({ name, context: { cluster: name, user: 'all' } }));
  const config = { apiVersion: 'v1', kind: 'Config', clusters, contexts, users: [{ name: 'all', user: {} }] };
  writeFileSync(kubeconfig, JSON.stringify(config));
  return ['-f', topology, '--kubeconfig', kubeconfig, '--allow-insecure'];
}

async function rowOf(input: string, args: readonly string[]): Promise<Row> {
  const seconds: number[] = [];
  let megabytes = 0;
  for (let run = 0; run < RUNS; run++) {
    const taken = await runProcess(ossmFed(...args));
    seconds.push(taken.seconds);
    megabytes = Math.max(megabytes, taken.megabytes ?? 0);
  }
  return { tool: 'ossm-fed status', input, objects: 0, seconds, megabytes };
}

function verdictsOf(rows: readonly Row[]): readonly Verdict[] {
  const [start = 0, one = 0, slowest = 0, all = 0] = rows.map(shortest);
  const limit = slowest + ((CLUSTERS - 1) / AT_A_TIME) * (one - start);
  return [
    {
      claim: `the status of ${CLUSTERS} clusters takes at most ${OVERHEAD}x its slowest cluster and a queue of ${AT_A_TIME} at a time`,
      figures: `${inSeconds(all)} s, the slowest alone ${inSeconds(slowest)} s, with the queue ${inSeconds(limit)} s`,
      ok: all <= OVERHEAD * limit,
    },
  ];
}
