import { type Fields, isFields, plainText } from '../../values';
import { type Answer, failed } from '../failure';
import { Slots } from '../slots';
import type { KubeAccess } from './kubeconfig';
import { type ProgramEnd, runProgram } from './process-group';

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

/** The number of programs that run at a time, of all clusters: each may take as much memory as this one. */
const PROGRAMS = new Slots(16);

/**
 * Runs the credential plugin of a kubeconfig, without a shell and without a terminal. That of client-node has no time
 * limit, passes nothing about the cluster to the program, and includes its output in error messages.
 *
 * @param milliseconds after which the program is killed, with all programs that it started
 */
export async function runExecPlugin(access: KubeAccess, milliseconds: number): Promise<Answer<ExecCredential>> {
  const { command, args, env, interactiveMode } = access.user.exec as Fields;
  if (typeof command !== 'string' || command === '') return failed('plugin', 'its command is missing');
  if (interactiveMode === 'Always') return failed('plugin', 'it requires a terminal');
  const words = textsOf(args);
  const environment = { ...process.env, ...namedTexts(env), KUBERNETES_EXEC_INFO: execInfo(access) };
  const output = await PROGRAMS.run(() => run(command, words, environment, milliseconds));
  return 'failure' in output ? output : credentialOf(output.value);
}

async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  milliseconds: number,
): Promise<Answer<string>> {
  try {
    const end = await runProgram(command, args, env, { milliseconds, bytes: MAX_BYTES });
    const reason = reasonOf(end, milliseconds);
    return reason === undefined ? { value: end.output } : failed('plugin', reason);
  } catch (error) {
    return failed(
      'plugin',
      START_ERRORS[(error as NodeJS.ErrnoException).code ?? ''] ?? 'invalid command or arguments',
    );
  }
}

/** Why a program could not be started, by the code of the system's error. */
const START_ERRORS: { readonly [code: string]: string } = {
  ENOENT: 'program not found',
  EACCES: 'permission denied',
};

/** Why a program failed, without any of its output; undefined where it did not fail. */
function reasonOf({ code, signal, exceeded }: ProgramEnd, limit: number): string | undefined {
  if (exceeded === 'output') return `its output has more than ${MAX_BYTES} bytes`;
  if (exceeded === 'time') return `timeout after ${limit / 1000} s`;
  if (code === 0) return undefined;
  return code === null ? `killed by ${signal ?? 'the system'}` : `exit code ${code}`;
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
  return Array.isArray(value) ? value.map((item) => plainText(item) ?? '') : [];
}

function namedTexts(value: unknown): { readonly [name: string]: string } {
  const entries = (Array.isArray(value) ? value : []) as readonly (Fields | null)[];
  return Object.fromEntries(
    entries.flatMap((entry) => (entry?.name ? [[plainText(entry.name) ?? '', plainText(entry.value) ?? '']] : [])),
  );
}
