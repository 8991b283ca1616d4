import { type App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { lockFileOf, readLockFile } from '../../lib/io/lock-file';
import { loadTopology } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import { EXAMPLES } from '../helpers/examples';
import { KINDS } from '../helpers/facts';
import { synthesize } from '../helpers/synthesize';
import { twoMeshes } from '../helpers/two-meshes';

test.each(EXAMPLES.map((example) => [example.name, example] as const))(
  'in memory %s is what is written to a directory',
  (_, { load, charts, file }) => {
    const loaded = load();
    const { lock } = file === undefined ? {} : readLockFile(lockFileOf(file), KINDS);
    const { issues, files } = synthToMemory(loaded, { argocd: true, ...(charts && { charts }), ...(lock && { lock }) });
    expect(issues).toEqual([]);
    expect([...files]).toEqual([...synthesize(loaded, charts)]);
  },
);

test('only the chosen clusters are in memory, and an unknown one is an issue', () => {
  const loaded = loadTopology(twoMeshes());
  const { files } = synthToMemory(loaded, { clusters: ['east'] });
  expect(new Set([...files.keys()].map((path) => path.split('/')[0]))).toEqual(new Set(['east']));
  const { issues, files: none } = synthToMemory(loaded, { clusters: ['esat'] });
  expect(issues.map(({ code, path }) => [code, path])).toEqual([['CLI001', '--cluster']]);
  expect(none.size).toBe(0);
});

test('a topology with problems gives them and no files', () => {
  const loaded = loadTopology(twoMeshes({ west: { trustDomain: 'cluster.local' } }));
  const { issues, files } = synthToMemory(loaded);
  expect(issues.map(({ code }) => code)).toEqual(['TOP112']);
  expect(files.size).toBe(0);
});

test('a chart that breaks a lint rule gives an issue and no files', () => {
  const { issues, files } = synthToMemory(loadTopology(twoMeshes()), {
    charts: (app: App, { name }) => {
      const chart = new Chart(app, '60-extra', { disableResourceNameHashes: true });
      const metadata = { name: `${name === 'west' ? 'east' : 'west'}-ca-root-cert`, namespace: 'other' };
      new k8s.KubeConfigMap(chart, 'roots', { metadata, data: { 'root-cert.pem': '<ossm-fed:root:west>' } });
      new k8s.KubeNamespace(chart, 'system', { metadata: { name } });
    },
  });
  expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['TOP161']));
  expect(files.size).toBe(0);
});
