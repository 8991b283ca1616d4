import type { Issue } from '../issues/issue';
import { parseText } from '../manifests/parse';
import {
  type ClusterReading,
  instantAt,
  mapsAt,
  type Observation,
  SKIPPED,
  textAt,
  type UnreadKind,
} from '../status/observation';
import { type Fields, isFields } from '../values';

/** The version of the format that this program writes and reads. */
export const DUMP_VERSION = 1;

/** What a dump contains, or why it is invalid. */
export type DumpContent = { readonly observation: Observation } | { readonly issue: Issue };

const FIX = 'pass a file that "ossm-fed gather" wrote';

/** Reads the text of a dump, YAML or JSON, within the bounds of manifests. */
export function readDump(text: string): DumpContent {
  const parsed = parseText(text);
  if ('problem' in parsed) {
    const { message, position } = parsed.problem;
    return invalid(`line ${position.line}, column ${position.column}: ${message}`);
  }
  const [value, ...others] = parsed.values;
  if (!isFields(value) || others.length > 0) return invalid('expected one map');
  if (value.version !== DUMP_VERSION) return invalid(`expected "version: ${DUMP_VERSION}"`);
  const time = instantAt(value, ['time']);
  if (time === undefined) return invalid('expected "time" as an instant of ISO 8601');
  if (!isFields(value.clusters)) return invalid('expected "clusters" as a map of clusters by name');
  const clusters: [string, ClusterReading][] = [];
  for (const [name, cluster] of Object.entries(value.clusters)) {
    const reading = readCluster(cluster);
    if (reading === undefined) return invalid(`expected "objects", "failure" or "skipped" in cluster "${name}"`);
    clusters.push([name, reading]);
  }
  return { observation: { time: new Date(time), clusters: Object.fromEntries(clusters) } };
}

function invalid(reason: string): DumpContent {
  return { issue: { code: 'STA004', path: [], message: `invalid dump: ${reason}`, fix: FIX } };
}

function readCluster(value: unknown): ClusterReading | undefined {
  if (!isFields(value)) return undefined;
  if (value.skipped === true) return SKIPPED;
  const [failure, fix] = [textAt(value, ['failure']), textAt(value, ['fix'])];
  if (failure !== '') return { objects: [], unread: [], failure, ...(fix !== '' && { fix }) };
  if (!Array.isArray(value.objects)) return undefined;
  return {
    objects: mapsAt(value, ['objects']).flatMap(itemsOf),
    unread: mapsAt(value, ['unread']).flatMap(readUnread),
  };
}

/** The items of a List, such as `kubectl get -o yaml` prints, or the object itself. */
function itemsOf(object: Fields): readonly Fields[] {
  return object.kind === 'List' ? mapsAt(object, ['items']) : [object];
}

function readUnread(value: Fields): readonly UnreadKind[] {
  const [kind, namespace, reason] = [textAt(value, ['kind']), textAt(value, ['namespace']), textAt(value, ['reason'])];
  if (kind === '') return [];
  const isForbidden = value.isForbidden === true;
  return [
    {
      kind,
      reason: reason || 'unknown reason',
      ...(namespace !== '' && { namespace }),
      ...(isForbidden && { isForbidden }),
    },
  ];
}
