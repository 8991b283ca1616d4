/**
 * Runs the end-to-end tests, with etcd, kube-apiserver and kubectl provided where they are not there yet, and Argo CD with
 * Redis where tests with it run.
 *
 * Usage: npm run test:e2e [-- [--or-skip] [JEST ARGUMENT]...]
 *
 * It ends with what Jest ends with. Without the CRDs beside the project there is nothing to test against: it says
 * SKIPPED and ends with 0. Where there are neither the programs nor Go it ends with 1, or with `--or-skip` as above.
 * Where Argo CD or Redis cannot be had it ends with 1, or with `--or-skip` it says SKIPPED and runs the other tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { provideArgoCd } from '../argocd/provide-argocd';
import { provideAssets } from './provide-assets';

const ROOT = join(__dirname, '..', '..');
const CRDS = join(ROOT, '..', 'shared', 'crds');
const OR_SKIP = '--or-skip';

/** The test files that run Argo CD. */
const ARGO_CD_TESTS = '/test/e2e/argocd[^/]*$';

async function main(args: readonly string[]): Promise<number> {
  if (!existsSync(CRDS)) return skip(missingCrds());
  const provided = await provideAssets(process.env, (line) => console.log(`envtest: ${line}`));
  const orSkip = args.includes(OR_SKIP);
  if (provided.kind === 'impossible' && orSkip) return skip(provided.message);
  if (provided.kind !== 'found') return fail(`The end-to-end tests cannot run: ${provided.message}`);
  const jestArgs = args.filter((arg) => arg !== OR_SKIP);
  const files = testFiles(jestArgs);
  // A worker without a test file would start API servers for nothing.
  const workers = files.length > 1 ? {} : { OSSM_FED_E2E_WORKERS: '1' };
  const env = { ...process.env, ...workers, KUBEBUILDER_ASSETS: provided.directory };
  if (!files.some((path) => new RegExp(ARGO_CD_TESTS).test(path))) return jest(jestArgs, env);

  const argoCd = await provideArgoCd(process.env, (line) => console.log(`argocd: ${line}`));
  if (argoCd.kind === 'found') return jest(jestArgs, env);
  if (argoCd.kind === 'failed' || !orSkip) {
    return fail(`The end-to-end tests with Argo CD cannot run: ${argoCd.message}`);
  }
  const code = jest([...jestArgs, '--passWithNoTests', '--testPathIgnorePatterns', ARGO_CD_TESTS], env);
  console.log(`SKIPPED: the end-to-end tests with Argo CD did not run; ${argoCd.message}`);
  return code;
}

const JEST = [require.resolve('jest/bin/jest'), '--config', join(ROOT, 'jest.e2e.config.js')];

function jest(args: readonly string[], env: NodeJS.ProcessEnv): number {
  return spawnSync(process.execPath, [...JEST, ...args], { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
}

/** The test files that the arguments of Jest select. */
function testFiles(args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [...JEST, ...args, '--listTests'], { cwd: ROOT, encoding: 'utf8' });
  return stdout.split('\n').filter((path) => path !== '');
}

/** Where the CRDs belong, and who has them. */
function missingCrds(): string {
  return `the CRDs of the API servers are missing: ${relative(ROOT, CRDS)}
  Service Mesh: copy them from a cluster that has its operator, into ossm2/:
    oc get crd -o name | grep -E 'maistra.io|istio.io' | xargs oc get -o yaml > ossm2/servicemesh.yaml
  or from deploy/src/crd of https://github.com/maistra/istio-operator
  OLM and OpenShift: into olm/ and openshift/, from any OpenShift cluster in the same way, or from
    https://github.com/operator-framework/api (crds/) and https://github.com/openshift/api (route/v1)`;
}

function skip(why: string): number {
  console.log(`SKIPPED: the end-to-end tests did not run; ${why}`);
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
