import { inject } from '../../../lib/library/inject';
import { parseLock, printLock } from '../../../lib/library/lock';
import { exampleOf, mutantFile } from '../mutant';
import { type CaseOutput, target } from '../target';
import { validAnswer } from './answers';
import { exampleText, keysIn, PRIVATE_KEY } from './examples';
import { fetchReports } from './fetch';
import { reportsOf } from './reports';

const LOCK = exampleText('fetch.lock.yaml');
const PEM = /^( +)-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/m;
const WITH_KEY = LOCK.replace(PEM, (_, space: string) => PRIVATE_KEY.replace(/^(?=.)/gm, space));

/** A manifest with a token of each kind. */
const MANIFEST = exampleText('tokens.yaml');

/** Lock files, which `fetch` compares and `inject` fills in. */
export const LOCKS = target({
  name: 'lock',
  input: mutantFile([LOCK, WITH_KEY].map(exampleOf)),
  run: async (lock, directory): Promise<CaseOutput> => {
    const text = Buffer.from(lock).toString('utf8');
    const reports = new Map(await fetchReports(directory, { lock, respond: validAnswer }));
    const { lock: parsed } = parseLock(text);
    if (parsed !== undefined) {
      const { issues } = inject(new Map([['tokens.yaml', MANIFEST]]), parsed);
      for (const [name, report] of reportsOf({ command: 'inject', issues })) reports.set(name, report);
      const again = parseLock(printLock(parsed));
      if (again.lock === undefined) throw new Error(`a printed lock is rejected: ${again.issues[0]?.message}`);
    }
    return { reports, secrets: keysIn(text) };
  },
});
