import { join } from 'node:path';
import { MODULE, type PROGRAMS, type Versions } from './assets';
import { type Ended, runProgram } from './run-program';

/** Two hours: kube-apiserver needs more than ten minutes on two slow cores, and nothing else here can hang. */
const TIMEOUT = 7_200_000;

const PACKAGES: { readonly [program in (typeof PROGRAMS)[number]]: string } = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

/** Builds the programs to a directory. Returns an error message, undefined on success. */
export async function build(
  directory: string,
  versions: Versions,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<string | undefined> {
  for (const [program, path] of Object.entries(PACKAGES)) {
    const started = Date.now();
    say(`building ${program} from ${path} ...`);
    const out = join(directory, program);
    const built = await goBuild({ module: MODULE, path, out, variables: variables(versions) }, env);
    if (!built.ok) return `${program} cannot be built: ${built.problem}`;
    say(`built ${program} in ${Math.round((Date.now() - started) / 1000)} seconds`);
  }
  return undefined;
}

/** What Kubernetes' own build sets. */
function variables({ kubernetes }: Versions): { readonly [variable: string]: string } {
  const [major = '', minor = ''] = kubernetes.split('.');
  const values = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor };
  const named = Object.entries(values).map(([name, value]) => [`k8s.io/component-base/version.${name}`, value]);
  return Object.fromEntries(named);
}

/** One program to build. */
export interface GoProgram {
  /** The directory of the Go module that requires it. */
  readonly module: string;
  /** Its package. */
  readonly path: string;
  /** The path of the file that is written. */
  readonly out: string;
  /** Variables of packages that the linker sets. */
  readonly variables: { readonly [variable: string]: string };
}

/** Builds one program. Without the tables for debuggers it is a third smaller. */
export function goBuild(program: GoProgram, env: NodeJS.ProcessEnv, timeout = TIMEOUT): Promise<Ended> {
  const { module, path, out, variables } = program;
  const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  const flags = ['-s', '-w', ...set].join(' ');
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', flags, '-o', out, path];
  return runProgram('go', args, { env: goEnvironment(env), directory: module, timeout });
}

/** `-mod=readonly` rejects modules that are not in go.sum, regardless of the settings of the machine. */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' };
}
