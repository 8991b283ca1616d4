import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { type Answer, failed } from '../failure';

/** A part of a kubeconfig that may have any fields or none. */
export interface Fields {
  readonly [field: string]: unknown;
}

/** What a context stands for: where the API is, and as whom to ask it. */
export interface Access {
  /** The name of the context. */
  readonly context: string;
  /** The `cluster` entry of the kubeconfig, with absolute paths. */
  readonly cluster: Fields;
  /** The `user` entry of the kubeconfig with absolute paths; empty if the context has no user. */
  readonly user: Fields;
}

/** The kubeconfig, merged from its files. */
export interface Kubeconfig {
  /** The `context` entries by name. */
  readonly contexts: ReadonlyMap<string, Fields>;
  /** The `cluster` entries by name, with absolute paths. */
  readonly clusters: ReadonlyMap<string, Fields>;
  /** The `user` entries by name, with absolute paths. */
  readonly users: ReadonlyMap<string, Fields>;
  /** The existing files that cannot be used, each with the reason. */
  readonly problems: readonly string[];
}

/**
 * Reads the kubeconfig: the files of KUBECONFIG, or `.kube/config` at home. As kubectl does, and client-node does not,
 * it skips files that are not there, and of several entries with one name it takes the first: installers call the
 * user of every cluster `admin`. Paths are relative to the file in which they stand. Nothing is ever written.
 */
export function readKubeconfig(env: NodeJS.ProcessEnv = process.env): Kubeconfig {
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  const files = named.length > 0 ? named : [join(env.HOME ?? homedir(), '.kube', 'config')];
  const merged = {
    contexts: new Map<string, Fields>(),
    clusters: new Map<string, Fields>(),
    users: new Map<string, Fields>(),
  };
  const problems: string[] = [];
  for (const file of new Set(files.map((each) => resolve(each)))) {
    const content = readFile(file);
    if (typeof content === 'string') problems.push(content);
    else if (content !== undefined) addFile(content, dirname(file), merged);
  }
  return { ...merged, problems };
}

/** What a context stands for, or why it is of no use. */
export function accessOf({ contexts, clusters, users, problems }: Kubeconfig, context: string): Answer<Access> {
  const found = contexts.get(context);
  if (found === undefined) {
    const [problem] = problems;
    if (problem !== undefined) return failed('kubeconfig', problem);
    return { failure: { kind: 'context', detail: 'there is no such context', contexts: [...contexts.keys()] } };
  }
  const cluster = clusters.get(String(found.cluster));
  if (cluster === undefined) return failed('kubeconfig', 'the context names a cluster that is not in it');
  const user = users.get(String(found.user ?? ''));
  if (user === undefined && isThere(found.user))
    return failed('kubeconfig', 'the context names a user that is not in it');
  return { value: { context, cluster, user: user ?? {} } };
}

/** The content of a file; undefined where there is none, a text that tells why where it cannot be used. */
function readFile(file: string): Fields | string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `the file ${file} cannot be read (${code})`;
  }
  try {
    const content = load(text);
    return content === undefined || content === null || isFields(content)
      ? (content ?? {})
      : `the file ${file} is no kubeconfig`;
  } catch {
    // What the parser says shows lines of the file, and with them what is secret.
    return `the file ${file} is not YAML`;
  }
}

type Merged = { readonly [part in 'contexts' | 'clusters' | 'users']: Map<string, Fields> };

function addFile(content: Fields, directory: string, { contexts, clusters, users }: Merged): void {
  addEntries(content.contexts, 'context', contexts, (context) => context);
  addEntries(content.clusters, 'cluster', clusters, (cluster) =>
    withPaths(cluster, directory, ['certificate-authority']),
  );
  addEntries(content.users, 'user', users, (user) => {
    const plain = withPaths(user, directory, ['client-certificate', 'client-key', 'tokenFile']);
    return isFields(plain.exec) ? { ...plain, exec: withCommand(plain.exec, directory) } : plain;
  });
}

function addEntries(
  entries: unknown,
  key: string,
  into: Map<string, Fields>,
  toEntry: (fields: Fields) => Fields,
): void {
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (!isFields(entry)) continue;
    const { name, [key]: value } = entry;
    if (typeof name === 'string' && isFields(value) && !into.has(name)) into.set(name, toEntry(value));
  }
}

function withPaths(fields: Fields, directory: string, keys: readonly string[]): Fields {
  const paths = keys.flatMap((key) => {
    const path = fields[key];
    return isThere(path) ? [[key, resolve(directory, path)] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(paths) };
}

/** A command with a path is relative to the file; a bare name is looked for in PATH. */
function withCommand(exec: Fields, directory: string): Fields {
  const { command } = exec;
  const isPath = isThere(command) && !isAbsolute(command) && /[/\\]/.test(command);
  return isPath ? { ...exec, command: resolve(directory, command) } : exec;
}

/** Whether a value is a text that says something. */
export function isThere(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
