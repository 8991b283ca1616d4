import type { Platform } from '../platforms';

/** What `ossm-fed init` writes: a topology, and what belongs to its directory. */
export interface Starter {
  /** What the topology has: an example, or clusters with a mesh each. */
  readonly content: StarterExample | readonly StarterCluster[];
  /** The version of all meshes, such as `v3.4`; undefined for the default of the topology. */
  readonly meshVersion?: string;
  /** The URL of the Git repository that Argo CD reads; undefined without Argo CD. */
  readonly repository?: string;
  /** The code host whose workflow is written; undefined for none. */
  readonly workflow?: StarterWorkflow;
}

/** The examples that a topology can start from. */
export const STARTER_EXAMPLES = ['three-clouds'] as const;

/** The name of an example. */
export type StarterExample = (typeof STARTER_EXAMPLES)[number];

/** The code hosts that a workflow can be written for. */
export const STARTER_WORKFLOWS = ['github'] as const;

/** The name of a code host. */
export type StarterWorkflow = (typeof STARTER_WORKFLOWS)[number];

/** A cluster of a new topology, and its mesh. */
export interface StarterCluster {
  /** The name of the cluster. */
  readonly name: string;
  /** The kubeconfig context, if it has another name than the cluster. */
  readonly context?: string;
  /** The platform. */
  readonly platform: Platform;
  /** What the platform is guessed from, such as the host name of the API server; undefined where it is stated. */
  readonly guessedFrom?: string;
  /** The name of the mesh. */
  readonly mesh: string;
}

/** Where the files of a starter find the tool. */
export interface StarterTool {
  /** The path of the JSON Schema of topologies, relative to the directory of the topology. */
  readonly schema: string;
  /** How the command is run, such as `npx ossm-fed`. */
  readonly command: string;
  /** The version of the tool. */
  readonly version: string;
}

/** A file of a starter. */
export interface StarterFile {
  /** The path below the directory, with `/`. */
  readonly path: string;
  /** Its text. */
  readonly text: string;
  /** Whether an existing file of that name is kept as it is; otherwise it prevents that anything is written. */
  readonly keepsExisting: boolean;
}
