import { type ExecFileException, execFile } from 'node:child_process';
import { type Fields, isFields } from '../../values';
import { type Answer, failed } from '../failure';
import type { KubeAccess } from './kubeconfig';

/** The credentials that a program printed: a bearer token, or a client certificate with its key, or both. */
export interface ExecCredential {
  /** A bearer token. */
  readonly token?: string;
  /** A client certificate in PEM form. */
  readonly certificate?: string;
  /** The private key of the client certificate in PEM form. */
  readonly key?: string;
}

/** The largest output of a program, in bytes. */
const MAX_BYTES = 1_000_000;

/**
 * Runs the credential plugin of a kubeconfig, without a shell and without a terminal. That of client-node has no time
 * limit, passes nothing about the cluster to the program, and includes its output in error messages.
 *
 * @param milliseconds after which the program is killed
 */
export async function runExecPlugin(access: KubeAccess, milliseconds: number): Promise<Answer<ExecCredential>> {
  const { command, args, env, interactiveMode } = access.user.exec as Fields;
  if (typeof command !== 'string' || command === '') return failed('plugin', 'its command is missing');
  if (interactiveMode === 'Always') return failed('plugin', 'it requires a terminal');
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
    const options = { env, timeout, killSignal: 'SIGKILL', maxBuffer: MAX_BYTES, windowsHide: true } as const;
    try {
      const child = execFile(command, args, options, (error, stdout) => {
        resolve(error === null ? { value: stdout } : failed('plugin', reasonOf(error, timeout)));
      });
      child.stdin?.on('error', () => undefined).end();
    } catch {
      resolve(failed('plugin', 'invalid command or arguments'));
    }
  });
}

/** Why a program failed, without any of its output. */
function reasonOf({ code, killed, signal }: ExecFileException, limit: number): string {
  if (code === 'ENOENT') return 'program not found';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `its output has more than ${MAX_BYTES} bytes`;
  if (killed) return `timeout after ${limit / 1000} s`;
  return typeof code === 'number' ? `exit code ${code}` : `killed by ${signal ?? 'the system'}`;
}

function credentialOf(output: string): Answer<ExecCredential> {
  let status: Fields | undefined;
  try {
    const { kind, status: found } = JSON.parse(output) as Fields;
    if (kind === 'ExecCredential' && isFields(found)) status = found;
  } catch {
    // Reported below; the message of the parser would contain a part of the output.
  }
  const { token, clientCertificateData: certificate, clientKeyData: key } = status ?? {};
  const credential = {
    ...(typeof token === 'string' && { token }),
    ...(typeof certificate === 'string' && typeof key === 'string' && { certificate, key }),
  };
  if (Object.keys(credential).length > 0) return { value: credential };
  return failed('plugin', 'its output is not an ExecCredential with a token or a certificate');
}

/** What a program gets to know about the cluster; the fields are those of client.authentication.k8s.io. */
function execInfo({ cluster, user }: KubeAccess): string {
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
