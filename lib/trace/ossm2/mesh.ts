import { trustDomainAliases } from '../../lint/rules/support/authorization-policies';
import { ClusterHosts } from '../../lint/rules/support/cluster-hosts';
import { regionOf } from '../../lint/rules/support/failover';
import { importHosts, localImports } from '../../lint/rules/support/import-hosts';
import { importHasLabel } from '../../lint/rules/support/import-labels';
import { isKnownOutside, namespaceOwners } from '../../lint/rules/support/namespaces';
import { ObjectsByNamespace } from '../../lint/rules/support/objects-by-namespace';
import type { ManifestObject } from '../../manifests/object';
import { labelsAt, textAt, textsAt } from '../../observed/fields';
import type { ObservedImport, ObservedMesh, ObservedPeer } from '../../observed/model';
import { serviceOfHost } from '../../observed/ossm3/hosts';
import { allOf } from '../identity';
import { arrive, localGroup, portsOf, targetOfService } from '../local';
import type { EndpointGroup, TraceMesh } from '../mesh';
import { importWay, unknownPeerWay } from './import-way';
import { missingWay } from './missing';
import { possibleImports } from './possible-imports';

const meshes = new WeakMap<ObservedMesh, TraceMesh>();

/** A mesh of OpenShift Service Mesh 2 as a caller in it sees it; made once, as calls to many imports pass it. */
export function ossm2Mesh(mesh: ObservedMesh): TraceMesh {
  const known = meshes.get(mesh) ?? makeMesh(mesh);
  meshes.set(mesh, known);
  return known;
}

function makeMesh(mesh: ObservedMesh): TraceMesh {
  const { cluster, namespace, trustDomain, name } = mesh;
  const own = ownObjects(mesh);
  const made: TraceMesh = {
    name,
    cluster,
    rootNamespace: namespace,
    domain: trustDomain,
    ownDomains: [trustDomain, ...trustDomainAliases(mesh)],
    objectsOf: own,
    hosts: [...cluster.objects.flatMap(hostOfService), ...mesh.importsByHost.keys(), ...entryHosts(own)],
    endpointsOf: (host) => endpointsOf(mesh, made, host),
    memberRolls: mesh.memberRolls,
    outside: (one) => outsideOf(mesh, one),
    missing: (call) => missingWay(mesh, call, made.hosts),
    codes: { denied: 'FED033', hidden: 'FED038', importedSubset: 'FED019' },
  };
  return made;
}

function outsideOf(mesh: ObservedMesh, namespace: string): ReturnType<TraceMesh['outside']> {
  if (!isKnownOutside(mesh, namespace)) return undefined;
  const [roll] = mesh.memberRolls;
  return {
    code: 'FED026',
    message: `the namespace "${namespace}" is no member of the mesh "${mesh.name}"`,
    effect: 'its pods have no sidecar that knows the mesh: the hosts of imports do not resolve in them',
    fix: `add "${namespace}" to the members of the ServiceMeshMemberRoll`,
    subject: roll && { object: roll, path: ['spec', 'members'] },
  };
}

