import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactKind } from '../../../lib/facts/kind';
import { plainProgress } from '../../../lib/fetch/progress';
import type { FetchOptions } from '../../../lib/fetch/read-facts';
import { GENERATIONS } from '../../../lib/generations';
import { lockFileOf, readLockFile } from '../../../lib/io/lock-file';
import { clusterAccess } from '../../../lib/workflows/cluster-access';
import { factKindsOf } from '../../../lib/workflows/facts';
import { runFetch } from '../../../lib/workflows/fetch';
import { goOffline, type Respond } from '../offline';
import { exampleText, rootOf } from './examples';
import { reportsOf } from './reports';

/** The files of a fetch; what is not stated is valid. */
export interface FetchCase {
  /** The kubeconfig. */
  readonly kubeconfig?: Uint8Array;
  /** The lock, with which the clusters are then only compared. */
  readonly lock?: Uint8Array;
  /** What API servers send. */
  readonly respond: Respond;
}

/** The valid kubeconfig. */
export const KUBECONFIG = exampleText('kubeconfig.yaml').replace(
  'CERTIFICATE',
  Buffer.from(rootOf('east-mesh')).toString('base64'),
);

const TOPOLOGY = exampleText('fetch.yaml');

/** A time at which the certificates of the examples are valid. */
const NOW = new Date('2027-06-01T12:00:00Z');

let respondNow: Respond | undefined;

/** Fetches as the command does, from servers that are a function; returns the reports in all formats. */
export async function fetchReports(directory: string, one: FetchCase): Promise<ReadonlyMap<string, string>> {
  if (respondNow === undefined) goOffline((host, path) => respondNow?.(host, path) ?? Buffer.alloc(0));
  respondNow = one.respond;
  const file = join(directory, 'fetch.yaml');
  const [kubeconfig, lock] = [join(directory, 'kubeconfig'), lockFileOf(file)];
  writeFileSync(file, TOPOLOGY);
  writeFileSync(kubeconfig, one.kubeconfig ?? KUBECONFIG);
  if (one.lock === undefined) rmSync(lock, { force: true });
  else writeFileSync(lock, one.lock);
  const progress: string[] = [];
  const prepare = async (kinds: readonly FactKind[]): Promise<FetchOptions> => {
    const { connectByKubeconfig } = await clusterAccess();
    return {
      connect: connectByKubeconfig(kubeconfig),
      progress: plainProgress(kinds, (line) => progress.push(line)),
      clock: { now: () => 0, sleep: async () => undefined },
    };
  };
  const request = { file, check: one.lock !== undefined, dropOld: false };
  const reports = reportsOf(await runFetch(request, prepare, NOW));
  return reports.set('progress of fetch', progress.join('')).set('lock', request.check ? '' : writtenLock(lock));
}

/** The lock that a fetch wrote; throws if the next command would reject it. */
function writtenLock(path: string): string {
  if (!existsSync(path)) return '';
  const { issues } = readLockFile(path, factKindsOf(GENERATIONS));
  if (issues.length > 0) throw new Error(`fetch wrote a lock that is rejected: ${issues[0]?.message}`);
  return readFileSync(path, 'utf8');
}
