import type { Fleet, KnownPlatform } from '../observed/model';
import { MeshNodes } from './contents';
import { GraphDraft } from './draft';
import { idOf, idWithin, importId, meshId } from './ids';
import type { Graph } from './model';
import { partsOf } from './parts/all';
import type { ImportPart, MeshPart, PeeringPart, RemotePart } from './parts/model';
import { addTraffic } from './traffic';

/** Draws the manifests of all clusters, of any generation. */
export function graphOf(fleet: Fleet): Graph {
  const draft = new GraphDraft();
  for (const { name, platform } of fleet.clusters) {
    const detail = platform && PLATFORM_NAMES[platform.platform];
    draft.node({ id: idOf('cluster', name), kind: 'cluster', label: name, places: [], ...(detail && { detail }) });
  }
  const parts = partsOf(fleet);
  const nodes = new MeshNodes(draft);
  for (const part of parts) nodes.add(part);
  // Edges lead to nodes of other meshes, so all nodes come first.
  for (const part of parts) {
    for (const peering of part.peerings) addPeering(draft, part, peering);
    for (const one of part.imports) addShare(draft, part, one);
    addTraffic(draft, part);
  }
  return draft.finish();
}

/** The platforms as people call them; that of other clusters is not shown. */
const PLATFORM_NAMES: { readonly [platform in KnownPlatform['platform']]: string } = {
  rosa: 'Red Hat OpenShift Service on AWS',
  aro: 'Azure Red Hat OpenShift',
  osd: 'OpenShift Dedicated',
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  baremetal: 'bare metal',
  other: '',
};

function addPeering(draft: GraphDraft, part: MeshPart, peering: PeeringPart): void {
  const from = meshId(part);
  const to = remoteMesh(draft, peering);
  const { detail, places } = peering;
  const label = `${part.name} → ${nameOf(peering)}`;
  const id = `${idWithin(from, 'peering', to)}`;
  draft.edge({ id, kind: 'peering', from, to, via: gatewaysOf(from, peering), label, detail, places });
}

/** The node of another mesh; one that the manifests do not have is outside. */
function remoteMesh(draft: GraphDraft, { mesh, name }: RemotePart): string {
  if (mesh !== undefined && draft.has(mesh)) return mesh;
  const detail = 'not in the manifests';
  return draft.node({ id: idOf('outside', name), kind: 'outside', label: name, detail, places: [] });
}

function nameOf({ mesh, name }: RemotePart): string {
  return decodeURIComponent(mesh?.split('/').at(-1) ?? name);
}

function gatewaysOf(from: string, { mesh, egress, ingress }: RemotePart): readonly string[] {
  return [
    ...(egress === undefined ? [] : [idWithin(from, 'egress', egress)]),
    ...(ingress === undefined || mesh === undefined ? [] : [idWithin(mesh, 'ingress', ingress)]),
  ];
}

function addShare(draft: GraphDraft, part: MeshPart, one: ImportPart): void {
  const mesh = meshId(part);
  const { host, name, namespace, remote, exported, places } = one;
  const own = `${name}.${namespace}`;
  const to = exported === undefined ? remoteMesh(draft, remote) : exportedNode(draft, one);
  const from = importId(mesh, one);
  const theirs = exported === undefined ? nameOf(remote) : `${exported.name}.${exported.namespace}`;
  const label = own === theirs ? own : `${own} → ${theirs}`;
  const offered = exported && `${exported.offered.name}.${exported.offered.namespace}`;
  const detail =
    offered === undefined || offered === theirs || offered === own ? host : `${host}, exported as ${offered}`;
  const all = [...places, ...(exported?.exports ?? []), ...(exported?.places ?? [])];
  const id = idWithin(mesh, 'share', host, to);
  draft.edge({
    id,
    kind: 'share',
    from,
    to,
    via: gatewaysOf(mesh, remote),
    label,
    names: { from: own, to: theirs },
    detail,
    places: all,
  });
}

/** The node of an exported service; rules can name one that the manifests do not have. */
function exportedNode(draft: GraphDraft, { remote, exported }: ImportPart): string {
  const mesh = remoteMesh(draft, remote);
  if (exported === undefined || mesh !== remote.mesh) return mesh;
  const { name, namespace, places } = exported;
  const parent = idWithin(mesh, 'namespace', namespace);
  draft.node({ id: parent, kind: 'namespace', parent: mesh, label: namespace, places: [] });
  const detail = 'not in the manifests';
  return draft.node({
    id: idWithin(mesh, 'service', namespace, name),
    kind: 'service',
    parent,
    label: name,
    detail,
    places,
  });
}
