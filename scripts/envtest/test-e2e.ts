/**
 * Runs the end-to-end tests, with etcd, kube-apiserver and kubectl provided where they are not there yet.
 *
 * Usage: npm run test:e2e [-- [--or-skip] [JEST ARGUMENT]...]
 *
 * It ends with what Jest ends with. Without the CRDs beside the project there is nothing to test against: it says
 * SKIPPED and ends with 0. Where there are neither the programs nor Go it ends with 1, or with `--or-skip` as above.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { provideAssets } from './provide-assets';

const ROOT = join(__dirname, '..', '..');
const CRDS = join(ROOT, '..', 'shared', 'crds');
const OR_SKIP = '--or-skip';

async function main(args: readonly string[]): Promise<number> {
  if (!existsSync(CRDS)) return skip(missingCrds());
  const provided = await provideAssets(process.env, (line) => console.log(`envtest: ${line}`));
  if (provided.kind === 'impossible' && args.includes(OR_SKIP)) return skip(provided.message);
  if (provided.kind !== 'found') {
    console.error(`The end-to-end tests cannot run: ${provided.message}`);
    return 1;
  }
  const jest = [require.resolve('jest/bin/jest'), '--config', join(ROOT, 'jest.e2e.config.js')];
  const { status } = spawnSync(process.execPath, [...jest, ...args.filter((arg) => arg !== OR_SKIP)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, KUBEBUILDER_ASSETS: provided.directory },
  });
  return status ?? 1;
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

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
