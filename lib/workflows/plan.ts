import { fieldText } from '../changes/fields';
import {
  type Edge,
  type FieldAction,
  type JudgedChange,
  type ObjectAction,
  type PlacedObject,
  RISKS,
  type Risk,
} from '../changes/model';
import { shownValue } from '../changes/shown';
import { tokensIn } from '../facts/token';
import { chooseClusters } from '../federation/choose';
import type { Generation } from '../generation';
import { GENERATIONS } from '../generations';
import { isError } from '../issues/issue';
import { type PlacedIssue, placeIssues } from '../issues/place';
import { listNames, suggestName } from '../issues/suggest';
import type { Connect } from '../kube/reader';
import { count } from '../values';
import { changesOf, changeWarnings } from './changes';
import type { Loaded } from './load';
import { compareDump } from './plan-dump';
import { type LiveComparison, readLive } from './plan-live';
import { type ClusterStates, directoryState, isKnown, revisionState, synthState } from './plan-states';
import { readDumpFile } from './status';

/** What a plan command found. */
export interface PlanResult {
  /** The command that has this result. */
  readonly command: 'plan';
  /** What is wrong with the input, what could not be read, and what to know before the changes are applied. */
  readonly issues: readonly PlacedIssue[];
  /** The changes; undefined if they are not known. */
  readonly plan?: ChangePlan;
}

/** What would change. */
export interface ChangePlan {
  /** The state before, such as `the clusters` or `git revision main (0123456789ab)`. */
  readonly before: string;
  /** The state after, such as `the topology`. */
  readonly after: string;
  /** The clusters of which not all could be read, so that there may be other changes; empty if all is known. */
  readonly unknown: readonly string[];
  /** The number of changes of each risk. */
  readonly counts: { readonly [risk in Risk]: number };
  /** The changes, the worst risk first; an object is listed once for each risk that its fields have. */
  readonly changes: readonly PlannedChange[];
}

/** What would change of one object, as far as it has one risk. */
export interface PlannedChange {
  /** What it can break. */
  readonly risk: Risk;
  /** The cluster. */
  readonly cluster: string;
  /** What happens to the object. */
  readonly action: ObjectAction;
  /** The group and version, such as `maistra.io/v2`. */
  readonly apiVersion: string;
  /** The kind, such as `ServiceMeshPeer`. */
  readonly kind: string;
  /** The namespace; left out for kinds that are cluster-scoped. */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
  /** The fields that change; empty unless the action is `update`. */
  readonly fields: readonly PlannedField[];
  /** The edges that it affects, each what `mesh` imports from `peer`. */
  readonly edges: readonly Edge[];
  /** The shared services that it affects, each as `namespace/name`; a part can be `*`. */
  readonly services: readonly string[];
  /** The codes of the problems that say what to know before it is applied. */
  readonly warnings: readonly string[];
}

/** A field that would change; certificates are shown by their fingerprints, and secrets not at all. */
export interface PlannedField {
  /** The path, such as `spec.ports[tls].nodePort`; an item of a list has its key or its index in brackets. */
  readonly path: string;
  /** What happens to it. */
  readonly action: FieldAction;
  /** The value before; left out for `add`. */
  readonly before?: unknown;
  /** The value after; left out for `remove`. */
  readonly after?: unknown;
}

/** Options of all plans. */
export interface PlanOptions {
  /**
   * The names of the clusters whose changes are planned.
   *
   * @default all
   */
  readonly clusters?: readonly string[] | undefined;
}

/** Compares running clusters with what synth would write. */
export async function planFromClusters(
  loaded: Loaded,
  connect: Connect,
  options: PlanOptions = {},
): Promise<PlanResult> {
  const started = startPlan(loaded, options);
  if ('command' in started) return started;
  return livePlan(loaded, started, await readLive(loaded, started.chosen, connect, started.identities), 'the clusters');
}

/**
 * Compares a dump with what synth would write.
 *
 * @param file the path of the dump
 */
export function planFromDump(loaded: Loaded, file: string, options: PlanOptions = {}): PlanResult {
  const started = startPlan(loaded, options);
  if ('command' in started) return started;
  const content = readDumpFile(file);
  if ('issue' in content) return noPlan(placeIssues([content.issue], file));
  const { observation } = content;
  const name = `dump ${file} of ${observation.time.toISOString()}`;
  return livePlan(loaded, started, compareDump(loaded, started.chosen, observation), name);
}

/** Compares a directory, such as an earlier output, with what synth would write. */
export function planFromDirectory(loaded: Loaded, directory: string, options: PlanOptions = {}): PlanResult {
  const started = startPlan(loaded, options);
  return 'command' in started ? started : statePlan(loaded, directoryState(directory), started, options);
}

