import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SILENT } from '../../lib/fetch/progress';
import { GENERATIONS } from '../../lib/generations';
import { readSources, sourcesOf } from '../../lib/io/manifest-sources';
import { lint } from '../../lib/lint/lint';
import { RULES } from '../../lib/lint/rules/all';
import { runFetch } from '../../lib/workflows/fetch';
import { fillOutput } from '../../lib/workflows/inject';
import { loadFile } from '../../lib/workflows/load';
import { synth } from '../../lib/workflows/synth';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';
import { readFiles } from '../helpers/synthesize';
import { inDirectory, inDirectoryFor } from '../helpers/temporary';
import { TOY, TOY_RULE } from './toy';

const generations = [...GENERATIONS, TOY];

/** Two toy meshes that peer, beside two of OpenShift Service Mesh 2. */
const TOPOLOGY = `clusters: { north: {}, south: {}, west: {}, east: {} }
meshes:
  north: { version: v9.0, namespace: north-system }
  south: { version: v9.0 }
  west: {}
  east: {}
peerings:
  - between: [north, south]
  - between: [west, east]
`;

function load(directory: string) {
  return loadFile(join(directory, 'federation.yaml'), { generations });
}

/** Each toy cluster publishes its host name; the others are not there. */
const clusters = new FakeClusters((context, path) =>
  path.endsWith('/configmaps/toy-status')
    ? { value: { kind: 'ConfigMap', data: { host: `${context}.example.org` } } }
    : failure('missing'),
);

test('a second generation is a folder and an entry: it is synthesized, fetched, injected and linted', () =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY }, async (directory) => {
    const outdir = join(directory, 'dist');
    expect(synth(load(directory), { outdir }).issues).toEqual([]);
    const files = [...readFiles(outdir)].filter(([path]) => /^(north|south)/.test(path));
    expect(files.map(([path, text]) => `${path}\n${text.split('\n').slice(1).join('\n')}`).join('')).toBe(
      `north/20-meshes/north.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: north-system
  labels:
    app.kubernetes.io/managed-by: ossm-fed
    app.kubernetes.io/part-of: service-mesh-federation
north/40-peers/north.south.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: peer-south
  namespace: north-system
  labels:
    app.kubernetes.io/managed-by: ossm-fed
    app.kubernetes.io/part-of: service-mesh-federation
data:
  host: <ossm-fed:host:south>
south/20-meshes/south.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: south
  labels:
    app.kubernetes.io/managed-by: ossm-fed
    app.kubernetes.io/part-of: service-mesh-federation
south/40-peers/south.north.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: peer-north
  namespace: south
  labels:
    app.kubernetes.io/managed-by: ossm-fed
    app.kubernetes.io/part-of: service-mesh-federation
data:
  host: <ossm-fed:host:north>
`,
    );

    const file = join(directory, 'federation.yaml');
    const request = { file, clusters: ['north', 'south'], check: false, dropOld: false, generations };
    const prepare = async () => ({ connect: clusters.connect, progress: SILENT, clock: new FakeClock() });
    const fetched = await runFetch(request, prepare, new Date('2026-06-01'));
    expect(fetched.issues).toEqual([]);
    expect(fetched.changes.map(({ text }) => text)).toEqual([
      'north: host name is north.example.org',
      'south: host name is south.example.org',
    ]);

    const lockFile = join(directory, 'federation.lock.yaml');
    const { issues, summary } = fillOutput(load(directory), { lockFile, outdir, clusters: ['north', 'south'] });
    expect([issues, summary?.missing]).toEqual([[], {}]);
    const filled = join(outdir, 'north/40-peers/north.south.yaml');
    expect(readFileSync(filled, 'utf8')).toContain('  host: south.example.org # <ossm-fed:host:south>\n');
    expect(synth(load(directory), { outdir, clusters: ['north', 'south'] }).summary?.written).toEqual([]);

    const check = () => {
      const { diagnostics } = lint(
        readSources(sourcesOf(outdir), () => ''),
        { rules: [...RULES, TOY_RULE] },
      );
      return diagnostics.filter(({ cluster }) => cluster === 'north').map(({ rule, line }) => `${rule}:${line}`);
    };
    expect(check()).toEqual([]);
    writeFileSync(filled, readFileSync(filled, 'utf8').replace(/host: .*/, 'host: ""'));
    expect(check()).toEqual(['FED901:11']);
  }));

test('what a generation cannot express is a problem at the share that asks for it', () => {
  const shares = `shares: [{ from: north, to: south, service: { namespace: x }, selector: { matchLabels: { a: b } } }]\n`;
  const text = TOPOLOGY.replace('south: { version: v9.0 }', 'south: { version: v9.0, members: [x] }').replace(
    'namespace: north-system',
    'members: [x]',
  );
  inDirectory({ 'federation.yaml': text + shares }, (directory) => {
    const { issues } = load(directory);
    expect(issues.map(({ code, path, line, message }) => `${line} ${code} ${path}: ${message}`)).toEqual([
      '10 TOP131 shares[0].selector: the toy generation does not support services by label',
    ]);
  });
});

test('peers of two generations are a problem of their peering, and versions of none are one of the mesh', () => {
  const text = TOPOLOGY.replace('[west, east]', '[west, south]').replace('  west: {}', '  west: { version: v8.0 }');
  inDirectory({ 'federation.yaml': text.replace('[north, south]', '[north, east]') }, (directory) => {
    const { issues } = load(directory);
    expect(issues.map(({ code, path, message, fix }) => `${code} ${path}: ${message}; ${fix}`)).toEqual([
      'TOP113 meshes.west.version: unsupported version "v8.0" of the mesh "west"; write one of "v2.3", "v2.4", "v2.5", "v2.6", "v3.0", "v3.1", "v3.2", "v3.3", "v3.4", "v9.0"',
      'TOP113 peerings[0]: the peers "north" (v9.0) and "east" (v2.6) belong to different generations: Toy Mesh 9 and OpenShift Service Mesh 2; set the same major version in both meshes',
    ]);
  });
});

test('clusters without meshes belong to the first generation alone', () => {
  const text = 'clusters: { empty: {}, north: {} }\nmeshes: { north: { version: v9.0 } }\n';
  inDirectory({ 'federation.yaml': text }, (directory) => {
    const parts = load(directory).clusters?.map(({ cluster, parts: own }) => [
      cluster.name,
      ...own.map(({ generation }) => generation),
    ]);
    expect(parts).toEqual([
      ['empty', 'ossm2'],
      ['north', 'toy'],
    ]);
  });
});
