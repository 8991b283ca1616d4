import { type ExecFileException, execFile } from 'node:child_process';
import { type Answer, failed } from '../failure';
import type { Access, Fields } from './kubeconfig';

/** What a program gave: a bearer token, or a client certificate with its key in PEM form, or both. */
export interface ExecCredential {
  /** A bearer token; undefined if the plugin returned none. */
  readonly token?: string;
  /** A client certificate in PEM; only together with its key. */
  readonly certificate?: string;
  /** The private key of the certificate in PEM. */
  readonly key?: string;
}

/** How much a program may print, in bytes. */
const MOST_BYTES = 1_000_000;

/**
 * Runs the program that a kubeconfig names for credentials, without a shell and without a terminal. client-node's own way
 * has no time limit, tells the program nothing about the cluster, and puts what it prints into error messages.
 *
 * @param milliseconds after which the program is ended
 */
export async function runExecPlugin(access: Access, milliseconds: number): Promise<Answer<ExecCredential>> {
  const { command, args, env, interactiveMode } = access.user.exec as Fields;
  if (typeof command !== 'string' || command === '') return failed('plugin', 'the kubeconfig names no command');
  if (interactiveMode === 'Always') return failed('plugin', 'it wants a terminal, which it does not get here');
  const words = textsOf(args);
  const environment = { ...process.env, ...namedTexts(env), KUBERNETES_EXEC_INFO: execInfo(access) };
  const output = await run(command, words, environment, milliseconds);
  return 'failure' in output ? output : credentialOf(output.value);
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<Answer<string>> {
  return new Promise((resolve) => {
    const options = { env, timeout, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES, windowsHide: true } as const;
    try {
      const child = execFile(command, args, options, (error, stdout) => {
        resolve(error === null ? { value: stdout } : failed('plugin', reasonOf(error, timeout)));
      });
      child.stdin?.on('error', () => undefined).end();
    } catch {
      resolve(failed('plugin', 'its command or its arguments are not what can be run'));
    }
  });
}

/** Why a program failed, without anything that it printed. */
function reasonOf({ code, killed, signal }: ExecFileException, limit: number): string {
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'the program may not be run';
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `it printed more than ${MOST_BYTES} bytes`;
  if (killed) return `it did not end within ${limit / 1000} s`;
  return typeof code === 'number' ? `it ended with ${code}` : `it was ended by ${signal ?? 'the system'}`;
}

function credentialOf(output: string): Answer<ExecCredential> {
  let status: Fields | undefined;
  try {
    const { kind, status: found } = JSON.parse(output) as Fields;
    if (kind === 'ExecCredential' && typeof found === 'object' && found !== null) status = found as Fields;
  } catch {
    // Told below; what the parser says shows a part of the output.
  }
  const { token, clientCertificateData: certificate, clientKeyData: key } = status ?? {};
  const credential = {
    ...(typeof token === 'string' && { token }),
    ...(typeof certificate === 'string' && typeof key === 'string' && { certificate, key }),
  };
  if (Object.keys(credential).length > 0) return { value: credential };
  return failed('plugin', 'what it printed is no ExecCredential with a token or a certificate');
}

/** What a program is told about the cluster; fields as client.authentication.k8s.io has them. */
function execInfo({ cluster, user }: Access): string {
  const { apiVersion, provideClusterInfo } = user.exec as Fields;
  const known = ['server', 'tls-server-name', 'insecure-skip-tls-verify', 'certificate-authority-data', 'proxy-url'];
  const about = Object.fromEntries(known.flatMap((key) => (cluster[key] === undefined ? [] : [[key, cluster[key]]])));
  const spec = { interactive: false, ...(provideClusterInfo === true && { cluster: about }) };
  return JSON.stringify({ kind: 'ExecCredential', apiVersion, spec });
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function namedTexts(value: unknown): { readonly [name: string]: string } {
  const entries = (Array.isArray(value) ? value : []) as readonly (Fields | null)[];
  return Object.fromEntries(
    entries.flatMap((entry) => (entry?.name ? [[String(entry.name), String(entry.value)]] : [])),
  );
}
