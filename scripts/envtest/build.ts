import { join } from 'node:path';
import { MODULE, type PROGRAMS, type Versions } from './assets';
import { runProgram } from './run-program';

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
    const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(versions), '-o', out, path];
    const built = await runProgram('go', args, { env: goEnvironment(env), directory: MODULE, timeout: TIMEOUT });
    if (!built.ok) return `${program} cannot be built: ${built.problem}`;
    say(`built ${program} in ${Math.round((Date.now() - started) / 1000)} seconds`);
  }
  return undefined;
}

/**
 * Without the tables for debuggers the programs are a third smaller; the version is what Kubernetes' own build sets.
 */
function linkerFlags({ kubernetes }: Versions): string {
  const [major, minor] = kubernetes.split('.');
  const values = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor };
  const set = Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s', '-w', ...set].join(' ');
}

/** `-mod=readonly` rejects modules that are not in go.sum, regardless of the settings of the machine. */
function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' };
}
