/**
 * The benchmark: `npm run bench [-- --only scale] [-- --json FILE] [-- --trial]`. It compares the command with Helm and
 * Kustomize that make the same objects on the same machine in the same run, and prints Markdown. With `OSSM_FED_BINARY`,
 * the path of the binary, it measures that beside the package. `--trial` shows that all works, with a fiftieth of the
 * clusters and each once; its figures mean nothing. Verdicts are to be read; the exit code is 0 unless the benchmark itself
 * is broken.
 */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './compare';
import { REPORTS_MEMORY } from './process';
import { findBinary, programsOf } from './programs';
import { type Findings, median, shortest, tableOf, verdictLine } from './report';
import { checkChart } from './same-objects';
import { makeScratch } from './scratch';
import { commands } from './sections/commands';
import { kustomize } from './sections/kustomize';
import { lint } from './sections/lint';
import { ossm3 } from './sections/ossm3';
import { perCluster } from './sections/per-cluster';
import { scale } from './sections/scale';
import type { Section } from './sections/section';
import { size } from './sections/size';
import { start } from './sections/start';
import { status } from './sections/status';
import { tenThousand } from './sections/ten-thousand';
import { clouds } from './sections/three-clouds';
import { up } from './sections/up';
import { findTools, type Tools } from './tools';
import { notMeasured } from './verdicts';

const SECTIONS: readonly Section[] = [
  size,
  start,
  clouds,
  scale,
  ossm3,
  lint,
  tenThousand,
  perCluster,
  kustomize,
  commands,
  status,
  up,
];

/** The part of the clusters that a trial run has, and the fewest. */
const TRIAL = { part: 1 / 50, least: 3 };

const OPTIONS = {
  json: { type: 'string' },
  only: { type: 'string', multiple: true },
  trial: { type: 'boolean' },
} as const;

async function main(): Promise<void> {
  const { json, only, trial = false } = parseArgs({ options: OPTIONS }).values;
  const unknown = only?.filter((one) => SECTIONS.every(({ name }) => name !== one)) ?? [];
  const names = SECTIONS.map(({ name }) => name).join(', ');
  if (unknown.length > 0) throw new Error(`unknown section ${unknown.join(', ')}; the sections are ${names}`);
  const sections = SECTIONS.filter(({ name }) => only?.includes(name) ?? true);
  const tools = findTools();
  const binary = findBinary(process.env);
  const machine = machineText(tools, binary);
  console.log(`# Benchmark\n\n${trial ? 'A trial run: the figures mean nothing.\n\n' : ''}${machine}`);
  const bench = benchOf(
    typeof tools === 'string' ? undefined : tools,
    'path' in binary ? binary.path : undefined,
    trial,
  );
  if (bench.tools !== undefined) await checkChart(bench, bench.tools);
  const findings: Findings[] = [];
  for (const section of sections) findings.push(await measure(section, bench));
  const verdicts = findings.flatMap((found) => found.verdicts);
  if (verdicts.length > 0) console.log(`\n## Verdicts\n\n${verdicts.map(verdictLine).join('\n')}`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine, sections: sections.map(toJson(findings)) }, null, 2)}\n`);
}

function benchOf(tools: Tools | undefined, binary: string | undefined, trial: boolean): Bench {
  return {
    scratch: makeScratch(),
    tools,
    binary,
    programs: programsOf(binary),
    clusters: (count) => (trial ? Math.max(TRIAL.least, Math.round(count * TRIAL.part)) : count),
    runs: (count) => (trial ? 1 : count),
  };
}

/** Measures a section and prints it; one that fails does not stop the others. */
async function measure(section: Section, bench: Bench): Promise<Findings> {
  const begin = performance.now();
  const found = await section.measure(bench).catch((error: unknown): Findings => {
    process.exitCode = 1;
    const message = error instanceof Error ? error.message : String(error);
    return { rows: [], notes: [`Not measured: ${message}`], verdicts: [notMeasured(`all of "${section.name}"`)] };
  });
  const table = found.rows.length === 0 ? '' : tableOf(found.rows);
  const taken = `Measured in ${Math.round((performance.now() - begin) / 1000)} s.`;
  const notes = [...found.notes, taken].map((note) => `- ${note}`).join('\n');
  console.log(`\n${[`## ${section.title}`, table, notes].filter(Boolean).join('\n\n')}`);
  return found;
}

function toJson(findings: readonly Findings[]) {
  return ({ name, title }: Section, i: number) => {
    const { rows = [], notes = [], verdicts = [] } = findings[i] ?? {};
    const figures = rows.map((row) => ({ ...row, shortest: shortest(row), median: median(row) }));
    return { name, title, rows: figures, notes, verdicts };
  };
}

function machineText(tools: Tools | string, binary: ReturnType<typeof findBinary>): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const helm =
    typeof tools === 'string' ? `no Helm: ${tools}` : `Helm ${versionOf(tools.helm, ['version', '--short'])}`;
  return [
    `- ${cpus().length} cores of ${cpu?.model ?? 'an unknown kind'}, ${memory} GiB, load ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
    `- Node.js ${process.version}, ${helm}`,
    'path' in binary
      ? `- Package and binary of ossm-fed ${versionOf(binary.path, ['--version'])}`
      : `- Without the binary, whose rows are missing: ${binary.missing}. "npm run binaries -- --only linux-x64" makes it.`,
    `- ${REPORTS_MEMORY ? 'Memory is the peak of the resident set, sampled every 5 ms; for runs below 0.1 s it may be too low.' : 'This system does not report the memory of a process.'}`,
  ].join('\n');
}

function versionOf(file: string, args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8' }).trim();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
