import type { ClusterReading, Observation } from '../status/observation';
import { DUMP_VERSION } from './read';

/** The text of a dump: JSON, which is YAML too. `readDump` reads the same observation from it. */
export function dumpText({ time, clusters }: Observation): string {
  const sorted = Object.entries(clusters).sort(([a], [b]) => (a < b ? -1 : 1));
  const written = sorted.map(([name, reading]) => [name, writtenCluster(reading)]);
  const dump = { version: DUMP_VERSION, time: time.toISOString(), clusters: Object.fromEntries(written) };
  return `${JSON.stringify(dump, null, 2)}\n`;
}

function writtenCluster({ objects, unread, failure, fix, isSkipped = false }: ClusterReading): object {
  if (isSkipped) return { skipped: true };
  if (failure !== undefined) return { failure, ...(fix !== undefined && { fix }) };
  return { objects, ...(unread.length > 0 && { unread }) };
}
