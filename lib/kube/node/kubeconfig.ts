import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { MAX_ACCESS_VALUES, MAX_FILE_CHARACTERS } from '../../bounds';
import { readNamed, Unreadable } from '../../files/read';
import { type Fields, isFields, isText, plainText } from '../../values';
import { type Answer, failed } from '../failure';

/** The API of a context, and the user for it. */
export interface KubeAccess {
  /** The name of the context. */
  readonly context: string;
  /** The cluster of the context, as the kubeconfig has it. */
  readonly cluster: Fields;
  /** The user of the context, as the kubeconfig has it; empty where the context has no user. */
  readonly user: Fields;
}

/** The kubeconfig, merged from its files. */
export interface Kubeconfig {
  /** The contexts by their names. */
  readonly contexts: ReadonlyMap<string, Fields>;
  /** The clusters by their names. */
  readonly clusters: ReadonlyMap<string, Fields>;
  /** The users by their names. */
  readonly users: ReadonlyMap<string, Fields>;
  /** Why files could not be read, each with its path. */
  readonly problems: readonly string[];
}

/**
 * Reads the kubeconfig: one file, or the files of KUBECONFIG, or `.kube/config` in the home directory. As kubectl does, and
 * client-node does not, it skips files of KUBECONFIG that do not exist, and of several entries with one name it uses the
 * first: installers call the user of every cluster `admin`. Paths are relative to the file that contains them. Nothing is
 * ever written.
 *
 * @param only the file to read instead of those of KUBECONFIG; it must exist
 */
export function readKubeconfig(env: NodeJS.ProcessEnv = process.env, only?: string): Kubeconfig {
  const files = only === undefined ? defaultFiles(env) : [only];
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
    else if (only !== undefined) problems.push(`cannot read ${file} (ENOENT)`);
  }
  return { ...merged, problems };
}

/** The files that kubectl reads. */
function defaultFiles(env: NodeJS.ProcessEnv): readonly string[] {
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [join(env.HOME ?? homedir(), '.kube', 'config')];
}

/** The cluster and the user of a context, or why they are unknown. */
export function accessOf({ contexts, clusters, users, problems }: Kubeconfig, context: string): Answer<KubeAccess> {
  const found = contexts.get(context);
  if (found === undefined) {
    const [problem] = problems;
    if (problem !== undefined) return failed('kubeconfig', problem);
    return { failure: { kind: 'context', detail: 'unknown context', contexts: [...contexts.keys()] } };
  }
  const cluster = clusters.get(plainText(found.cluster) ?? '');
  if (cluster === undefined) return failed('kubeconfig', 'the context refers to an unknown cluster');
  const user = users.get(plainText(found.user) ?? '');
  if (user === undefined && isText(found.user)) return failed('kubeconfig', 'the context refers to an unknown user');
  if (!isBounded(cluster) || !isBounded(user)) {
    return failed('kubeconfig', `the context has more than ${MAX_ACCESS_VALUES} values, aliases expanded`);
  }
  return { value: { context, cluster, user: user ?? {} } };
}

/** Whether a value has few enough parts; aliases can expand to more than any memory, or to no end. */
function isBounded(root: unknown): boolean {
  const left = [root];
  for (let count = 0; left.length > 0; count += 1) {
    if (count + left.length > MAX_ACCESS_VALUES) return false;
    const value = left.pop();
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) left.push(part);
  }
  return true;
}

/** The content of a file; undefined where it does not exist, and a text that says why where it cannot be read. */
function readFile(file: string): Fields | string | undefined {
  let text: string;
  try {
    text = readNamed(file, MAX_FILE_CHARACTERS).toString('utf8');
  } catch (error) {
    if (error instanceof Unreadable) return `cannot read ${file} (${error.message})`;
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `cannot read ${file} (${code})`;
  }
  try {
    const content = load(text);
    return content === undefined || content === null || isFields(content)
      ? (content ?? {})
      : `${file} is not a kubeconfig`;
  } catch {
    // The message of the parser would contain lines of the file, which may be secret.
    return `${file} is not valid YAML`;
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
    return isText(path) ? [[key, resolve(directory, path)] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(paths) };
}

/** A command with a path is relative to the file; a name without one is searched in PATH. */
function withCommand(exec: Fields, directory: string): Fields {
  const { command } = exec;
  const isPath = isText(command) && !isAbsolute(command) && /[/\\]/.test(command);
  return isPath ? { ...exec, command: resolve(directory, command) } : exec;
}
