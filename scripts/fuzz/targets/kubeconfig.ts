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
  return mentionsSecret(config, new Set());
}

/** Whether a value has a secret outside of the keys of credentials; an alias can make it a part of itself. */
function mentionsSecret(value: unknown, within: Set<unknown>): boolean {
  if (typeof value !== 'object' || value === null) return String(value).includes('S3CRET');
  if (within.has(value)) return false;
  within.add(value);
  const isCredential = (key: string) => ['token', 'password', 'args', 'env'].includes(key);
  return Object.entries(value).some(
    ([key, part]) => key.includes('S3CRET') || (!isCredential(key) && mentionsSecret(part, within)),
  );
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
