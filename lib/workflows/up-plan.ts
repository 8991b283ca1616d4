import type { DeliveryProgress } from '../deliver/progress';
import { chooseClusters } from '../federation/choose';
import type { Federation } from '../federation/model';
import type { Clock } from '../fetch/rounds';
import type { Stage } from '../generation';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import { suggestName } from '../issues/suggest';
import type { ConnectWriter } from '../kube/writer';
import type { Lock } from '../lock/model';
import { type RenderedDelivery, renderDelivery, stagesOf } from './delivery-objects';
import { factKindsOf } from './facts';
import { type Loaded, type LoadOptions, loadNamed } from './load';

/** What to apply, and where. */
export interface UpRequest extends LoadOptions {
  /** The topology file, `-` for standard input; the lock is beside it, or in the current directory. */
  readonly file: string;
  /**
   * Reads all of standard input.
   *
   * @default standard input is empty
   */
  readonly stdin?: () => string;
  /**
   * The names of the clusters to write.
   *
   * @default all
   */
  readonly clusters?: readonly string[];
  /**
   * The last stage to apply, by its name or directory.
   *
   * @default all stages, and then the status
   */
  readonly to?: string;
  /** Whether the clusters only answer what they would store. */
  readonly isDryRun: boolean;
  /** Whether objects are deleted that the topology no longer has. */
  readonly prune: boolean;
  /** For how many milliseconds to wait at most. */
  readonly timeout: number;
  /** The name of the inventory on each cluster. */
  readonly inventory: string;
}

/** What delivery needs from its surroundings. */
export interface DeliveryTools {
  /** Makes clients for kubeconfig contexts. */
  readonly connect: ConnectWriter;
  /** The time. */
  readonly clock: Clock;
  /** The time of day. */
  readonly now: () => Date;
  /** Reports what is going on. */
  readonly progress: DeliveryProgress;
}

/** What `up` will do, as far as it is known without a connection. */
export interface UpPlan {
  /** The loaded topology. */
  readonly loaded: Loaded;
  /** The resolved federation. */
  readonly federation: Federation;
  /** The path of the lock. */
  readonly lockFile: string;
  /** The lock; undefined if there is none. */
  readonly lock: Lock | undefined;
  /** The stages, up to the last one to apply. */
  readonly stages: readonly Stage[];
  /** Whether these are all stages. */
  readonly isWhole: boolean;
  /** What the clusters get. */
  readonly rendered: RenderedDelivery;
}

/** Loads and renders everything, or returns what is wrong; no request is sent. */
export function planUp(
  request: Omit<UpRequest, 'isDryRun' | 'prune' | 'timeout' | 'inventory'>,
): UpPlan | { readonly issues: readonly PlacedIssue[] } {
  const { file, stdin = () => '', clusters, to, ...options } = request;
  const loaded = loadNamed(file, stdin, options);
  const { federation, generations } = loaded;
  if (federation === undefined) return { issues: loaded.issues };
  const { issues } = chooseClusters(federation, clusters);
  const all = stagesOf(generations);
  const last =
    to === undefined ? all.length - 1 : all.findIndex(({ name, directory }) => [name, directory].includes(to));
  const unknown = last === -1 ? [unknownStage(to ?? '', all)] : [];
  const lockFile = lockFileOf(file);
  const { lock, issues: faults } = readLockFile(lockFile, factKindsOf(generations));
  const found = [...issues, ...unknown, ...faults];
  if (found.length > 0) return { issues: found };
  const rendered = renderDelivery(loaded, lock, clusters);
  if (rendered.issues.some(isError)) return { issues: rendered.issues };
  const stages = all.slice(0, last + 1);
  return { loaded, federation, lockFile, lock, stages, isWhole: stages.length === all.length, rendered };
}

function unknownStage(to: string, stages: readonly Stage[]): PlacedIssue {
  const names = stages.map(({ name }) => name);
  return { code: 'CLI010', path: '--to', message: `unknown stage "${to}"`, fix: suggestName(to, names) };
}

/** The number of requests to all clusters that are under way at a time; waiting for a cluster takes none. */
export const MAX_REQUESTS = 256;

/** The number of clusters that are read at a time, up to four requests of each. */
export const READ_AT_A_TIME = 64;

/** Runs what writes to clusters, and closes its connections and the progress however it ends. */
export async function runToEnd<T>(
  run: { run(): Promise<T>; close(): void },
  { progress }: Pick<DeliveryTools, 'progress'>,
): Promise<T> {
  try {
    return await run.run();
  } finally {
    progress.end();
    run.close();
  }
}
