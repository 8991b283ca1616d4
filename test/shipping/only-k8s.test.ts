import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import type { k8s as K8s } from 'cdk8s-plus-27';
import { fasterK8s } from '../../scripts/package/only-k8s';

const FILE = require.resolve('cdk8s-plus-27/lib/imports/k8s');

/** Evaluates a text in place of the classes of k8s. */
function evaluate(text: string): typeof K8s {
  const exports = {} as typeof K8s;
  new Script(`(exports, require) => {${text}\n}`).runInThisContext()(exports, createRequire(FILE));
  return exports;
}

test('the classes of k8s make the same manifests without a copy for each field', () => {
  const text = readFileSync(FILE, 'utf8');
  const [slow, fast] = [evaluate(text), evaluate(fasterK8s(text))];
  const data = JSON.parse('{"b": "1", "__proto__": "2", "a": "3"}');
  const labels = { app: 'a', none: undefined as unknown as string };
  const props = { metadata: { name: 'one', labels, creationTimestamp: new Date(0) }, data };
  const manifests = [slow, fast].map(({ KubeConfigMap }) => JSON.stringify(KubeConfigMap.manifest(props)));
  expect(manifests[1]).toBe(manifests[0]);
  expect(manifests[1]).toContain('"data":{"b":"1","__proto__":"2","a":"3"}');
  expect(fasterK8s(text)).not.toMatch(/\.\.\.r, \[i\[0\]\]: i\[1\] \}/);
});

test('another form of the classes of k8s is an error when the package is built', () => {
  expect(() => fasterK8s('Object.entries(result).filter(([, value]) => value !== undefined)')).toThrow(
    'unknown form of the classes of k8s',
  );
});
