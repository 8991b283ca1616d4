import type { ShareProps, Topology, TrafficProps } from '../../lib/topology/model';
import { outputIssues } from '../../lib/workflows/check-output';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { FIXTURES } from './draw/meshes';
import { unfulfilled } from './intent';
import { violations } from './oracle/oracle';
import { Desk, render } from './runs';

/* What the properties of topology.test.ts found, each as small as it gets. */

const desk = new Desk(FIXTURES);
afterAll(() => desk.clear());

/** Two meshes that peer, `ma` and `mb`, each with the members `x` and `y`. */
function two(more: Partial<Topology> = {}): Topology {
  return {
    clusters: { a: {}, b: {} },
    meshes: { ma: { cluster: 'a', members: ['x', 'y'] }, mb: { cluster: 'b', members: ['x', 'y'] } },
    peerings: [{ between: ['ma', 'mb'] }],
    ...more,
  };
}

/** A share from `ma` to `mb`. */
function share(props: Partial<ShareProps>): ShareProps {
  return { from: 'ma', to: 'mb', service: { namespace: 'x', name: 'd' }, ...props };
}

/** Traffic of `mb` to a service of its own. */
function traffic(props: Partial<TrafficProps>): TrafficProps {
  return { mesh: 'mb', service: { namespace: 'x', name: 'local' }, ...props };
}

/** The codes of all issues, also of those that only rendering meets, each once. */
function codes(loaded: Loaded): readonly string[] {
  return [...new Set([...loaded.issues, ...render(loaded).issues].map(({ code }) => code))];
}

const wild = share({ name: 'rest', service: { namespace: 'x' } });
const toRest = (namespace: string, name: string) =>
  traffic({ split: [{ share: 'rest', service: { namespace, name }, weight: 100 }] });
const bookinfo = (component: 'details' | 'ratings') => ({
  bookinfo: { namespace: 'x', components: { [component]: ['v1'] }, gateway: true },
});

test.each<[string, string[], Topology]>([
  [
    'a reference to a service that an earlier share offers under another name',
    ['TOP141'],
    two({ shares: [share({ exportAs: { name: 'e' } }), wild], traffic: [toRest('x', 'd')] }),
  ],
  [
    'a reference to a service of a namespace that the exporter does not see',
    ['TOP132'],
    two({ shares: [share({ name: 'rest', service: { name: 'd' } })], traffic: [toRest('z', 'd')] }),
  ],
  [
    'a share name with a space in the name of a policy',
    ['TOP101'],
    two({ shares: [share({ name: 'my share', authorize: true })] }),
  ],
  [
    'two policies of one name for different pods',
    ['TOP103'],
    two({
      shares: ['p', 'q'].map((app) =>
        share({ service: { namespace: 'x' }, selector: { matchLabels: { app } }, authorize: true }),
      ),
    }),
  ],
  ['callers of a namespace that is no member', ['TOP132'], two({ shares: [share({ authorize: { callers: ['z'] } })] })],
  [
    'pods by labels that are none',
    ['TOP139'],
    two({ shares: [share({ authorize: { workload: { app: 'not a label' } } })] }),
  ],
  [
    'a selector that Kubernetes refuses',
    ['TOP131'],
    two({ shares: [share({ selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } })] }),
  ],
  ['a subset without a name', ['TOP143'], two({ traffic: [traffic({ subsets: { '': { version: 'v1' } } })] })],
  ['a subset by labels that are none', ['TOP143'], two({ traffic: [traffic({ subsets: { v1: { version: '-' } } })] })],
  [
    'a pair of three',
    ['TOP121'],
    { clusters: { a: {} }, meshes: { 'm-{1..3}': { cluster: 'a' } }, peerings: [{ between: ['m-{1..3}'] }] },
  ],
  [
    'a peer whose certificates would go where the mesh keeps its own',
    ['TOP103'],
    { clusters: { a: {}, b: {} }, meshes: { istio: { cluster: 'a' }, b: {} }, peerings: [{ between: ['istio', 'b'] }] },
  ],
  [
    'two gateways of bookinfo in one namespace',
    ['TOP161'],
    { clusters: { a: {} }, meshes: { a: { workloads: [bookinfo('details'), bookinfo('ratings')] } } },
  ],
  [
    'a route with the name of a rule of bookinfo',
    ['TOP161'],
    {
      clusters: { a: {} },
      meshes: { a: { workloads: [bookinfo('details')] } },
      traffic: [traffic({ mesh: 'a', name: 'details', subsets: { v1: { version: 'v1' } } })],
    },
  ],
  [
    'an operator in a member namespace',
    ['TOP161'],
    {
      clusters: { a: { operators: { 'kiali-ossm': { namespace: 'x' } } } },
      meshes: { a: { members: ['x'], createNamespaces: true } },
    },
  ],
  [
    'the same directory twice',
    ['TOP161'],
    {
      clusters: { a: {} },
      meshes: { a: { members: ['extra'], workloads: [{ manifests: 'app' }, { manifests: './app' }] } },
    },
  ],
])('%s is an issue', (_, expected, topology) => {
  expect(codes(loadTopology(topology, FIXTURES))).toEqual(expected);
});

