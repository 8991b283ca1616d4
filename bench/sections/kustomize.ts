import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Bench } from '../compare';
import { distinctHubAndSpoke } from '../federations';
import { countObjects, yamlFiles } from '../manifests';
import { type Run, runProcess } from '../process';
import { ossmFed } from '../programs';
import { inSeconds, number, type Row } from '../report';
import { emptyDirectory } from '../scratch';
import type { Tools } from '../tools';
import type { Section } from './section';

/** The number of clusters to begin with; each further one is twice as large. */
const FIRST = 10;

/** The number of clusters at which even an unlimited machine stops. */
const LAST = 10_240;

/** The seconds that one build may take. */
const LIMIT = 60;

/** How many objects one kustomization takes in a minute. */
export const kustomize: Section = {
  name: 'kustomize',
  title: 'What Kustomize takes in a minute',
  measure: async (bench) => {
    if (bench.tools === undefined) return { rows: [], notes: ['Not measured without kubectl.'], verdicts: [] };
    const rows: Row[] = [];
    for (let clusters = FIRST; clusters <= LAST; clusters *= 2) {
      const { row, stopped } = await build(clusters, bench, bench.tools);
      if (stopped) return { rows, notes: [NOTE, outcome(rows, row)], verdicts: [] };
      rows.push(row);
    }
    return { rows, notes: [NOTE], verdicts: [] };
  },
};

const NOTE =
  'One kustomization over our output, measured once per size. Kustomize takes no object twice, so each cluster has a ' +
  'bookinfo namespace of its own, and the hub alone subscribes to the operator.';

async function build(
  clusters: number,
  { scratch }: Bench,
  { kubectl }: Tools,
): Promise<{ row: Row } & Pick<Run, 'stopped'>> {
  const directory = join(scratch, 'output');
  emptyDirectory(directory);
  const topology = join(scratch, 'topology.yaml');
  writeFileSync(topology, JSON.stringify(distinctHubAndSpoke(clusters)));
  await runProcess(ossmFed('synth', '-f', topology, '-o', directory));
  const objects = countObjects(directory);
  const resources = yamlFiles(directory).map((file) => relative(directory, file));
  writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify({ resources }));
  const stdout = join(scratch, 'kustomized.yaml');
  const { seconds, stopped, ...memory } = await runProcess(
    { file: kubectl, args: ['kustomize', directory], stdout },
    LIMIT,
  );
  const input = `hub and spoke, ${number(clusters)} clusters`;
  return { row: { tool: 'kubectl kustomize', input, objects, seconds: [seconds], ...memory }, stopped };
}

function outcome(done: readonly Row[], stopped: Row): string {
  const last = done.at(-1);
  const most =
    last === undefined ? 'None' : `${number(last.objects)} objects in ${inSeconds(last.seconds[0] ?? Number.NaN)} s`;
  return `${most}; ${number(stopped.objects)} objects were not done after ${LIMIT} s, when it was stopped.`;
}
