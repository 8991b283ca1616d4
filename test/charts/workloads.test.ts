import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { renderApp } from '../../lib/output/render';
import type { BookinfoProps, Topology, WorkloadProps } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { identityOf, objectsOf, parseObjects, render } from '../helpers/synthesize';
import { inDirectory } from '../helpers/temporary';
import { objectOf, partOf } from '../helpers/two-meshes';

const FIXTURES = join(__dirname, 'fixtures');

function withWorkloads(...workloads: readonly WorkloadProps[]): Topology {
  return { clusters: { a: {} }, meshes: { a: { members: ['wares'], workloads } } };
}

function withBookinfo(bookinfo: Partial<BookinfoProps>): Topology {
  return withWorkloads({ bookinfo: { namespace: 'books', ...bookinfo } });
}

/** What is wrong with a topology with one cluster, or with its output. */
function problemsOf(topology: Topology, directory = FIXTURES): readonly string[] {
  const { clusters: [planned] = [], generations, issues } = loadTopology(topology, directory);
  const found = planned === undefined ? issues : renderApp(new ClusterApp(planned, generations), 'a').issues;
  return found.map(({ code, message }) => `${code}: ${message}`);
}

describe("a directory of the user's own manifests", () => {
  const files = render(loadTopology(withWorkloads({ manifests: 'apps' }), FIXTURES));
  const [settings, job, secret] = parseObjects(files.get('a/30-workloads/a.apps.yaml') ?? '');

  test('becomes one file with each object as it is', () => {
    expect(settings).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop-settings', namespace: 'wares', annotations: { divider: '---' } },
      data: { greeting: 'yes', rest: '...' },
    });
    expect(secret?.stringData).toEqual({ key: '0o17' });
  });

  test('keeps nulls, and names that the cluster is to make', () => {
    expect(job?.metadata).toEqual({ generateName: 'count-stock-', namespace: 'wares' });
    expect(partOf(job, 'spec', 'suspend')).toBeNull();
    const [container] = partOf(job, 'spec', 'template', 'spec', 'containers') as unknown[];
    expect(partOf(container, 'args')).toEqual(['--all', null, '1:30']);
  });

  test('that is named twice gives its objects twice, which is a problem', () => {
    const twice = withWorkloads({ manifests: 'apps' }, { manifests: './apps' });
    expect(problemsOf(twice)[0]).toContain('TOP161: duplicate object ConfigMap/wares/shop-settings');
  });

  test('with two names that give one file name goes into one file', () => {
    inDirectory({}, (directory) => {
      for (const name of ['my/apps', 'my-apps'])
        cpSync(join(FIXTURES, 'apps'), join(directory, name), { recursive: true });
      expect(problemsOf(withWorkloads({ manifests: 'my/apps' }, { manifests: 'my-apps' }), directory)).toHaveLength(2);
    });
  });
});

describe('bookinfo', () => {
  test('is whole where nothing else is said', () => {
    const kinds = [...objectsOf(withBookinfo({})).values()].map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    const counts = ['Deployment', 'Service', 'ServiceAccount', 'DestinationRule', 'Gateway', 'VirtualService'].map(
      count,
    );
    expect(counts).toEqual([6, 4, 4, 4, 1, 1]);
  });

  test('has the stated components and versions alone, and no way in without its page', () => {
    const file = render(loadTopology(withBookinfo({ components: { reviews: ['v3', 'v1'] } })));
    expect(parseObjects(file.get('a/30-workloads/books.bookinfo.yaml') ?? '').map(identityOf)).toEqual([
      'ServiceAccount/books/bookinfo-reviews',
      'Service/books/reviews',
      'Deployment/books/reviews-v1',
      'Deployment/books/reviews-v3',
      'DestinationRule/books/reviews',
    ]);
  });

  test('runs the first image of a component for versions without an image', () => {
    const topology = withBookinfo({ components: { details: ['v9'], reviews: ['v2'] }, registry: 'quay.example/books' });
    const imageOf = (deployment: string) =>
      partOf(
        objectOf(topology, `a: Deployment/books/${deployment}`),
        'spec',
        'template',
        'spec',
        'containers',
        0,
        'image',
      );
    expect(imageOf('details-v9')).toBe('quay.example/books/examples-bookinfo-details-v1:2.0.0');
    expect(imageOf('reviews-v2')).toBe('quay.example/books/examples-bookinfo-reviews-v2:2.0.0');
  });

  test('in two parts in one namespace goes into one file, and cannot have two ways in', () => {
    const page = { bookinfo: { namespace: 'books', components: { productpage: ['v1'] } } };
    const rest = { bookinfo: { namespace: 'books', components: { details: ['v1'] } } };
    const files = render(loadTopology(withWorkloads(page, rest)));
    expect([...files.keys()].filter((path) => path.startsWith('a/30'))).toEqual(['a/30-workloads/books.bookinfo.yaml']);
    const twoWays = withWorkloads(page, { bookinfo: { ...rest.bookinfo, gateway: true } });
    expect(problemsOf(twoWays)[0]).toBe(
      'TOP161: duplicate object networking.istio.io/Gateway/books/bookinfo-gateway in the cluster "a"',
    );
  });
});
