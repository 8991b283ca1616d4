import Ajv from 'ajv';
import { parse } from 'yaml';
import type { Topology } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import schema from '../../schemas/federation.schema.json';

interface SchemaNode {
  readonly $ref?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: { readonly [key: string]: SchemaNode };
}

const definitions = schema.definitions as { readonly [name: string]: SchemaNode };

/** A key of the topology, such as `MeshProps.version`. */
interface Key {
  readonly owner: string;
  readonly key: string;
  readonly node: SchemaNode;
}

const keysOf = (owner: string, { properties = {} }: SchemaNode): readonly Key[] =>
  Object.entries(properties).map(([key, node]) => ({ owner, key, node }));

const keys = [
  ...keysOf('Topology', schema as SchemaNode),
  ...Object.entries(definitions).flatMap(([name, node]) => keysOf(name, node)),
];
const nameOf = ({ owner, key }: Key) => `${owner}.${key}`;
const listed = (of: readonly Key[]) => of.map((key) => [nameOf(key), key] as const);

/** A node with what the definition has that it refers to. */
function whole(node: SchemaNode): SchemaNode {
  const { $ref } = node;
  return $ref === undefined
    ? node
    : { ...definitions[decodeURIComponent($ref.replace('#/definitions/', ''))], ...node };
}

/** Whether the values of a key are obvious: true or false, or one of a list. */
function isObvious(node: SchemaNode): boolean {
  const { type, enum: values, anyOf = [] } = whole(node);
  return type === 'boolean' || values !== undefined || anyOf.some((branch) => branch.type === 'boolean');
}

const ajv = new Ajv({ strict: false }).addSchema(schema, 'topology');

/** What is wrong with a value of a key by its own part of the schema. */
function faultsOf({ owner, key }: Key, value: unknown): string {
  const path = owner === 'Topology' ? '' : `/definitions/${owner}`;
  return ajv.validate({ $ref: `topology#${path}/properties/${key}` }, value) ? '' : ajv.errorsText();
}

test('each key has a description, and a default or an example unless its values are obvious', () => {
  expect(keys.length).toBeGreaterThan(150);
  expect(keys.filter(({ node }) => whole(node).description === undefined).map(nameOf)).toEqual([]);
  const bare = keys.filter(({ node }) => {
    const { default: value, examples } = whole(node);
    return value === undefined && examples === undefined && !isObvious(node);
  });
  expect(bare.map(nameOf)).toEqual([]);
});

test('the description of each key states its default, as editors show nothing else', () => {
  const silent = keys.filter(({ node: { default: value, description = '' } }) => {
    return value !== undefined && !description.endsWith(`Default: \`${value}\`.`);
  });
  expect(silent.map(nameOf)).toEqual([]);
});

test('a description with code or "<" is Markdown too, in which nothing looks like HTML', () => {
  const marked = keys.filter(({ node }) => /[`<]/.test(node.description ?? ''));
  expect(marked.length).toBeGreaterThan(40);
  const wrong = marked.filter(({ node: { markdownDescription = '<' } }) => {
    return markdownDescription.replace(/`[^`]*`|\\</g, '').includes('<');
  });
  expect(wrong.map(nameOf)).toEqual([]);
});

test('each example and each default is valid for its own key', () => {
  const wrong = keys.flatMap((key) => {
    const { default: value, examples = [] } = whole(key.node);
    const values = value === undefined ? examples : [value, ...examples];
    return values.map((each) => `${nameOf(key)} ${JSON.stringify(each)}: ${faultsOf(key, each)}`);
  });
  expect(wrong.length).toBeGreaterThan(150);
  expect(wrong.filter((line) => !line.endsWith(': '))).toEqual([]);
});

