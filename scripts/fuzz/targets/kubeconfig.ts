import { load } from 'js-yaml';
import { exampleOf, mutantFile } from '../mutant';
import { type CaseOutput, target } from '../target';
import { validAnswer } from './answers';
import { fetchReports, KUBECONFIG } from './fetch';

const SECRETS = ['S3CRETTOKEN0', 'S3CRETPASSW0', 'S3CRETARGUM0', 'S3CRETENVIR0'];

/** Whether a change moved a secret to a name or a server, which reports print. */
function isMoved(bytes: Uint8Array): boolean {
  let config: unknown;
  try {
    config = load(Buffer.from(bytes).toString('utf8'));
  } catch {
    return false;
  }
  const text = JSON.stringify(config, (key, value: unknown) => {
    return ['token', 'password', 'args', 'env'].includes(key) ? undefined : value;
  });
  return text?.includes('S3CRET') ?? false;
}

/** Kubeconfig files. */
export const KUBECONFIGS = target({
  name: 'kubeconfig',
  input: mutantFile([exampleOf(KUBECONFIG)]),
  run: async (kubeconfig, directory): Promise<CaseOutput> => {
    const reports = await fetchReports(directory, { kubeconfig, respond: validAnswer });
    return { reports, secrets: isMoved(kubeconfig) ? [] : SECRETS };
  },
});
