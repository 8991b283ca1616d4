import { compare, helmPerCluster, synthOf } from '../compare';
import { hubAndSpoke } from '../federations';
import type { Row } from '../report';
import type { Section } from './section';

/** The numbers of clusters, and how often each is measured. */
const SIZES = [
  [3, 11],
  [30, 5],
] as const;

/** Helm as people use it: a release per cluster, and so a process per cluster. */
export const perCluster: Section = {
  name: 'per-cluster',
  title: 'Helm as people use it: one process per cluster',
  measure: async (bench) => {
    const { tools } = bench;
    if (tools === undefined) return { rows: [], notes: ['Not measured without Helm.'], verdicts: [] };
    const rows: Row[] = [];
    for (const [clusters, runs] of SIZES) {
      const federation = hubAndSpoke(bench.clusters(clusters));
      const candidates = [synthOf(federation, bench), helmPerCluster(federation, bench, tools)];
      rows.push(...(await compare(federation.name, candidates, runs, bench)));
    }
    return { rows, notes: ['The processes run one after the other, and their times add up.'], verdicts: [] };
  },
};
