import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Federation } from './federations';
import { countObjects } from './manifests';
import { type Command, type Run, runProcess } from './process';
import { ossmFed, type Program, toolOf } from './programs';
import type { Row } from './report';
import { emptyDirectory } from './scratch';
import type { Tools } from './tools';

/** What every section is given. */
export interface Bench {
  /** A directory for inputs and outputs. */
  readonly scratch: string;
  /** The programs to compare with; undefined if there are none. */
  readonly tools: Tools | undefined;
  /** The forms of the command, the package first. */
  readonly programs: readonly Program[];
  /** The path of the binary; undefined if there is none. */
  readonly binary: string | undefined;
  /** How many clusters are measured instead of a number: a part of it in a trial run. */
  readonly clusters: (count: number) => number;
  /** How often something is measured instead of a number of times: once in a trial run. */
  readonly runs: (count: number) => number;
}

/** One way to render a federation. */
export interface Candidate {
  readonly tool: string;
  /** The commands to run one after the other, timed as one. */
  readonly commands: (output: string) => readonly Command[];
  /** The directory with the objects of the row; by default the output. */
  readonly objectsIn?: string;
}

/** `synth` of the package. */
export function synthOf(federation: Federation, { scratch }: Bench): Candidate {
  const file = writeTopology(federation.topology, scratch);
  return { tool: toolOf('synth'), commands: (output) => [ossmFed('synth', '-f', file, '-o', output)] };
}

/** `synth` of all forms of the command. */
export function synthsOf(topology: string, { scratch, programs }: Bench): readonly Candidate[] {
  const file = writeTopology(topology, scratch);
  return programs.map(({ form, run }) => ({
    tool: toolOf('synth', form),
    commands: (output) => [run('synth', '-f', file, '-o', output)],
  }));
}

/** `lint` of a directory with all forms of the command. */
export function lintsOf(directory: string, { scratch, programs }: Bench): readonly Candidate[] {
  const stdout = join(scratch, 'lint.txt');
  return programs.map(({ form, run }) => ({
    tool: toolOf('lint', form),
    commands: () => [{ ...run('lint', directory), stdout }],
    objectsIn: directory,
  }));
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
  { scratch, runs: runsOf }: Bench,
): Promise<readonly Row[]> {
  const measured = candidates.map((candidate) => ({ ...candidate, taken: [] as Run[], objects: 0 }));
  for (let run = 0; run < runsOf(runs); run++) {
    for (const candidate of measured) {
      const output = join(scratch, 'output');
      emptyDirectory(output);
      candidate.taken.push(await runAll(candidate.commands(output)));
      if (run === 0) candidate.objects = countObjects(candidate.objectsIn ?? output);
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

function writeTopology(topology: string, scratch: string): string {
  const file = join(scratch, 'topology.yaml');
  writeFileSync(file, topology);
  return file;
}

function writeValues({ values }: Federation, scratch: string): string {
  const file = join(scratch, 'values.yaml');
  writeFileSync(file, values);
  return file;
}
