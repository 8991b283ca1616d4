/** A fleet of pairs that `up` has applied to servers in memory, for the commands that read or write all clusters. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Apis, setDelay } from './apis';
import type { Bench, Candidate } from './compare';
import { kubeconfigOf } from './kubeconfig';
import { DELAY, UP_LIMIT } from './many-clusters';
import { pairedNames, pairs } from './pairs';
import { runProcess } from './process';
import { ossmFed } from './programs';
import { byCluster, type Recorded, roundsOf } from './recording';

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
  await runProcess(ossmFed('up', ...options, ...UP_LIMIT));
  await setDelay(apis, DELAY);
  const urls = new Map(clusters.map((name, i) => [name, `${apis.urls[i % apis.urls.length]}/${name}`]));
  return { clusters, topology, options, urlOf: (cluster) => urls.get(cluster) ?? '' };
}

/** The requests of a command, as a program of their own. */
export interface Floor {
  /** The most rounds of any cluster. */
  readonly rounds: number;
  readonly candidate: Candidate;
}

/**
 * The floor of a command.
 *
 * @param tool the tool of its row
 * @param requests what the servers recorded
 * @param atATime the number of clusters that the command reaches at a time
 */
export function floorOf(
  tool: string,
  requests: readonly Recorded[],
  atATime: number,
  { urlOf }: Fleet,
  { scratch }: Bench,
): Floor {
  const clusters = [...byCluster(requests)].map(([name, own]) => ({ url: urlOf(name), rounds: roundsOf(own) }));
  const file = join(scratch, 'requests.json');
  writeFileSync(file, JSON.stringify({ atATime, clusters: clusters.map(toReplay) }));
  return {
    rounds: Math.max(0, ...clusters.map(({ rounds }) => rounds.length)),
    candidate: bare(tool, 'replay.js', file),
  };
}

/** A program of the benchmark that only waits for servers or the disk. */
export function bare(tool: string, program: string, ...args: readonly string[]): Candidate {
  return { tool, commands: () => [{ file: process.execPath, args: [resolve('bench/bare', program), ...args] }] };
}

function toReplay({ url, rounds }: { readonly url: string; readonly rounds: readonly (readonly Recorded[])[] }) {
  return { url, rounds: rounds.map((round) => round.map(({ method, path, body }) => ({ method, path, body }))) };
}