test.each<[string, Topology]>([
  [
    'a mesh and an operator namespace that are called "constructor"',
    {
      clusters: { a: { operators: { 'kiali-ossm': { namespace: 'constructor' } } }, b: {} },
      meshes: { constructor: { cluster: 'b' }, mb: { cluster: 'a' } },
      peerings: [{ between: ['constructor', 'mb'], sides: {} }],
    },
  ],
  [
    'policies whose names and namespaces look alike when joined',
    two({
      meshes: { ma: { cluster: 'a', members: ['x', 'x-federation'] }, mb: { cluster: 'b' } },
      shares: [
        share({ service: { namespace: 'x', name: 'federation' }, authorize: true }),
        share({ service: { namespace: 'x-federation' }, authorize: true }),
      ],
    }),
  ],
  [
    'bookinfo in a mesh that has the whole cluster',
    {
      clusters: { a: {} },
      meshes: { a: { mode: 'ClusterWide', members: ['*'], workloads: [bookinfo('details')] } },
    },
  ],
])('%s: the manifests fit together', (_, topology) => {
  const loaded = loadTopology(topology, FIXTURES);
  expect(loaded.issues).toEqual([]);
  const { files } = render(loaded);
  expect(violations(files, { customPorts: false })).toEqual([]);
  expect(unfulfilled(topology, files)).toEqual([]);
});

test.each([
  ['something merged that is no map', 'clusters: {}\nmeshes: {}\n<<: 3\n', ['TOP002']],
  ['a list that holds itself', 'clusters: &a [*a]\nmeshes: {}\n', ['TOP002']],
  [
    'an override that holds itself',
    'clusters: {a: {}}\nmeshes: {a: {override: {techPreview: &a {b: *a}}}}\n',
    ['TOP002'],
  ],
  ['clusters as an ordered map', 'clusters: !!omap [a: {}]\nmeshes: {}\n', ['TOP004']],
  ['clusters as a set', 'clusters: !!set {a, b}\nmeshes: {}\n', ['TOP004']],
  ['a binary text in a file of YAML 1.1', '%YAML 1.1\n---\n!!binary aGk=\n', ['TOP004']],
  ['a set in a file of YAML 1.1', '%YAML 1.1\n---\nclusters: !!set {a, b}\nmeshes: {}\n', ['TOP004']],
  ['explicit keys without end', '? '.repeat(5000), ['TOP002']],
])('%s is an issue', (_, text, expected) => {
  expect(codes(desk.load(text))).toEqual(expected);
});

test('what stands behind a block text behind an error has its own line', () => {
  const { issues } = desk.load('*aclusters:\n  a:\n    b: |\n      one\n      two\n    c:\n      d: e\n');
  const lines = ['*aclusters:', '  a:', '    b: |', '      one', '      two', '    c:', '      d: e'];
  expect(issues.filter(({ line = 0, column = 0 }) => column > (lines[line - 1]?.length ?? -1) + 1)).toEqual([]);
});

test('a statement that is none moves no other one', () => {
  const peerings = [
    'none',
    { between: ['ma', 'mb'] },
    { between: ['ma', 'mc'] },
  ] as unknown as Topology['peerings'] & {};
  const { issues } = loadTopology(two({ peerings }));
  expect(issues.map(({ path }) => path)).toEqual(['peerings[0]', 'peerings[2].between[1]']);
});

test.each(['the same cluster', 'another cluster'])(
  'an override to ClusterIP is refused while a peer in %s has a token',
  (where) => {
    const ingress = { type: 'NodePort', nodePorts: { service: 30_000, discovery: 30_001 } } as const;
    const service = { type: 'ClusterIP' } as const;
    const loaded = loadTopology({
      clusters: { a: {}, b: {} },
      meshes: {
        ma: { cluster: 'a', override: { gateways: { additionalIngress: { 'mb-ingress': { service } } } } },
        mb: { cluster: where === 'the same cluster' ? 'a' : 'b' },
      },
      peerings: [{ between: ['ma', 'mb'], sides: { ma: { ingress } } }],
    });
    const { federation } = loaded;
    if (federation === undefined) throw new Error('invalid topology');
    expect(outputIssues(render(loaded).files, federation).map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^TOP180 FED010 .* type ClusterIP/),
    ]);
  },
);
