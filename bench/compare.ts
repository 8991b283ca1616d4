import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Federation } from './federations';
import { countObjects } from './manifests';
import { type Command, type Run, runProcess } from './process';
import type { Row } from './report';
import { emptyDirectory } from './scratch';
import type { Tools } from './tools';

/** What every section is given. */
export interface Bench {
  /** A directory for inputs and outputs. */
  readonly scratch: string;
  /** The programs to compare with; undefined if there are none. */
  readonly tools: Tools | undefined;
}

/** One way to render a federation. */
export interface Candidate {
  readonly tool: string;
  /** The commands to run one after the other, timed as one. */
  readonly commands: (output: string) => readonly Command[];
}

/** The built command with arguments. */
export function ossmFed(...args: readonly string[]): Command {
  return { file: process.execPath, args: [resolve('bin/ossm-fed.js'), ...args] };
}

/** The command of this project. */
export function synthOf(federation: Federation, { scratch }: Bench): Candidate {
  const file = join(scratch, 'topology.yaml');
  writeFileSync(file, federation.topology);
  return { tool: 'ossm-fed synth', commands: (output) => [ossmFed('synth', '-f', file, '-o', output)] };
}

/** Helm with all clusters in one process: its kindest case, as one start and one reading of the values serve all. */
export function helmAtOnce(
  federation: Federation,
  { scratch }: Bench,
  { helm }: Tools,
  way: 'files' | 'stdout',
): Candidate {
  const values = writeValues(federation, scratch);
  return {
    tool: `helm template, one process (${way})`,
    commands: (output) => [
      way === 'files'
        ? { file: helm, args: [...templateArgs(values), '--output-dir', output] }
        : { file: helm, args: templateArgs(values), stdout: join(output, 'all.yaml') },
    ],
  };
}

/** Helm as people use it: one process and one output directory per cluster. */
export function helmPerCluster(federation: Federation, { scratch }: Bench, { helm }: Tools): Candidate {
  const args = templateArgs(writeValues(federation, scratch));
  return {
    tool: 'helm template, one process per cluster',
    commands: (output) =>
      federation.clusters.map((name) => ({
        file: helm,
        args: [...args, '--set', `only=${name}`, '--output-dir', join(output, name)],
      })),
  };
}

/** Measures candidates on one input in turns, so that what else the machine does meets them alike. */
export async function compare(
  input: string,
  candidates: readonly Candidate[],
  runs: number,
  { scratch }: Bench,
): Promise<readonly Row[]> {
  const measured = candidates.map(({ tool, commands }) => ({ tool, commands, taken: [] as Run[], objects: 0 }));
  for (let run = 0; run < runs; run++) {
    for (const candidate of measured) {
      const output = join(scratch, 'output');
      emptyDirectory(output);
      candidate.taken.push(await runAll(candidate.commands(output)));
      if (run === 0) candidate.objects = countObjects(output);
    }
  }
  return measured.map(({ tool, taken, objects }) => ({
    tool,
    input,
    objects,
    seconds: taken.map(({ seconds }) => seconds),
    ...peakOf(taken),
  }));
}

/** Renders into a directory once, without taking the time. */
export async function render({ commands }: Candidate, output: string): Promise<void> {
  emptyDirectory(output);
  await runAll(commands(output));
}

async function runAll(commands: readonly Command[]): Promise<Run> {
  const taken: Run[] = [];
  for (const command of commands) taken.push(await runProcess(command));
  const seconds = taken.reduce((sum, run) => sum + run.seconds, 0);
  return { seconds, stopped: false, ...peakOf(taken) };
}

function peakOf(runs: readonly Run[]): Pick<Run, 'megabytes'> {
  const told = runs.flatMap(({ megabytes }) => megabytes ?? []);
  return told.length === 0 ? {} : { megabytes: Math.max(...told) };
}

function templateArgs(values: string): readonly string[] {
  return ['template', 'federation', resolve('bench/chart'), '-f', values];
}

function writeValues({ values }: Federation, scratch: string): string {
  const file = join(scratch, 'values.yaml');
  writeFileSync(file, values);
  return file;
}
