import { accountsIn } from '../../lib/lint/ossm3/support/identities';
import { WorkloadsByNamespace } from '../../lib/lint/rules/support/workloads';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { IstioMesh } from '../../lib/observed/ossm3/model';

const DEPLOYMENT = (name: string, namespace: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: ${namespace} }\n` +
  `spec: { template: { spec: { serviceAccountName: ${name} } } }\n`;

test('the workloads of a namespace are read once, and so are their service accounts', () => {
  const text = [DEPLOYMENT('a', 'shop'), DEPLOYMENT('b', 'shop'), DEPLOYMENT('c', 'stock')].join('---\n');
  const [cluster] = buildFleet(readManifests('east', 'east.yaml', text).manifests).clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const workloads = new WorkloadsByNamespace();
  const accounts = (namespace: string) => accountsIn({ cluster } as unknown as IstioMesh, namespace, workloads);
  expect(['shop', 'stock', 'other'].map((one) => accounts(one).map(({ account }) => account))).toEqual([
    ['a', 'b'],
    ['c'],
    [],
  ]);
  expect(workloads.in(cluster, 'shop')).toBe(workloads.in(cluster, 'shop'));
  expect(accounts('shop')).toBe(accounts('shop'));
});
