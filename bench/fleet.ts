/** A fleet of pairs that `up` has applied to servers in memory, for the commands that read or write all clusters. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Apis, record, setDelay } from './apis';
import type { Bench, Candidate } from './compare';
import { kubeconfigOf } from './kubeconfig';
import { DELAY } from './many-clusters';
import { pairedNames, pairs } from './pairs';
import { runProcess } from './process';
import { ossmFed } from './programs';
import { byCluster, type Recorded, roundsOf } from './recording';

/** The seconds after which a run is taken for one that does not end. */
const LIMIT = 600;

/** How long the first `up` may take; it fails if not all is healthy by then. */
const TIMEOUT = '9m';

/** The files of a fleet. */
export interface Fleet {
  readonly clusters: readonly string[];
  readonly topology: string;
  /** The options of commands that reach the clusters. */
  readonly options: readonly string[];
  /** The server of each cluster. */
  readonly urlOf: (cluster: string) => string;
}

/** Applies a topology to a number of clusters without any delay, until all is healthy, and then sets the delay. */
export async function applyFleet(count: number, apis: Apis, { scratch }: Bench): Promise<Fleet> {
  const clusters = pairedNames(count);
  const [topology, kubeconfig] = [join(scratch, 'fleet.yaml'), join(scratch, 'fleet.kubeconfig')];
  writeFileSync(topology, JSON.stringify(pairs(count)));
  writeFileSync(kubeconfig, kubeconfigOf(clusters, apis.urls));
  const options = ['-f', topology, '--kubeconfig', kubeconfig, '--allow-insecure'];
  await setDelay(apis, 0);
  await toEnd(['up', ...options, '--timeout', TIMEOUT]);
  await setDelay(apis, DELAY);
  const urls = new Map(clusters.map((name, i) => [name, `${apis.urls[i % apis.urls.length]}/${name}`]));
  return { clusters, topology, options, urlOf: (cluster) => urls.get(cluster) ?? '' };
}

/** What a command asked of the servers, and the same requests as a program of their own. */
export interface Floor {
  readonly requests: number;
  /** The most rounds of any cluster. */
  readonly rounds: number;
  readonly candidate: Candidate;
}

/**
 * The requests of a command, recorded in a run of its own.
 *
 * @param atATime the number of clusters that the command reaches at a time
 */
export async function floorOf(
  args: readonly string[],
  atATime: number,
  apis: Apis,
  { urlOf }: Fleet,
  { scratch }: Bench,
): Promise<Floor> {
  const requests = await record(apis, () => toEnd(args));
  const clusters = [...byCluster(requests)].map(([name, own]) => ({ url: urlOf(name), rounds: roundsOf(own) }));
  const file = join(scratch, `${args.slice(0, 1).join()}-requests.json`);
  writeFileSync(file, JSON.stringify({ atATime, clusters: clusters.map(toReplay) }));
  return {
    requests: requests.length,
    rounds: Math.max(0, ...clusters.map(({ rounds }) => rounds.length)),
    candidate: bare('the same requests, bare', 'replay.js', file),
  };
}

/** A program of the benchmark that only waits for servers or the disk. */
export function bare(tool: string, program: string, ...args: readonly string[]): Candidate {
  return { tool, commands: () => [{ file: process.execPath, args: [resolve('bench/bare', program), ...args] }] };
}

function toReplay({ url, rounds }: { readonly url: string; readonly rounds: readonly (readonly Recorded[])[] }) {
  return { url, rounds: rounds.map((round) => round.map(({ method, path, body }) => ({ method, path, body }))) };
}

/** Runs the package once. */
async function toEnd(args: readonly string[]): Promise<void> {
  const { stopped } = await runProcess(ossmFed(...args), LIMIT);
  if (stopped) throw new Error(`ossm-fed ${args[0]} did not end within ${LIMIT} s`);
}