/** A topology in which each key that has a default has an effect and is left out. */
const BASE = `
clusters:
  west: { locality: { region: a }, operators: { servicemeshoperator: {} } }
  east: { locality: { region: b } }
  north: {}
meshes:
  west-mesh:
    cluster: west
    createNamespaces: {}
    tracing: { sampling: 1 }
    addons: {}
    ingress: { ports: {} }
    egress: {}
    workloads: [{ bookinfo: { namespace: shop } }]
  east-mesh:
    cluster: east
    workloads: [{ bookinfo: { namespace: shop } }]
  north-mesh:
    cluster: north
    version: v3.4
    istio: { eastWest: {} }
    members: [stock]
  south-mesh:
    cluster: north
    version: v3.4
    members: [shop]
peerings:
  - between: [west-mesh, east-mesh]
    sides: { west-mesh: { ingress: {} } }
  - between: [north-mesh, south-mesh]
shares:
  - from: east-mesh
    to: west-mesh
    service: { namespace: shop, name: details }
  - name: other
    from: east-mesh
    to: west-mesh
    service: { namespace: shop, name: reviews }
    imports: [{ name: reviews, importAs: { name: far } }]
  - from: east-mesh
    to: west-mesh
    service: { namespace: shop, name: ratings }
    importAsLocal: true
  - from: north-mesh
    to: south-mesh
    service: { namespace: stock, name: inventory }
    ports: [{ number: 8080, name: port }]
    podLabels: { app: inventory }
    serviceAccounts: [inventory]
traffic:
  - mesh: west-mesh
    service: { namespace: shop, name: details }
    split: [{ subset: v1, weight: 100 }]
    mirror: { share: details }
  - mesh: west-mesh
    service: { namespace: shop, name: ratings }
    failover: {}
gitops:
  argocd: { repoURL: 'https://example.org/a.git' }
`;

/** Where a key of a type has an effect in {@link BASE}. */
const PLACES: { readonly [owner: string]: readonly (string | number)[] } = {
  ClusterProps: ['clusters', 'west'],
  OperatorProps: ['clusters', 'west', 'operators', 'servicemeshoperator'],
  MeshProps: ['meshes', 'west-mesh'],
  EastWestProps: ['meshes', 'north-mesh', 'istio', 'eastWest'],
  CreateNamespacesProps: ['meshes', 'west-mesh', 'createNamespaces'],
  TracingProps: ['meshes', 'west-mesh', 'tracing'],
  AddonsProps: ['meshes', 'west-mesh', 'addons'],
  SharedIngressProps: ['meshes', 'west-mesh', 'ingress'],
  PortsProps: ['meshes', 'west-mesh', 'ingress', 'ports'],
  SharedEgressProps: ['meshes', 'west-mesh', 'egress'],
  IngressProps: ['peerings', 0, 'sides', 'west-mesh', 'ingress'],
  BookinfoProps: ['meshes', 'west-mesh', 'workloads', 0, 'bookinfo'],
  ShareProps: ['shares', 0],
  ImportProps: ['shares', 1, 'imports', 0],
  SharedPortProps: ['shares', 3, 'ports', 0],
  TrafficProps: ['traffic', 0],
  MirrorProps: ['traffic', 0, 'mirror'],
  FailoverProps: ['traffic', 1, 'failover'],
  ArgoCdProps: ['gitops', 'argocd'],
};

/** The output of {@link BASE} with another value at a key, or its problems. */
function outputWith(owner?: string, key = '', value?: unknown): string {
  const topology: Record<string, unknown> = parse(BASE);
  if (owner !== undefined) {
    const place = (PLACES[owner] ?? []).reduce<unknown>((at, part) => (at as never)[part], topology);
    Object.assign(place as object, { [key]: value });
  }
  const loaded = loadTopology(topology as unknown as Topology);
  const { files, issues } = synthToMemory(loaded, { argocd: true });
  const text = JSON.stringify([[...loaded.issues, ...issues].map(({ message }) => message), [...files]]);
  // Istio's own default, which is written only if the topology states it.
  return text.replaceAll(/\\n *mirrorPercentage:\\n *value: 100(?=\\n)/g, '');
}

/** A value that is valid for a key and is not its default. */
function anotherThan(value: unknown, node: SchemaNode): unknown {
  const values = whole(node).enum;
  if (values !== undefined) return values.find((each) => each !== value);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value - 1;
  return /^v\d/.test(String(value)) ? 'v2.5' : /^\d+[ms]$/.test(String(value)) ? '7s' : `x-${value}`;
}

const defaulted = keys.filter(({ node }) => node.default !== undefined);

let base: string;
beforeAll(() => {
  base = outputWith();
});

test('the base topology has no problem', () => {
  expect(base).toMatch(/^\[\[\],\[\["/);
});

test.each(listed(defaulted))(
  'the default of %s is what a topology without the key has, and another value is not',
  (_, key) => {
    const { owner, key: name, node } = key;
    expect(Object.keys(PLACES)).toContain(owner);
    expect(outputWith(owner, name, node.default)).toBe(base);
    expect(outputWith(owner, name, anotherThan(node.default, node))).not.toBe(base);
  },
);
