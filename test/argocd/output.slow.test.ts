import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { sourcesOf } from '../../lib/io/manifest-sources';
import type { Lock } from '../../lib/lock/model';
import { STAGES } from '../../lib/ossm2/stages';
import type { ArgoCdProps, Topology } from '../../lib/topology/model';
import { valueAt } from '../../lib/values';
import { loadTopology } from '../../lib/workflows/load';
import { planBetweenRevisions } from '../../lib/workflows/plan';
import { type MemorySynthOptions, synthToMemory } from '../../lib/workflows/synth';
import { runCommand } from '../helpers/command';
import { CrdSchemas } from '../helpers/crds';
import { addressOf, lockFrom, rootReading } from '../helpers/facts';
import { makeCertificate } from '../helpers/make-certificate';
import { type Files, type KubeObject, parseObjects, readFiles } from '../helpers/synthesize';
import { inDirectory, writeFiles } from '../helpers/temporary';

const ARGOCD: ArgoCdProps = { repoURL: 'https://git.example.org/mesh.git' };

/** Two meshes with bookinfo that share a service, which the west calls. */
function topologyWith(argocd?: ArgoCdProps): Topology {
  return {
    clusters: { west: {}, east: {} },
    meshes: {
      west: { namespace: 'west-mesh', workloads: [{ bookinfo: { namespace: 'shop' } }] },
      east: { namespace: 'east-mesh', workloads: [{ bookinfo: { namespace: 'store' } }] },
    },
    peerings: [{ between: ['west', 'east'] }],
    shares: [
      { from: 'east', to: 'west', service: { namespace: 'store', name: 'details' }, authorize: true },
      { from: 'west', to: 'east', service: { namespace: 'shop', name: 'ratings' } },
    ],
    traffic: [
      {
        mesh: 'west',
        service: { namespace: 'shop', name: 'details' },
        split: [
          { subset: 'v1', weight: 90 },
          { share: 'details', weight: 10 },
        ],
      },
      {
        mesh: 'west',
        service: { namespace: 'shop', name: 'reviews' },
        split: [{ subset: 'v1', weight: 100 }],
      },
    ],
    ...(argocd !== undefined && { gitops: { argocd } }),
  };
}

function filesOf(topology: Topology, options: MemorySynthOptions = { argocd: true }): Files {
  const { files, issues } = synthToMemory(loadTopology(topology), options);
  expect(issues).toEqual([]);
  return files;
}

const files = filesOf(topologyWith(ARGOCD));

function objectIn(all: Files, path: string): KubeObject {
  const [object] = parseObjects(all.get(path) ?? '');
  if (object === undefined) throw new Error(`there is no ${path}`);
  return object;
}

const projectOf = (all: Files) => objectIn(all, 'argocd/applications/project.yaml');
const setOf = (all: Files) => objectIn(all, 'argocd/applications/application-set.yaml');

/** The objects of clusters with their stages. */
function clusterObjects(all: Files): readonly (readonly [string, KubeObject])[] {
  return [...all]
    .filter(([path]) => !path.startsWith('argocd/'))
    .flatMap(([path, text]) => parseObjects(text).map((object) => [path.split('/')[1] ?? '', object] as const));
}

function annotationOf(object: KubeObject, name: string): unknown {
  return valueAt(object, ['metadata', 'annotations', `argocd.argoproj.io/${name}`]);
}

