import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { findArgoCd } from '../../../../scripts/argocd/assets';
import { runProgram } from '../../../../scripts/envtest/run-program';

/**
 * Runs the health check of settings on one object, by the Lua of Argo CD, but without a cluster.
 *
 * @param directory where files may be written
 * @param settings the path of a file with `argocd-cm`
 * @returns the status and the message as `argocd admin settings resource-overrides health` prints them, or its error
 */
export async function healthOf(directory: string, settings: string, object: object): Promise<string> {
  const assets = findArgoCd(process.env);
  if (assets === undefined) throw new Error('there is no Argo CD; run "npm run test:e2e -- argocd"');
  const file = join(directory, 'object.yaml');
  writeFileSync(file, stringify(object));
  const args = ['admin', 'settings', 'resource-overrides', 'health', file, '--argocd-cm-path', settings];
  const env = { ...process.env, ARGOCD_BINARY_NAME: 'argocd', HOME: directory, KUBECONFIG: '/dev/null' };
  const { ok, stdout, problem } = await runProgram(assets.argocd, args, { env, directory, timeout: 60_000 });
  return ok ? stdout.trim() : problem;
}