/** Compares the output directory of a git revision with what synth would write. */
export function planFromRevision(
  loaded: Loaded,
  dist: string,
  revision: string,
  options: PlanOptions = {},
): PlanResult {
  const started = startPlan(loaded, options);
  return 'command' in started ? started : statePlan(loaded, revisionState(dist, revision), started, options);
}

/** Compares the output directory of two git revisions. No topology is read, so meshes have the names of their control planes. */
export function planBetweenRevisions(dist: string, from: string, to: string, options: PlanOptions = {}): PlanResult {
  const after = revisionState(dist, to);
  return statePlan({ generations: GENERATIONS }, revisionState(dist, from), after, options);
}

/** What synth would write, for all clusters and for those that are planned. */
interface StartedPlan extends ClusterStates {
  readonly chosen: readonly PlacedObject[];
}

/** What synth would write; a result if it is not known. */
export function startPlan(loaded: Loaded, { clusters }: PlanOptions): StartedPlan | PlanResult {
  const { federation, issues } = loaded;
  if (federation === undefined) return noPlan(issues);
  const { chosen, issues: unknown } = chooseClusters(federation, clusters);
  if (unknown.length > 0) return noPlan(unknown);
  const names = new Set(chosen.map(({ name }) => name));
  const state = synthState(loaded);
  if (!isKnown(state)) return noPlan(state.issues);
  return { ...state, chosen: state.objects.filter(({ cluster }) => names.has(cluster)) };
}

/** The result where the changes are not known. */
export function noPlan(issues: readonly PlacedIssue[]): PlanResult {
  return { command: 'plan', issues };
}

function livePlan(
  { generations, federation }: Loaded,
  after: StartedPlan,
  live: LiveComparison,
  name: string,
): PlanResult {
  const input = { generations, federation, before: live.before, after: live.after, allAfter: after.objects };
  const states = { before: name, after: after.name, unknown: live.unknown };
  return planOf(changesOf({ ...input, isLive: true }), [...after.issues, ...live.issues], states);
}

/** Compares two states that are known as a whole. */
function statePlan(
  { generations, federation }: Pick<Loaded, 'federation'> & { readonly generations: readonly Generation[] },
  before: ClusterStates,
  after: ClusterStates,
  { clusters }: PlanOptions,
): PlanResult {
  const all = [...before.issues, ...after.issues];
  const issues = [...new Map(all.map((issue) => [JSON.stringify(issue), issue])).values()];
  if (issues.some(isError)) return noPlan(issues);
  const known = [...new Set([...before.objects, ...after.objects].map(({ cluster }) => cluster))];
  const unknown = clusters?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const message = `unknown cluster "${unknown}"`;
    return noPlan([{ code: 'CLI001', path: '--cluster', message, fix: suggestName(unknown, known) }]);
  }
  const isChosen = ({ cluster }: PlacedObject) => clusters?.includes(cluster) ?? true;
  const input = {
    before: before.objects.filter(isChosen),
    after: after.objects.filter(isChosen),
    allAfter: after.objects,
  };
  const states = { before: before.name, after: after.name, unknown: [] };
  return planOf(changesOf({ ...input, generations, federation }), issues, states);
}

function planOf(
  judged: readonly JudgedChange[],
  issues: readonly PlacedIssue[],
  states: Pick<ChangePlan, 'before' | 'after' | 'unknown'>,
): PlanResult {
  const changes = judged.map(plannedChange);
  const counts = Object.fromEntries(RISKS.map((risk) => [risk, changes.filter((one) => one.risk === risk).length]));
  return {
    command: 'plan',
    issues: [...issues, ...tokenWarnings(judged), ...changeWarnings(judged)],
    plan: { ...states, counts: counts as ChangePlan['counts'], changes },
  };
}

function plannedChange({ warnings, fields, ...change }: JudgedChange): PlannedChange {
  return {
    ...change,
    fields: fields.map(({ path, action, before, after }) => ({
      path: fieldText(path),
      action,
      ...(before !== undefined && { before: shownValue(before) }),
      ...(after !== undefined && { after: shownValue(after) }),
    })),
    warnings: [...new Set(warnings.map(({ code }) => code))],
  };
}

/** A warning if values would be replaced by tokens: they are not in the lock. */
function tokenWarnings(judged: readonly JudgedChange[]): readonly PlacedIssue[] {
  const values = judged.flatMap(({ fields }) => fields.map(({ after }) => JSON.stringify(after) ?? ''));
  const tokens = [...new Set(values.flatMap((value) => tokensIn(value)))].sort();
  if (tokens.length === 0) return [];
  const message = `${count(tokens.length, 'value')} missing from the lock, so fields would get tokens instead: ${listNames(tokens)}`;
  return [{ code: 'PLN004', level: 'warning', path: '', message, fix: 'run "ossm-fed fetch", and plan again' }];
}
