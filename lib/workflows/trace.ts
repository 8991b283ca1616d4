import { lockFileOf, readLockFile } from '../io/lock-file';
import { type ManifestSource, readSources } from '../io/manifest-sources';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { ManifestObject } from '../manifests/object';
import { readManifests } from '../manifests/read';
import { buildFleet } from '../observed/build';
import type { PlatformsByCluster } from '../observed/clusters';
import type { Fleet } from '../observed/model';
import type { Trace } from '../trace/model';
import { type TraceQuestion, tracer } from '../trace/trace';
import { platformsOf } from './check-output';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
import { synthToMemory } from './synth';

/** The way of a call. */
export interface TraceResult {
  /** The command that has this result. */
  readonly command: 'trace';
  /** What is wrong with the input; warnings do not prevent a trace. */
  readonly issues: readonly PlacedIssue[];
  /** The way; undefined if there is an error. */
  readonly trace?: Trace;
}

/** The way of a call, and the manifests that it is in. */
export interface TracedFleet {
  /** The way. */
  readonly result: TraceResult;
  /** All manifests; undefined if there is an error. */
  readonly fleet?: Fleet;
}

/** The manifests to trace in. */
interface TraceInput {
  readonly objects: readonly ManifestObject[];
  readonly issues: readonly PlacedIssue[];
  readonly platforms?: PlatformsByCluster;
  readonly ignoredRules?: readonly string[];
}

/** Traces a call in what `synth` would write for a topology, with the values of its lock. */
export function traceTopology(loaded: Loaded, request: TraceQuestion): TracedFleet {
  return answer(topologyInput(loaded), request);
}

/**
 * Traces a call in manifests.
 *
 * @param stdin reads all of standard input; called only if it is one of the sources
 */
export function traceSources(
  sources: readonly ManifestSource[],
  request: TraceQuestion,
  stdin: () => string,
): TracedFleet {
  const { objects, problems } = readSources(sources, stdin);
  const issues = problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, message, fix }): PlacedIssue => {
      const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
      return { code: 'TRC001', path: '', file, ...place, message, fix };
    });
  return answer({ objects, issues }, request);
}

function topologyInput(loaded: Loaded): TraceInput {
  const { federation, generations, issues, file } = loaded;
  if (federation === undefined) return { objects: [], issues };
  const lockFile = file && lockFileOf(file);
  const { lock, issues: faults } =
    lockFile === undefined ? { issues: [] } : readLockFile(lockFile, factKindsOf(generations));
  if (faults.length > 0) return { objects: [], issues: faults };
  const output = synthToMemory(loaded, lock === undefined ? {} : { lock });
  const objects = [...output.files].flatMap(([path, text]) => {
    const cluster = path.slice(0, path.indexOf('/'));
    return readManifests(cluster, path, text).manifests;
  });
  const { ignoredRules, clusters } = federation;
  return { objects, issues: output.issues, platforms: platformsOf(clusters), ignoredRules };
}

function answer({ objects, issues, platforms, ignoredRules = [] }: TraceInput, request: TraceQuestion): TracedFleet {
  if (issues.some(isError)) return { result: { command: 'trace', issues } };
  const fleet = buildFleet(objects, platforms);
  const found = tracer(fleet, ignoredRules)(request);
  if (!('message' in found)) return { result: { command: 'trace', issues, trace: found }, fleet };
  const { part, message, fix } = found;
  const code = part === 'caller' ? 'CLI020' : 'CLI021';
  const path = part === 'caller' ? 'CALLER' : 'HOST';
  return { result: { command: 'trace', issues: [...issues, { code, path, message, fix }] } };
}
