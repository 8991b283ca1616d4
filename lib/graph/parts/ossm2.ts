import { regionOf } from '../../lint/rules/support/failover';
import { namespaceOwners } from '../../lint/rules/support/namespaces';
import { ruleOf } from '../../lint/rules/support/places';
import type { ManifestObject } from '../../manifests/object';
import { importedAs } from '../../matching/import';
import { fixedPart } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import type {
  Fleet,
  ObservedCluster,
  ObservedGateway,
  ObservedImport,
  ObservedMesh,
  ObservedPeer,
} from '../../observed/model';
import { groupBy, plainText } from '../../values';
import { meshId } from '../ids';
import type { GraphPlace } from '../model';
import type { GatewayPart, ImportPart, MeshPart, PeeringPart, RemotePart } from './model';

/** The meshes of OpenShift Service Mesh 2. */
export function ossm2Parts({ clusters }: Fleet): readonly MeshPart[] {
  return clusters.flatMap((cluster) => {
    const { meshOf } = namespaceOwners(cluster);
    return cluster.meshes.map((mesh) => partOf(cluster, mesh, (object) => meshOf(object.namespace) === mesh));
  });
}

function partOf(cluster: ObservedCluster, mesh: ObservedMesh, owns: (object: ManifestObject) => boolean): MeshPart {
  const { name, namespace, object, version, trustDomain, members, ingress, egress, peers } = mesh;
  return {
    cluster,
    name,
    namespace,
    detail: [version, trustDomain].filter((text) => text !== undefined).join(' · '),
    places: [{ object, path: [] }],
    members: [...members].filter((member) => member !== '*'),
    gateways: [...ingress.values(), ...egress.values()].map(toGateway),
    objectsOf: (kind, group) =>
      (cluster.byKind.get(kind) ?? []).filter((one) => one.group === group && one.namespace !== undefined && owns(one)),
    peerings: peers.map(toPeering),
    imports: [...mesh.imports.map(toImport), ...peers.flatMap(statedImports)],
  };
}

function toGateway({ mesh, kind, name, path, type, ports }: ObservedGateway): GatewayPart {
  const numbers = ports.flatMap(({ port }) => port ?? []);
  const detail = [type, numbers.join(', ')].filter((text) => text !== '').join(' ');
  return { kind, name, detail, places: [{ object: mesh.object, path }] };
}

function remoteOf({ remote, counterpart, trustDomain, name, egressName }: ObservedPeer): RemotePart {
  return {
    ...(remote !== undefined && { mesh: meshId(remote) }),
    name: trustDomain ?? name,
    ...(egressName !== undefined && { egress: egressName }),
    ...(counterpart?.ingressName !== undefined && { ingress: counterpart.ingressName }),
  };
}

function toPeering(peer: ObservedPeer): PeeringPart {
  const { object, rootConfigMap, counterpart, addresses, servicePort } = peer;
  const objects = [object, rootConfigMap, counterpart?.object, counterpart?.rootConfigMap];
  return {
    ...remoteOf(peer),
    detail: addresses.map((address) => `${plainText(address) ?? '?'}:${servicePort}`).join(', '),
    places: objects.flatMap((one) => (one === undefined ? [] : [{ object: one, path: [] }])),
  };
}

function toImport({ peer, rule, export: exported, host, name, namespace, isLocal }: ObservedImport): ImportPart {
  const { service, original, offered } = exported;
  return {
    ...{ host, name, namespace, isLocal },
    ...importRule(peer, rule),
    remote: remoteOf(peer),
    exported: {
      ...original,
      offered,
      places: service === undefined ? [] : [{ object: service.object, path: [] }],
      exports: exported.peer.exports === undefined ? [] : [ruleOf(exported.peer.exports, exported.rule)],
    },
  };
}

function importRule(
  peer: ObservedPeer,
  rule: number,
): { readonly places: readonly GraphPlace[]; readonly region?: string } {
  const region = regionOf(peer);
  return {
    places: peer.imports === undefined ? [] : [ruleOf(peer.imports, rule)],
    ...(region !== undefined && { region }),
  };
}

/** The imports that rules name, from a peer whose exports the manifests do not have. */
function statedImports(peer: ObservedPeer): readonly ImportPart[] {
  if (peer.counterpart !== undefined) return [];
  const rules = peer.imports?.rules ?? [];
  const found = rules.flatMap(({ nameSelector }): readonly ImportPart[] => {
    const [name, namespace] = [fixedPart(nameSelector?.name), fixedPart(nameSelector?.namespace)];
    if (name === undefined || namespace === undefined) return [];
    const imported = importedAs(rules, { name, namespace }, importScopeOf(peer));
    if (imported === undefined) return [];
    const { rule, local, ...service } = imported;
    return [{ ...service, isLocal: local, ...importRule(peer, rule), remote: remoteOf(peer) }];
  });
  return [...groupBy(found, ({ host }) => host).values()].flatMap(([first]) => first ?? []);
}
