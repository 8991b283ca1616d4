import { ApiObject, Chart } from 'cdk8s';
import type { Topology } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import { identityOf, type KubeObject, parseObjects } from '../helpers/synthesize';
import { inDirectory } from '../helpers/temporary';

const MANAGED = { 'app.kubernetes.io/managed-by': 'ossm-fed', 'app.kubernetes.io/part-of': 'service-mesh-federation' };

/** A Service and a ConfigMap of a user. */
const OWN_FILES = {
  'apps/own.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: own, namespace: books, labels: { team: mine }, annotations: { note: mine } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: bare, namespace: books }
`,
};

type Metadata = { readonly labels?: object; readonly annotations?: object };

/** The metadata of all objects of a cluster `a` with bookinfo, a peer, and manifests of a user, by their identities. */
function metadataWith(
  cluster: NonNullable<Topology['clusters']>[string],
  rest: Pick<Topology, 'defaults'> = {},
): ReadonlyMap<string, Metadata> {
  return inDirectory(OWN_FILES, (directory) => {
    const workloads = [{ bookinfo: { namespace: 'books' } }, { manifests: 'apps' }];
    const topology: Topology = {
      ...rest,
      clusters: { a: cluster, b: {} },
      meshes: { a: { workloads }, b: {} },
      peerings: [{ between: ['a', 'b'] }],
      shares: [{ from: 'a', to: 'b', service: { namespace: 'books', name: 'details' }, authorize: true }],
    };
    const { files, issues } = synthToMemory(loadTopology(topology, directory), { clusters: ['a'] });
    expect(issues).toEqual([]);
    const objects = [...files.values()].flatMap(parseObjects);
    return new Map(objects.map((object) => [identityOf(object), object.metadata as Metadata]));
  });
}

describe('a generated object', () => {
  const all = metadataWith({});
  const without = [...all].filter(([, { labels = {} }]) => !Object.hasOwn(labels, 'app.kubernetes.io/managed-by'));

  test('says what made it and what it is part of, except for Services, by whose labels exports are selected', () => {
    const names = without.map(([identity]) => identity).filter((identity) => !identity.startsWith('Service/'));
    expect(names).toEqual(['ConfigMap/books/own', 'ConfigMap/books/bare']);
    expect(all.get('ServiceMeshPeer/a/b')?.labels).toEqual(MANAGED);
    expect(all.get('Service/books/details')?.labels).toEqual({ app: 'details', service: 'details' });
  });

  test('keeps the labels that it has', () => {
    expect(all.get('Deployment/books/details-v1')?.labels).toEqual({ ...MANAGED, app: 'details', version: 'v1' });
  });
});

test('selectors and pods have no added labels', () => {
  const topology: Topology = {
    clusters: { a: { labels: { team: 'mesh' } } },
    meshes: { a: { workloads: [{ bookinfo: { namespace: 'books' } }] } },
  };
  const { files } = synthToMemory(loadTopology(topology));
  const objects = [...files.values()].flatMap(parseObjects) as (KubeObject & { spec: Record<string, unknown> })[];
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  expect(deployment?.metadata.labels).toHaveProperty('team');
  expect(JSON.stringify(objects.map(({ spec = {} }) => spec))).not.toMatch(/team|managed-by/);
});

describe("the owner's labels and annotations", () => {
  const cluster = {
    labels: { team: 'mesh', app: 'other', 'app.kubernetes.io/part-of': 'shop' },
    annotations: { note: 'Call us: 12', 'argocd.argoproj.io/sync-options': 'Validate=false' },
  };
  const all = metadataWith(cluster, { defaults: { clusters: { labels: { team: 'default', stage: 'prod' } } } });

  test('are on every object, merged with the defaults key by key', () => {
    const lost = [...all].filter(([, { labels = {}, annotations = {} }]) => {
      return !['team', 'stage', 'app'].every((key) => key in labels) || !('note' in annotations);
    });
    expect(lost).toEqual([]);
    expect(all.get('ServiceMeshControlPlane/a/a')?.labels).toEqual({
      ...MANAGED,
      ...cluster.labels,
      stage: 'prod',
    });
  });

  test('do not replace those of an object, nor those of a manifest of the user', () => {
    expect(all.get('Service/books/details')?.labels).toMatchObject({ app: 'details', team: 'mesh' });
    const own = all.get('ConfigMap/books/own');
    expect(own?.labels).toEqual({ ...cluster.labels, team: 'mine', stage: 'prod' });
    expect(own?.annotations).toMatchObject({ note: 'mine' });
    expect(all.get('Namespace/books')?.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      note: 'Call us: 12',
    });
  });

  test('differ between clusters with the same operators and applications', () => {
    const workloads = [{ bookinfo: { namespace: 'books' } }];
    const clusters = { a: { labels: { team: 'one' } }, b: { labels: { team: 'two' } } };
    const { files } = synthToMemory(loadTopology({ clusters, meshes: { a: { workloads }, b: { workloads } } }));
    const teams = ['a', 'b'].map((name) =>
      /team: \w+/.exec(files.get(`${name}/30-workloads/books.bookinfo.yaml`) ?? ''),
    );
    expect(teams.map((found) => found?.[0])).toEqual(['team: one', 'team: two']);
  });

  test('are on the objects of charts of a user, too', () => {
    const loaded = loadTopology({ clusters: { a: { labels: { team: 'mesh' } } }, meshes: { a: {} } });
    const { files } = synthToMemory(loaded, {
      charts: (app) => {
        const metadata = { name: 'own', namespace: 'a' };
        new ApiObject(new Chart(app, '60-own'), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
      },
    });
    const [own] = parseObjects(files.get('a/60-own/60-own.yaml') ?? '');
    expect(own?.metadata.labels).toEqual({ team: 'mesh' });
  });
});
