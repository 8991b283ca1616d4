import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadFile } from '../../../lib/workflows/load';
import { synthToMemory } from '../../../lib/workflows/synth';
import { ALL_FIELDS } from '../../../test/charts/all-fields';
import { exampleOf, mutantFile } from '../mutant';
import { type CaseOutput, target } from '../target';
import { exampleText, keysIn, PRIVATE_KEY, projectText } from './examples';
import { reportsOf } from './reports';

/** The smallest is the first, to which a failing case becomes smaller. */
const EXAMPLES = [
  exampleText('fetch.yaml'),
  exampleText('fetch.yaml').replace('[shop]', () => `[shop], rootCertificate: { pem: ${JSON.stringify(PRIVATE_KEY)} }`),
  ...['one-cluster', 'baremetal', 'hub-and-spoke', 'failover', 'blog'].map((name) =>
    projectText(`examples/${name}/federation.yaml`),
  ),
  projectText('federation.yaml'),
  stringify(ALL_FIELDS),
].map(exampleOf);

/** Topology files; one of ten without errors is synthesized, which needs ten times as long. */
export const TOPOLOGY = target({
  name: 'topology',
  input: fc.record({ bytes: mutantFile(EXAMPLES), synthesizes: fc.nat({ max: 9 }).map((n) => n === 0) }),
  run: ({ bytes, synthesizes }, directory): CaseOutput => {
    const file = join(directory, 'federation.yaml');
    writeFileSync(file, bytes);
    const loaded = loadFile(file);
    const { issues } = synthesizes ? synthToMemory(loaded) : { issues: [...loaded.issues, ...loaded.warnings] };
    return { reports: reportsOf({ command: 'synth', issues }), secrets: keysIn(bytes.toString('utf8')) };
  },
});
