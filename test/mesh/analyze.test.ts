import { join } from 'node:path';
import type { Loaded } from '../../lib/workflows/load';
import { EXAMPLES } from '../helpers/examples';
import { loadAsOssm3, OSSM3_EXAMPLES } from '../helpers/ossm3-examples';
import { type Files, synthesize } from '../helpers/synthesize';
import { inDirectory } from '../helpers/temporary';
import { analyze, isExpected } from './harness/analysis';

/** The examples that have a meaning in OpenShift Service Mesh 3, the one that is written for it first. */
const CASES: readonly (readonly [name: string, load: () => Loaded])[] = [
  ...EXAMPLES.filter(({ name }) => name === 'three-clouds-ossm3').map(({ name, load }) => [name, load] as const),
  ...OSSM3_EXAMPLES.map((example) => [example.name, () => loadAsOssm3(example)] as const),
];

/** What istioctl reports about the files of each cluster. */
function messagesOf(files: Files): readonly string[] {
  return inDirectory(Object.fromEntries(files), (directory) => {
    const clusters = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf('/'))));
    clusters.delete('argocd');
    return [...clusters].flatMap((cluster) => analyze(join(directory, cluster)));
  });
}

test.each(CASES)('istioctl reports about the example %s only what is documented', (name, load) => {
  const messages = messagesOf(synthesize(load()));
  process.stdout.write(`  istioctl analyze, ${name}: ${messages.length} messages\n`);
  expect(messages.filter((message) => !isExpected(message))).toEqual([]);
  expect(messages).not.toEqual([]);
});

test('istioctl reports a mistake in a file', () => {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: details, namespace: shop }
spec: { hosts: [details], gateways: [missing], http: [{ route: [{ destination: { host: nowhere } }] }] }
`;
  const messages = messagesOf(new Map([['rosa/wrong.yaml', text]]));
  expect(messages.map((message) => message.split(' ')[0])).toEqual(['IST0101', 'IST0132']);
});
