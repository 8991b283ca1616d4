import { parse } from 'yaml';

/* What the oracle knows: the text of rendered files, and nothing else. */

/** A rendered file. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** A parsed part of a manifest, to be looked into without knowing what it is. */
export type Fields = { readonly [key: string]: unknown };

/** One object of one cluster. */
export interface Doc {
  readonly cluster: string;
  /** The directory and the name of its file. */
  readonly stage: string;
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly body: Fields;
}

/** A control plane and what stands in its namespace. */
export interface Mesh {
  /** The mesh's name, which is its file's; but no file is called "constructor". */
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly spec: Fields;
  readonly trustDomain: string;
  readonly members: readonly string[];
  readonly peers: readonly Peer[];
  /** All objects of its cluster. */
  readonly docs: readonly Doc[];
}

/** A ServiceMeshPeer and the sets beside it. */
export interface Peer {
  readonly name: string;
  readonly spec: Fields;
  readonly trustDomain: string;
  readonly ingress: string;
  readonly egress: string;
  readonly exportRules: readonly Fields[];
  readonly importRules: readonly Fields[];
}

export interface World {
  readonly docs: readonly Doc[];
  readonly meshes: readonly Mesh[];
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value at a path of keys. */
export function dig(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((node, key) => (Object.hasOwn(fields(node), key) ? fields(node)[key] : undefined), value);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The objects of a file. */
export function docsOf({ path, text: content }: File): readonly Doc[] {
  const [cluster = '', stage = '', file = ''] = path.replace(/\.yaml$/, '').split('/');
  return content.split(/^---\n/m).map((part): Doc => {
    const body = parseOnce(part);
    const name = text(dig(body, 'metadata', 'name'));
    const namespace = text(dig(body, 'metadata', 'namespace'));
    return { cluster, stage, file, apiVersion: text(body.apiVersion), kind: text(body.kind), name, namespace, body };
  });
}

/** What was parsed already: many topologies have objects in common, and parsing takes most of the time. */
const PARSED = new Map<string, Fields>();
const MOST_PARSED = 20_000;

function parseOnce(content: string): Fields {
  const source = content.replace(/^#.*\n/, '');
  const known = PARSED.get(source);
  if (known !== undefined) return known;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const body = fields(parseBoth(source));
  PARSED.set(source, body);
  return body;
}

/** Parses a document as YAML 1.2, and one in eight also as YAML 1.1, as Kubernetes does; both must read the same. */
function parseBoth(source: string): unknown {
  const value: unknown = parse(source, { prettyErrors: false });
  const old: unknown = source.length % 8 === 0 ? parse(source, { version: '1.1', prettyErrors: false }) : value;
  if (JSON.stringify(old) === JSON.stringify(value)) return value;
  throw new Error(`this reads differently as YAML 1.1 and 1.2: ${source}`);
}

export function worldOf(docs: readonly Doc[]): World {
  const controlPlanes = docs.filter(({ kind }) => kind === 'ServiceMeshControlPlane');
  return { docs, meshes: controlPlanes.map((controlPlane) => meshOf(controlPlane, docs)) };
}

function meshOf(controlPlane: Doc, all: readonly Doc[]): Mesh {
  const { cluster, namespace, file } = controlPlane;
  const docs = all.filter((doc) => doc.cluster === cluster);
  const own = docs.filter((doc) => doc.namespace === namespace);
  const roll = own.find(({ kind }) => kind === 'ServiceMeshMemberRoll');
  const spec = fields(controlPlane.body.spec);
  return {
    name: file.replace(/_$/, ''),
    cluster,
    namespace,
    spec,
    trustDomain: text(dig(spec, 'security', 'trust', 'domain')),
    members: list(dig(roll?.body, 'spec', 'members')).map(text),
    peers: own.filter(({ kind }) => kind === 'ServiceMeshPeer').map((peer) => peerOf(peer, own)),
    docs,
  };
}

function peerOf({ name, body }: Doc, own: readonly Doc[]): Peer {
  const spec = fields(body.spec);
  const rules = (kind: string, key: string) =>
    list(dig(own.find((doc) => doc.kind === kind && doc.name === name)?.body, 'spec', key)).map(fields);
  return {
    name,
    spec,
    trustDomain: text(dig(spec, 'security', 'trustDomain')),
    ingress: text(dig(spec, 'gateways', 'ingress', 'name')),
    egress: text(dig(spec, 'gateways', 'egress', 'name')),
    exportRules: rules('ExportedServiceSet', 'exportRules'),
    importRules: rules('ImportedServiceSet', 'importRules'),
  };
}

/** A pair of peers: how a mesh sees another one, and how that one sees it. */
export interface Pair {
  readonly mesh: Mesh;
  readonly peer: Peer;
  readonly other: Mesh;
  readonly back: Peer;
}

/** Both halves of every pair, joined by trust domain. Undefined halves are violations of their own. */
export function pairsOf({ meshes }: World): readonly Pair[] {
  return meshes.flatMap((mesh) =>
    mesh.peers.flatMap((peer) => {
      const other = meshes.find(({ trustDomain }) => trustDomain === peer.trustDomain);
      const back = other?.peers.find(({ trustDomain }) => trustDomain === mesh.trustDomain);
      return other === undefined || back === undefined ? [] : [{ mesh, peer, other, back }];
    }),
  );
}