describe('the sync wave', () => {
  test('of each object is the number of its stage, except for Namespaces and what depends on other clusters', () => {
    const last = ['ExportedServiceSet', 'ImportedServiceSet', 'ServiceMeshPeer'];
    const wrong = clusterObjects(files).filter(([stage, object]) => {
      const usual = String(Number(stage.slice(0, 2)));
      const expected = object.kind === 'Namespace' ? '0' : last.includes(object.kind) ? '100' : usual;
      return annotationOf(object, 'sync-wave') !== expected;
    });
    expect(clusterObjects(files).length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  test('is different for each stage, in their order', () => {
    const numbers = STAGES.map(({ directory }) => Number(/^\d+/.exec(directory)?.[0]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(Math.max(...numbers)).toBeLessThan(99);
  });

  test('is also on charts and manifests of a user, as far as they have none', () => {
    const own = (wave?: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `own-${wave}`, namespace: 'shop', ...(wave && { annotations: { [KEY]: wave } }) },
    });
    const KEY = 'argocd.argoproj.io/sync-wave';
    const manifests = { 'apps/a.yaml': JSON.stringify(own()), 'apps/b.yaml': JSON.stringify(own('7')) };
    const waves = inDirectory(manifests, (directory) => {
      const topology: Topology = {
        clusters: { west: {} },
        meshes: { west: { members: ['shop'], workloads: [{ manifests: 'apps' }] } },
        gitops: { argocd: ARGOCD },
      };
      const { files: written } = synthToMemory(loadTopology(topology, directory), {
        charts: (app) => {
          for (const id of ['60-quota', 'quota']) {
            new k8s.KubeConfigMap(new Chart(app, id), 'x', { metadata: { name: id, namespace: 'shop' } });
          }
        },
      });
      const maps = clusterObjects(written).filter(([, { kind }]) => kind === 'ConfigMap');
      return maps.map(([, object]) => [object.metadata.name, annotationOf(object, 'sync-wave')]);
    });
    expect(waves).toEqual([
      ['own-undefined', '30'],
      ['own-7', '7'],
      ['60-quota', '60'],
      ['quota', '99'],
    ]);
  });
});

test('without the key the output has nothing for Argo CD but the protection of namespaces', () => {
  const without = filesOf(topologyWith());
  expect([...without.keys()].filter((path) => path.startsWith('argocd/'))).toEqual([]);
  const lines = [...without.values()].join('\n').split('\n');
  expect([...new Set(lines.filter((line) => line.includes('argocd')))]).toEqual([
    '    argocd.argoproj.io/sync-options: Prune=false,Delete=false',
  ]);
});

test('a Namespace in manifests of a user is kept, unless they say otherwise', () => {
  const namespace = (name: string, options?: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}${options === undefined ? '' : `, annotations: { argocd.argoproj.io/sync-options: ${options} }`} }\n`;
  const manifests = { 'apps/a.yaml': namespace('stays'), 'apps/b.yaml': namespace('goes', 'Prune=true') };
  inDirectory(manifests, (directory) => {
    const topology = (gitops?: Topology['gitops']): Topology => ({
      clusters: { west: {} },
      meshes: { west: { workloads: [{ manifests: 'apps' }] } },
      ...(gitops && { gitops }),
    });
    const optionsOf = (gitops?: Topology['gitops']) => {
      const { files: written } = synthToMemory(loadTopology(topology(gitops), directory));
      const own = clusterObjects(written).filter(
        ([stage, { kind }]) => stage === '30-workloads' && kind === 'Namespace',
      );
      return own.map(([, object]) => [annotationOf(object, 'sync-options'), annotationOf(object, 'sync-wave')]);
    };
    expect(optionsOf({ argocd: ARGOCD })).toEqual([
      ['Prune=false,Delete=false', '0'],
      ['Prune=true', '0'],
    ]);
    expect(optionsOf()).toEqual([
      [undefined, undefined],
      ['Prune=true', undefined],
    ]);
  });
});

test('each Namespace names the Argo CD that manages it', () => {
  const namespaces = clusterObjects(filesOf(topologyWith({ ...ARGOCD, namespace: 'delivery' }))).filter(
    ([, { kind }]) => kind === 'Namespace',
  );
  const labels = namespaces.map(([, { metadata }]) => valueAt(metadata, ['labels', 'argocd.argoproj.io/managed-by']));
  expect(labels).toEqual(['delivery', 'delivery', 'delivery', 'delivery']);
});

describe('the AppProject', () => {
  test('permits the namespaces of each cluster there, and nothing elsewhere', () => {
    expect(valueAt(projectOf(files), ['spec', 'sourceRepos'])).toEqual([ARGOCD.repoURL]);
    expect(valueAt(projectOf(files), ['spec', 'destinations'])).toEqual([
      { name: 'east', namespace: 'east-mesh' },
      { name: 'east', namespace: 'openshift-operators' },
      { name: 'east', namespace: 'store' },
      { name: 'west', namespace: 'openshift-operators' },
      { name: 'west', namespace: 'shop' },
      { name: 'west', namespace: 'west-mesh' },
    ]);
  });

  test('permits each kind that is applied, and no other than those of meshes, which can be deleted too', () => {
    const printed = (path: string) =>
      (valueAt(projectOf(files), ['spec', path]) as { group: string; kind: string }[]).map(
        ({ group, kind }) => `${group}/${kind}`,
      );
    expect(printed('clusterResourceWhitelist')).toEqual(['/Namespace']);
    const applied = clusterObjects(files)
      .filter(([, { metadata }]) => metadata.namespace !== undefined)
      .map(([, { apiVersion, kind }]) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`);
    const allowed = printed('namespaceResourceWhitelist');
    expect(new Set(applied).size).toBeGreaterThan(10);
    expect(applied.filter((kind) => !allowed.includes(kind))).toEqual([]);
    expect(allowed.filter((kind) => !applied.includes(kind))).toEqual(['operators.coreos.com/OperatorGroup']);
  });
});

