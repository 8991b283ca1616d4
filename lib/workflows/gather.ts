import { dumpText } from '../dump/write';
import type { RedactedObject } from '../fetch/gather';
import { replaceFile } from '../io/replace-file';
import { reasonOf } from '../io/topology-files';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Connect } from '../kube/reader';
import type { Observation } from '../status/observation';
import { permissionFix, READ_AGAIN } from '../status/report';
import type { Loaded } from './load';
import { type ObserveOptions, observe, observeIssues } from './observe';

/** What gathering did. */
export interface GatherResult {
  /** The command that has this result. */
  readonly command: 'gather';
  /** What is wrong with the topology or the file, and which clusters and kinds could not be read. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined if nothing was. */
  readonly summary?: GatherSummary;
}

/** What a dump contains, in numbers. */
export interface GatherSummary {
  /** The path of the dump. */
  readonly dump: string;
  /** The number of clusters that were read. */
  readonly clusters: number;
  /** The number of their objects. */
  readonly objects: number;
}

/** Reads the clusters of a topology and writes a dump, which has what could be read. */
export async function gather(
  loaded: Loaded,
  connect: Connect,
  time: Date,
  file: string,
  options: ObserveOptions = {},
): Promise<GatherResult> {
  const problems = observeIssues(loaded, options.clusters);
  if (problems.length > 0) return { command: 'gather', issues: problems };
  const { observation, warnings, redacted } = await observe(loaded, connect, time, options);
  try {
    replaceFile(file, dumpText(observation));
  } catch (error) {
    const message = `cannot write the dump: ${reasonOf(error)}`;
    const fix = 'fix the permissions of its directory, or free disk space';
    return { command: 'gather', issues: placeIssues([{ code: 'STA005', path: [], message, fix }], file) };
  }
  const readings = Object.values(observation.clusters);
  const read = readings.filter(({ failure, isSkipped }) => failure === undefined && !isSkipped);
  const objects = read.reduce((sum, reading) => sum + reading.objects.length, 0);
  return {
    command: 'gather',
    issues: [...warnings, ...redacted.map(redactedIssue), ...unreadIssues(observation)],
    summary: { dump: file, clusters: read.length, objects },
  };
}

function unreadIssues({ clusters }: Observation): readonly PlacedIssue[] {
  return Object.entries(clusters).flatMap(
    ([cluster, { failure, fix = READ_AGAIN, unread }]): readonly PlacedIssue[] => {
      const place = { cluster, path: cluster };
      if (failure !== undefined) {
        return [{ code: 'STA001', ...place, message: `cluster "${cluster}" could not be read: ${failure}`, fix }];
      }
      return unread.map(({ kind, namespace, reason, isForbidden = false }) => {
        const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
        const message = `objects of kind ${kind}${where} of cluster "${cluster}" could not be read: ${reason}`;
        return { code: 'STA002', ...place, message, fix: isForbidden ? permissionFix(cluster, kind) : READ_AGAIN };
      });
    },
  );
}

/** A warning about an object that contains a secret, which the dump does not. */
function redactedIssue({ cluster, kind, namespace, name }: RedactedObject): PlacedIssue {
  const object = `${kind} "${name}"${namespace === '' ? '' : ` in namespace "${namespace}"`} of cluster "${cluster}"`;
  return {
    code: 'STA007',
    level: 'warning',
    cluster,
    path: [cluster, kind, namespace, name].filter((part) => part !== '').join('/'),
    message: `${object} contains a secret, which was not written to the dump`,
    fix: 'remove the secret from the object, and replace it where it is used: everyone who can read the object knows it',
  };
}
