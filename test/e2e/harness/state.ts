import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';

/** The clusters of the fleet: as in the project's own topology, on AWS, Azure and GCP. */
export const CLUSTERS = ['rosa', 'aro', 'rog'] as const;

/** The name of a cluster, which its context has too. */
export type ClusterName = (typeof CLUSTERS)[number];

/** The users that every cluster knows, by their tokens. */
export interface Tokens {
  /** May do everything. */
  readonly admin: string;
  /** Is known, and may do what everybody may; no test gives it more. */
  readonly nobody: string;
  /** Is `fetcher`, and may do what tests let it. */
  readonly fetcher: string;
}

/** One cluster as it runs. */
export interface ClusterState {
  readonly name: ClusterName;
  /** The URL of its API server, without a slash at the end. */
  readonly url: string;
  /** The path of the PEM file of its CA. */
  readonly ca: string;
  /** The process id of its API server. */
  readonly pid: number;
}

/** All that a test file needs to know to find the fleet. */
export interface FleetState {
  /** Where everything of this run is, and tests may write; it is removed at the end. */
  readonly directory: string;
  /** The kubeconfig with a context for each cluster, in which one is allowed everything. */
  readonly kubeconfig: string;
  readonly kubectl: string;
  readonly tokens: Tokens;
  /** A client certificate of a user who may do everything, as paths of PEM files. */
  readonly clientCertificate: { readonly certificate: string; readonly key: string };
  readonly clusters: readonly ClusterState[];
}

/** The environment variable with the files of the states, one for each worker of Jest, from the global setup to the tests. */
export const STATES_VARIABLE = 'OSSM_FED_E2E_FLEETS';

/** The fleet of this worker, which the global setup started; throws if there is none. */
export function readState(): FleetState {
  const files = process.env[STATES_VARIABLE]?.split(delimiter) ?? [];
  const file = files[Number(process.env.JEST_WORKER_ID ?? 1) - 1];
  if (file === undefined) throw new Error('no fleet has been started; run "npm run test:e2e"');
  return JSON.parse(readFileSync(file, 'utf8')) as FleetState;
}