describe('the ApplicationSet', () => {
  const elementsOf = (argocd: ArgoCdProps) =>
    valueAt(setOf(filesOf(topologyWith(argocd))), ['spec', 'generators', 0, 'list', 'elements']);

  test('has an Application for each cluster, by its name or by the stated destination', () => {
    expect(elementsOf(ARGOCD)).toEqual([
      { values: { cluster: 'east', name: 'east', namespace: 'east-mesh', server: '' } },
      { values: { cluster: 'west', name: 'west', namespace: 'openshift-operators', server: '' } },
    ]);
    const destinations = { west: { server: 'https://west:6443' }, east: { name: 'e' } };
    expect(elementsOf({ ...ARGOCD, destinations })).toMatchObject([
      { values: { name: 'e', server: '' } },
      { values: { name: '', server: 'https://west:6443' } },
    ]);
  });

  test('selects clusters of the topology by the labels of their Secrets', () => {
    const selected = filesOf(topologyWith({ ...ARGOCD, clusterSelector: { stage: 'prod' } }));
    expect(valueAt(setOf(selected), ['spec', 'generators'])).toEqual(
      [
        ['east', 'east-mesh'],
        ['west', 'openshift-operators'],
      ].map(([cluster, namespace]) => ({
        clusters: {
          selector: { matchLabels: { stage: 'prod' } },
          values: { cluster, name: cluster, namespace, server: '' },
        },
        selector: { matchLabels: { name: cluster } },
      })),
    );
  });

  test('takes repository, revision, path and project from the topology, and syncs by hand if wanted', () => {
    const argocd = { ...ARGOCD, revision: 'v1', path: '.', project: 'p', namespace: 'n', automated: false };
    const set = setOf(filesOf(topologyWith(argocd)));
    expect(set.metadata).toMatchObject({ name: 'p', namespace: 'n' });
    expect(valueAt(set, ['spec', 'template', 'metadata', 'name'])).toBe('p-{{ .values.cluster }}');
    const spec = valueAt(set, ['spec', 'template', 'spec']);
    expect(spec).toMatchObject({
      project: 'p',
      source: { repoURL: ARGOCD.repoURL, targetRevision: 'v1', path: '{{ .values.cluster }}' },
      syncPolicy: { syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'] },
    });
    expect(valueAt(spec, ['syncPolicy', 'automated'])).toBeUndefined();
    expect(valueAt(setOf(files), ['spec', 'template', 'spec', 'syncPolicy', 'automated'])).toEqual({
      prune: true,
      selfHeal: true,
    });
  });

  test('deletes no mesh when a cluster leaves the topology', () => {
    expect(valueAt(setOf(files), ['spec', 'syncPolicy'])).toEqual({ preserveResourcesOnDeletion: true });
  });
});

describe('the health checks', () => {
  test('are the same for Argo CD and for OpenShift GitOps', () => {
    const { data } = objectIn(files, 'argocd/health/argocd-cm.yaml') as unknown as { data: Record<string, string> };
    const checks = valueAt(objectIn(files, 'argocd/health/argocd.yaml'), ['spec', 'resourceHealthChecks']) as {
      group: string;
      kind: string;
      check: string;
    }[];
    const named = checks.map(({ group, kind, check }) => [`resource.customizations.health.${group}_${kind}`, check]);
    expect(Object.fromEntries(named)).toEqual(data);
    expect(checks.map(({ kind }) => kind)).toEqual([
      'ExportedServiceSet',
      'ImportedServiceSet',
      'ServiceMeshPeer',
      'ServiceMeshControlPlane',
      'ServiceMeshMemberRoll',
      'Subscription',
    ]);
  });
});

const CRDS = join(__dirname, '..', '..', '..', 'shared', 'crds', 'argocd');
const testWithCrds = existsSync(CRDS) ? test : test.skip;

testWithCrds('the objects for Argo CD fit its CRDs', () => {
  const schemas = new CrdSchemas([CRDS]);
  const selected = filesOf(topologyWith({ ...ARGOCD, clusterSelector: { stage: 'prod' } }));
  expect([projectOf, setOf].flatMap((object) => [files, selected].map((all) => schemas.check(object(all))))).toEqual(
    Array.from({ length: 4 }, () => []),
  );
});

describe('a route to a peer of which a value is missing', () => {
  const hookIn = (all: Files, name: string) =>
    parseObjects(all.get(`west/50-traffic/shop.${name}.yaml`) ?? '').map((object) => annotationOf(object, 'hook'));
  const meshes = {
    west: { gateways: { 'east-ingress': addressOf(['192.0.2.7']) } },
    east: { gateways: { 'west-ingress': addressOf(['192.0.2.8']) } },
  };

  test('is not applied, unlike routes within the mesh', () => {
    expect(hookIn(files, 'details')).toEqual(['Skip']);
    expect(hookIn(files, 'reviews')).toEqual([undefined, undefined]);
    expect(hookIn(filesOf(topologyWith()), 'details')).toEqual([undefined]);
  });

  const filledWith = (known: Lock) => {
    const { issues, files: filled } = synthToMemory(loadTopology(topologyWith(ARGOCD)), { lock: known });
    expect(issues).toEqual([]);
    return filled;
  };

  test('is not applied while one of several values is missing', () => {
    expect(hookIn(filledWith({ meshes }), 'details')).toEqual(['Skip']);
  });

  test('is applied once all values are known', () => {
    const readings = ['west', 'east'].map((mesh) =>
      rootReading(mesh, makeCertificate({ organization: `${mesh}.local` })),
    );
    const lock = lockFrom(readings, new Date('2026-11-28T12:00:00Z'), { meshes });
    expect(hookIn(filledWith(lock), 'details')).toEqual([undefined]);
  });
});

test('files in memory are those of clusters, unless those for Argo CD are wanted', () => {
  const clusters = [...files].filter(([path]) => !path.startsWith('argocd/'));
  expect([...filesOf(topologyWith(ARGOCD), {})]).toEqual(clusters);
  expect(clusters.length).toBeLessThan(files.size);
});

describe('a plan between git revisions', () => {
  const git = (directory: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-C', directory, ...args]);

  test('takes the directory for Argo CD for no cluster, and a route that is not held back anymore for traffic', () => {
    inDirectory({}, (directory) => {
      git(directory, 'init', '--quiet');
      const commit = (texts: Files) => {
        for (const [path, text] of texts) writeFiles(directory, { [`dist/${path}`]: text });
        git(directory, 'add', '--all');
        git(directory, 'commit', '--quiet', '--message', 'output');
      };
      commit(filesOf(topologyWith(ARGOCD)));
      const route = 'west/50-traffic/shop.details.yaml';
      const applied = (files.get(route) ?? '').replace(/.*argoproj.io\/hook: Skip\n/, '');
      commit(new Map([...filesOf(topologyWith({ ...ARGOCD, revision: 'other' })), [route, applied]]));
      const { issues, plan } = planBetweenRevisions(join(directory, 'dist'), 'HEAD~1', 'HEAD');
      expect(issues).toEqual([]);
      expect(plan?.changes.map(({ risk, cluster, kind }) => [risk, cluster, kind])).toEqual([
        ['traffic', 'west', 'VirtualService'],
      ]);
    });
  });
});

describe('the directory for Argo CD in the output', () => {
  const TEXT = JSON.stringify(topologyWith(ARGOCD));
  const run = (directory: string, command: string, ...flags: readonly string[]) =>
    runCommand([command, ...flags.map((flag) => flag.replace('DIR', directory))]);
  const SYNTH = ['-f', 'DIR/federation.yaml', '-o', 'DIR/dist'];

  test('is checked, repaired and removed like those of clusters', () => {
    inDirectory({ 'federation.yaml': TEXT }, (directory) => {
      expect(run(directory, 'synth', ...SYNTH).code).toBe(0);
      expect(run(directory, 'synth', '--check', ...SYNTH).code).toBe(0);
      const project = join(directory, 'dist', 'argocd', 'applications', 'project.yaml');
      appendFileSync(project, '# edited\n');
      const { code, stderr } = run(directory, 'synth', '--check', ...SYNTH);
      expect([code, stderr]).toEqual([1, expect.stringContaining('argocd/applications/project.yaml')]);
      writeFileSync(join(directory, 'federation.yaml'), JSON.stringify(topologyWith()));
      expect(run(directory, 'synth', ...SYNTH).code).toBe(0);
      expect(existsSync(join(directory, 'dist', 'argocd'))).toBe(false);
    });
  });

  test('stays as it is when only one cluster is written', () => {
    inDirectory({ 'federation.yaml': TEXT }, (directory) => {
      expect(run(directory, 'synth', '--cluster', 'west', ...SYNTH).code).toBe(0);
      expect([...readFiles(join(directory, 'dist')).keys()].filter((path) => !path.startsWith('west/'))).toEqual([]);
      expect(run(directory, 'synth', ...SYNTH).code).toBe(0);
      expect(run(directory, 'synth', '--cluster', 'west', ...SYNTH).code).toBe(0);
      expect(existsSync(join(directory, 'dist', 'argocd'))).toBe(true);
    });
  });

  test('is no cluster for lint, unlike a directory of that name with other manifests', () => {
    inDirectory({ 'federation.yaml': TEXT }, (directory) => {
      expect(run(directory, 'synth', ...SYNTH).code).toBe(0);
      const names = (path: string) => sourcesOf(join(directory, path)).map(({ cluster }) => cluster);
      expect(names('dist')).toEqual(['east', 'west']);
      writeFiles(directory, { 'own/argocd/applications/project.yaml': 'kind: AppProject\n', 'own/west/a.yaml': '' });
      expect(names('own')).toEqual(['argocd', 'west']);
    });
  });
});
