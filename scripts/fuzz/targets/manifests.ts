import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { runLint } from '../../../lib/workflows/lint';
import { type LintFormat, reportLint } from '../../../lib/workflows/report';
import { exampleOf, mutantFile } from '../mutant';
import { type CaseOutput, target } from '../target';
import { CLUSTERS, keysIn, PRIVATE_KEY } from './examples';
import { written } from './reports';

/** A Secret and a ConfigMap with a private key, as people commit them by mistake. */
const LEAK = `
---
apiVersion: v1
kind: Secret
metadata: { name: cacerts, namespace: west-mesh }
stringData: { ca-key.pem: ${JSON.stringify(PRIVATE_KEY)} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: east-mesh-ca-root-cert, namespace: west-mesh }
data:
  root-cert.pem: |
${PRIVATE_KEY.replace(/^(?=.)/gm, '    ')}`;

const FORMATS: readonly LintFormat[] = ['text', 'json', 'github', 'sarif'];

const EXAMPLES = CLUSTERS.flatMap(([cluster, text]) => [
  { cluster, example: exampleOf(text) },
  { cluster, example: exampleOf(text + LEAK) },
]);

const input = fc
  .constantFrom(...EXAMPLES)
  .chain(({ cluster, example }) => mutantFile([example]).map((bytes) => ({ cluster, bytes })));

/** Manifests of one cluster, linted with those of another. */
export const MANIFESTS = target({
  name: 'manifests',
  input,
  run: ({ cluster, bytes }, directory): CaseOutput => {
    const sources = CLUSTERS.map(([name, text]) => {
      const path = join(directory, `${name}.yaml`);
      writeFileSync(path, name === cluster ? bytes : text);
      return { cluster: name, path };
    });
    const run = runLint({ sources }, () => '');
    const reports = FORMATS.map((format) => {
      return [`lint --format ${format}`, written((output) => reportLint(run, format, output ?? process))] as const;
    });
    return { reports: new Map(reports), secrets: keysIn(bytes.toString('utf8')) };
  },
});
