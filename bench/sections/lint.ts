import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Bench, compare, lintsOf, synthsOf } from '../compare';
import { distinctHubAndSpoke, hubAndSpoke } from '../federations';
import { countObjects, yamlFiles } from '../manifests';
import { runProcess } from '../process';
import { FORMS, ossmFed, toolOf } from '../programs';
import { inSeconds, number, type Row, rowOf, shortest, type Verdict } from '../report';
import { emptyDirectory } from '../scratch';
import { atMost, growthOf, notMeasured } from '../verdicts';
import type { Section } from './section';

/** The federations that are linted, by number of clusters, and how often each. */
const SIZES = [
  [30, 7],
  [300, 4],
] as const;

/** The largest number of clusters, which is compared with synth, and how often. */
const LARGE = 1000;
const LARGE_RUNS = 3;

/** The part of the time of synth that linting the same clusters may take. */
const SYNTH = 1.5;

/** The number of clusters whose objects Kustomize builds for comparison. */
const COMPARED = 100;

/** The seconds that Kustomize may take. */
const LIMIT = 120;

/** How much more one object may take at 1,000 clusters than at 30. */
const GROWTH = 1.25;

/** The part of Kustomize's time for 100 clusters that linting 1,000 may take. */
const PART = 1 / 3;

/** A topology to lint the output of, and its name in the table. */
interface Linted {
  readonly input: string;
  readonly topology: string;
}

/** What linting costs, beside synth, and beside building the objects of far fewer clusters by Kustomize. */
export const lint: Section = {
  name: 'lint',
  title: 'Linting 30 to 1,000 clusters',
  measure: async (bench) => {
    const rows: Row[] = [];
    for (const [clusters, runs] of SIZES)
      rows.push(...(await lintRows(distinct(bench.clusters(clusters)), runs, bench)));
    for (const linted of largest(bench)) rows.push(...(await besideSynth(linted, bench)));
    rows.push(...(await kustomizeRows(bench)));
    return { rows, notes: NOTES, verdicts: verdictsOf(rows, bench) };
  },
};

const NOTES = [
  'Linted is what synth writes, start of the process and reading included.',
  'With their own bookinfo, each cluster has another namespace for it, so no two clusters have the same files.',
];

function largest({ clusters }: Bench): readonly Linted[] {
  const { name, topology } = hubAndSpoke(clusters(LARGE));
  return [distinct(clusters(LARGE)), { input: name, topology }];
}

function distinct(clusters: number): Linted {
  return { input: inputOf(clusters), topology: JSON.stringify(distinctHubAndSpoke(clusters)) };
}

function inputOf(clusters: number): string {
  return `hub and spoke, ${number(clusters)} clusters with their own bookinfo`;
}

/** Writes the manifests of a federation to the scratch directory. */
async function writeManifests(text: string, { scratch }: Bench): Promise<string> {
  const directory = join(scratch, 'linted');
  emptyDirectory(directory);
  const topology = join(scratch, 'topology.yaml');
  writeFileSync(topology, text);
  await runProcess(ossmFed('synth', '-f', topology, '-o', directory));
  return directory;
}

async function lintRows({ input, topology }: Linted, runs: number, bench: Bench): Promise<readonly Row[]> {
  return compare(input, lintsOf(await writeManifests(topology, bench), bench), runs, bench);
}

async function besideSynth({ input, topology }: Linted, bench: Bench): Promise<readonly Row[]> {
  const lints = lintsOf(await writeManifests(topology, bench), bench);
  return compare(input, [...synthsOf(topology, bench), ...lints], LARGE_RUNS, bench);
}

async function kustomizeRows(bench: Bench): Promise<readonly Row[]> {
  if (bench.tools === undefined) return [];
  const clusters = bench.clusters(COMPARED);
  const directory = await writeManifests(distinct(clusters).topology, bench);
  const objects = countObjects(directory);
  const resources = yamlFiles(directory).map((file) => relative(directory, file));
  writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify({ resources }));
  const stdout = join(bench.scratch, 'kustomized.yaml');
  const { seconds } = await runProcess({ file: bench.tools.kubectl, args: ['kustomize', directory], stdout }, LIMIT);
  return [{ tool: 'kubectl kustomize', input: inputOf(clusters), objects, seconds: [seconds] }];
}

function verdictsOf(rows: readonly Row[], bench: Bench): readonly Verdict[] {
  const { clusters } = bench;
  const [small, large] = [30, LARGE].map((count) => rowOf(rows, toolOf('lint'), inputOf(clusters(count))));
  const besides = largest(bench).flatMap(({ input }) =>
    FORMS.map((form) => {
      const [own, synth] = ['lint', 'synth'].map((command) => rowOf(rows, toolOf(command, form), input));
      return atMost(`lint takes at most ${SYNTH}x the time of synth, ${input}, ${form}`, SYNTH, own, synth);
    }),
  );
  return [
    flatness(small, large),
    ...besides,
    lead(large, rowOf(rows, 'kubectl kustomize', inputOf(clusters(COMPARED)))),
  ];
}

function flatness(small?: Row, large?: Row): Verdict {
  const claim = `linting an object takes at most ${GROWTH}x the time at 1,000 clusters as at 30`;
  if (small === undefined || large === undefined) return notMeasured(claim);
  const [from, to] = [small, large].map((row) => (shortest(row) / row.objects) * 1000) as [number, number];
  return growthOf(claim, GROWTH, from, to);
}

function lead(own?: Row, built?: Row): Verdict {
  const claim = `linting 1,000 clusters takes under a third of what Kustomize takes for ${COMPARED}`;
  if (own === undefined || built === undefined) return notMeasured(claim);
  const [ours, theirs] = [shortest(own), shortest(built)];
  return { claim, figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s`, ok: ours < PART * theirs };
}