function ownObjects(mesh: ObservedMesh): TraceMesh['objectsOf'] {
  const { meshOf } = namespaceOwners(mesh.cluster);
  return (kind, group) =>
    (mesh.cluster.byKind.get(kind) ?? [])
      .filter((object) => object.group === group && meshOf(object.namespace) === mesh)
      .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

function hostOfService({ kind, group, name, namespace }: ManifestObject): readonly string[] {
  return kind === 'Service' && group === '' && namespace !== undefined
    ? [`${name}.${namespace}.svc.cluster.local`]
    : [];
}

function entryHosts(own: TraceMesh['objectsOf']): readonly string[] {
  return own('ServiceEntry', 'networking.istio.io').flatMap(({ value }) => textsAt(value, ['spec', 'hosts']));
}

function endpointsOf(mesh: ObservedMesh, made: TraceMesh, host: string): readonly EndpointGroup[] {
  const imports = (mesh.importsByHost.get(host) ?? []).map((one) => importGroup(made, one));
  const service = serviceOfHost(host);
  const local = service && localGroup(made, service.namespace, service.name);
  const known = [...(local === undefined ? [] : [local]), ...imports];
  if (known.length > 0) return known;
  const possible = possibleImports(mesh, host);
  if (possible.length > 0) return possible.map((one) => importGroup(made, one));
  const open = openPeers(mesh, host);
  if (open.length > 0) return open.map((peer) => openGroup(made, mesh, peer));
  const entry = made
    .objectsOf('ServiceEntry', 'networking.istio.io')
    .find(({ value }) => textsAt(value, ['spec', 'hosts']).includes(host));
  if (entry !== undefined) return [entryGroup(made, entry)];
  return service === undefined || isMissing(mesh, made, host) ? [] : [elsewhereGroup(made, service)];
}

/** The peers that may import a host by a rule, though what they export is not known. */
function openPeers(mesh: ObservedMesh, host: string): readonly ObservedPeer[] {
  const local = localImports(mesh).filter((one) => one.host === host);
  if (local.length > 0) return local.map(({ peer }) => peer).filter(({ counterpart }) => counterpart === undefined);
  const judged = importHosts(mesh)(host);
  return judged?.kind === 'imported' ? judged.peers.filter(({ counterpart }) => counterpart === undefined) : [];
}

/** Whether a host of the cluster is known to have no Service. */
function isMissing(mesh: ObservedMesh, made: TraceMesh, host: string): boolean {
  const { namespace = '' } = serviceOfHost(host) ?? {};
  if (isKnownOutside(mesh, namespace)) return true;
  const services = new ObjectsByNamespace('', 'Service');
  return new ClusterHosts(mesh, services, new Set(entryHosts(made.objectsOf))).unknownService(host) !== undefined;
}

function importGroup(made: TraceMesh, one: ObservedImport): EndpointGroup {
  const { peer, isLocal, namespace } = one;
  const object = one.export.service?.object;
  const remote = peer.remote ?? peer;
  return {
    isLocal: false,
    text: `mesh ${remote.name}`,
    region: regionOf(peer),
    owner: isLocal ? namespace : made.rootNamespace,
    ports: object && portsOf(object),
    has: (labels) => allOf(Object.entries(labels).map(([key, value]) => importHasLabel(peer, key, value))),
    way: (call) => importWay(one, call, ossm2Mesh),
  };
}

function openGroup(made: TraceMesh, mesh: ObservedMesh, peer: ObservedPeer): EndpointGroup {
  return {
    isLocal: false,
    text: `peer ${peer.name}`,
    owner: made.rootNamespace,
    has: () => 'maybe',
    way: () => unknownPeerWay(mesh, peer),
  };
}

function entryGroup(made: TraceMesh, object: ManifestObject): EndpointGroup {
  const { namespace = '', name } = object;
  const selector = labelsAt(object.value, ['spec', 'workloadSelector', 'labels']);
  const location = textAt(object.value, ['spec', 'location']) ?? 'MESH_EXTERNAL';
  return {
    isLocal: true,
    text: `ServiceEntry ${namespace}/${name}`,
    owner: namespace,
    ports: portsOf(object),
    has: () => 'maybe',
    way: ({ principal, destination: { port }, labels }) =>
      location === 'MESH_EXTERNAL'
        ? {
            hops: [{ kind: 'service', text: `ServiceEntry ${namespace}/${name}`, subject: { object } }],
            end: { arrives: true, text: `the endpoints of ServiceEntry ${namespace}/${name}, outside of the mesh` },
          }
        : arrive(made, { namespace, name, object, selector }, { principal, port, labels }),
  };
}

function elsewhereGroup(
  made: TraceMesh,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): EndpointGroup {
  return {
    isLocal: true,
    text: 'local pods',
    owner: namespace,
    has: () => 'maybe',
    way: ({ principal, destination: { port }, labels }) =>
      arrive(made, targetOfService(made, namespace, name), { principal, port, labels }),
  };
}
