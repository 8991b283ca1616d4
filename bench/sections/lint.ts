import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Bench, ossmFed } from '../compare';
import { distinctHubAndSpoke } from '../federations';
import { countObjects, yamlFiles } from '../manifests';
import { runProcess } from '../process';
import { inSeconds, number, type Row, shortest, type Verdict } from '../report';
import { emptyDirectory } from '../scratch';
import type { Section } from './section';

/** The federations that are linted, by number of clusters, and how often each. */
const SIZES = [
  [30, 7],
  [300, 5],
  [1000, 3],
] as const;

/** The number of clusters whose objects Kustomize builds for comparison. */
const COMPARED = 100;

/** The seconds that Kustomize may take. */
const LIMIT = 120;

/** How much more one object may take at 1,000 clusters than at 30. */
const GROWTH = 1.25;

/** The part of Kustomize's time for 100 clusters that linting 1,000 may take. */
const PART = 1 / 3;

/** What linting costs, and how that compares with building the objects of far fewer clusters by Kustomize. */
export const lint: Section = {
  name: 'lint',
  title: 'Linting 30 to 1,000 clusters',
  measure: async (bench) => {
    const rows: Row[] = [];
    for (const [clusters, runs] of SIZES) rows.push(await lintRow(clusters, runs, bench));
    const built = await kustomizeRow(bench);
    const [small, , large] = rows;
    if (small === undefined || large === undefined) return { rows, notes: NOTES, verdicts: [] };
    const verdicts = [flatness(small, large), ...(built === undefined ? [] : [lead(large, built)])];
    return { rows: [...rows, ...(built === undefined ? [] : [built])], notes: NOTES, verdicts };
  },
};

const NOTES = ['Linted is what synth writes for a hub and its spokes, start of the process and reading included.'];

/** Writes the manifests of a federation to the scratch directory. */
async function writeManifests(clusters: number, { scratch }: Bench): Promise<string> {
  const directory = join(scratch, 'output');
  emptyDirectory(directory);
  const topology = join(scratch, 'topology.yaml');
  writeFileSync(topology, JSON.stringify(distinctHubAndSpoke(clusters)));
  await runProcess(ossmFed('synth', '-f', topology, '-o', directory));
  return directory;
}

async function lintRow(clusters: number, runs: number, bench: Bench): Promise<Row> {
  const directory = await writeManifests(clusters, bench);
  const command = { ...ossmFed('lint', directory), stdout: join(bench.scratch, 'lint.txt') };
  const seconds: number[] = [];
  let megabytes = 0;
  for (let run = 0; run < runs; run++) {
    const taken = await runProcess(command);
    seconds.push(taken.seconds);
    megabytes = Math.max(megabytes, taken.megabytes ?? 0);
  }
  return { tool: 'ossm-fed lint', input: inputOf(clusters), objects: countObjects(directory), seconds, megabytes };
}

async function kustomizeRow(bench: Bench): Promise<Row | undefined> {
  if (bench.tools === undefined) return undefined;
  const directory = await writeManifests(COMPARED, bench);
  const objects = countObjects(directory);
  const resources = yamlFiles(directory).map((file) => relative(directory, file));
  writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify({ resources }));
  const stdout = join(bench.scratch, 'kustomized.yaml');
  const { seconds } = await runProcess({ file: bench.tools.kubectl, args: ['kustomize', directory], stdout }, LIMIT);
  return { tool: 'kubectl kustomize', input: inputOf(COMPARED), objects, seconds: [seconds] };
}

function inputOf(clusters: number): string {
  return `hub and spoke, ${number(clusters)} clusters`;
}

function flatness(small: Row, large: Row): Verdict {
  const [from, to] = [small, large].map((row) => (shortest(row) / row.objects) * 1000) as [number, number];
  return {
    claim: `linting an object takes at most ${GROWTH}x the time at 1,000 clusters as at 30`,
    figures: `${inSeconds(from)} s and ${inSeconds(to)} s per 1,000 objects, ${(to / from).toFixed(2)}x`,
    ok: to <= GROWTH * from,
  };
}

function lead(own: Row, built: Row): Verdict {
  const [ours, theirs] = [shortest(own), shortest(built)];
  return {
    claim: `linting 1,000 clusters takes under a third of what Kustomize takes for ${COMPARED}`,
    figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s`,
    ok: ours < PART * theirs,
  };
}
