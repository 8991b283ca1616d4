/**
 * The benchmark: `npm run bench [-- --only scale] [-- --json FILE]`. It compares `ossm-fed synth` with Helm and
 * Kustomize that make the same objects on the same machine in the same run, and prints Markdown. Its verdicts are to be
 * read; the exit code is 0 unless the benchmark itself is broken.
 */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './compare';
import { REPORTS_MEMORY } from './process';
import { type Findings, median, shortest, tableOf, verdictLine } from './report';
import { checkChart } from './same-objects';
import { makeScratch } from './scratch';
import { kustomize } from './sections/kustomize';
import { lint } from './sections/lint';
import { ossm3 } from './sections/ossm3';
import { perCluster } from './sections/per-cluster';
import { scale } from './sections/scale';
import type { Section } from './sections/section';
import { status } from './sections/status';
import { clouds } from './sections/three-clouds';
import { up } from './sections/up';
import { findTools, type Tools } from './tools';

const SECTIONS: readonly Section[] = [clouds, scale, ossm3, lint, perCluster, kustomize, status, up];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string', multiple: true } } });
  const { json, only } = values;
  const sections = SECTIONS.filter(({ name }) => only?.includes(name) ?? true);
  const tools = findTools();
  const machine = machineText(tools);
  console.log(`# Benchmark\n\n${machine}`);
  const bench: Bench = { scratch: makeScratch(), tools: typeof tools === 'string' ? undefined : tools };
  if (bench.tools !== undefined) await checkChart(bench, bench.tools);
  const findings: Findings[] = [];
  for (const section of sections) findings.push(await measure(section, bench));
  const verdicts = findings.flatMap((found) => found.verdicts);
  if (verdicts.length > 0) console.log(`\n## Verdicts\n\n${verdicts.map(verdictLine).join('\n')}`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine, sections: sections.map(toJson(findings)) }, null, 2)}\n`);
}

async function measure(section: Section, bench: Bench): Promise<Findings> {
  const found = await section.measure(bench);
  const table = found.rows.length === 0 ? '' : tableOf(found.rows);
  const notes = found.notes.map((note) => `- ${note}`).join('\n');
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

function machineText(tools: Tools | string): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const helm =
    typeof tools === 'string' ? `no Helm: ${tools}` : `Helm ${versionOf(tools.helm, ['version', '--short'])}`;
  return [
    `- ${cpus().length} cores of ${cpu?.model ?? 'an unknown kind'}, ${memory} GiB, load ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
    `- Node.js ${process.version}, ${helm}`,
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
