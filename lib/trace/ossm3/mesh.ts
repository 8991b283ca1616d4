import type { ManifestObject } from '../../manifests/object';
import { type Labels, matchesLabels } from '../../matching/label-selector';
import { textAt } from '../../observed/fields';
import { serviceOfHost } from '../../observed/ossm3/hosts';
import { namespaceLabels } from '../../observed/ossm3/meshes';
import type { EntryEndpoint, IstioMesh, MeshEntry, MeshImport } from '../../observed/ossm3/model';
import { groupBy } from '../../values';
import type { Certainty } from '../identity';
import { arrive, localGroup, targetOfService } from '../local';
import type { EndpointGroup, TraceMesh } from '../mesh';
import { importWay } from './import-way';
import { missingWay } from './missing';

/** A mesh of OpenShift Service Mesh 3 as a caller in it sees it. */
export function ossm3Mesh(mesh: IstioMesh): TraceMesh {
  const { name, cluster, namespace, trustDomain, aliases, objectsOf } = mesh;
  const made: TraceMesh = {
    name,
    cluster,
    rootNamespace: namespace,
    domain: trustDomain,
    ownDomains: [...(trustDomain === undefined ? [] : [trustDomain]), ...aliases, 'cluster.local'],
    objectsOf,
    hosts: [...new Set([...mesh.servicesByHost.keys(), ...mesh.entriesByHost.keys()])],
    endpointsOf: (host) => endpointsOf(mesh, made, host),
    memberRolls: [],
    outside: (one) => outsideOf(mesh, one),
    missing: (call) => missingWay(mesh, call, made.hosts),
    codes: { denied: 'FED121', hidden: 'FED142', importedSubset: 'FED119' },
  };
  return made;
}

function outsideOf(
  { cluster, discoverySelectors, object, name }: IstioMesh,
  namespace: string,
): ReturnType<TraceMesh['outside']> {
  const labels = namespaceLabels(cluster, namespace);
  if (labels === undefined || discoverySelectors.length === 0) return undefined;
  if (discoverySelectors.some((selector) => matchesLabels(selector, labels))) return undefined;
  const own = cluster.find('Namespace', undefined, namespace) ?? object;
  return {
    code: 'FED127',
    message: `the namespace "${namespace}" has none of the labels by which the mesh "${name}" discovers namespaces`,
    effect: 'its control plane does not see the namespace: pods there get no configuration',
    fix: 'add the labels of discoverySelectors to the namespace',
    subject: own && { object: own, path: ['metadata'] },
  };
}

function endpointsOf(mesh: IstioMesh, made: TraceMesh, host: string): readonly EndpointGroup[] {
  const imports = mesh.imports.filter((one) => one.host === host).flatMap((one) => importGroups(mesh, one));
  const service = serviceOfHost(host);
  const local = service && localGroup(made, service.namespace, service.name);
  if (local !== undefined) return [local, ...imports];
  // A ServiceEntry may have pods of this mesh and endpoints elsewhere.
  const entries = (mesh.entriesByHost.get(host) ?? []).filter(hasLocalEndpoints);
  const known = [...entries.map((entry) => entryGroup(made, entry)), ...imports];
  if (known.length > 0) return known;
  const [empty] = mesh.entriesByHost.get(host) ?? [];
  if (empty !== undefined) return [entryGroup(made, empty)];
  if (service === undefined || mesh.services.some(({ namespace }) => namespace === service.namespace)) return [];
  return [
    {
      isLocal: true,
      text: 'local pods',
      owner: service.namespace,
      has: () => 'maybe',
      way: ({ principal, destination: { port }, labels }) =>
        arrive(made, targetOfService(made, service.namespace, service.name), { principal, port, labels }),
    },
  ];
}

function hasLocalEndpoints({ endpoints }: MeshEntry): boolean {
  return endpoints.some(({ isRemote }) => !isRemote);
}

/** A group of endpoints for each network or address of an import. */
function importGroups(mesh: IstioMesh, one: MeshImport): readonly EndpointGroup[] {
  const { entry, service, ports } = one;
  const owner = entry?.namespace ?? service?.namespace;
  const byNetwork = groupBy(one.endpoints, ({ network, address }) => network ?? address ?? '');
  return [...byNetwork].map(([network, endpoints]) => {
    const peering = mesh.peerings.find((peer) => peer.network === network);
    const region = regionOf(endpoints);
    return {
      isLocal: false,
      text: peering?.remote === undefined ? `network ${network}` : `mesh ${peering.remote.name}`,
      ...(region !== undefined && { region }),
      owner,
      ports: ports.flatMap(({ number }) => number ?? []),
      has: (labels) => anyHas(endpoints, labels),
      way: (call) => importWay({ mesh, imported: one, network, endpoints, peering }, call, ossm3Mesh),
    };
  });
}

function regionOf(endpoints: readonly EntryEndpoint[]): string | undefined {
  const [locality] = endpoints.flatMap(({ object, path }) => textAt(object.value, [...path, 'locality']) ?? []);
  return locality?.split('/')[0];
}

function anyHas(endpoints: readonly EntryEndpoint[], labels: Labels): Certainty {
  const has = (own: Labels) => Object.entries(labels).every(([key, value]) => own[key] === value);
  return endpoints.some((endpoint) => has(endpoint.labels)) ? 'yes' : 'no';
}

function entryGroup(made: TraceMesh, entry: MeshEntry): EndpointGroup {
  const { namespace, object, selector = {}, ports, location } = entry;
  const text = `ServiceEntry ${namespace}/${object.name}`;
  return {
    isLocal: true,
    text,
    owner: namespace,
    ports: ports.flatMap(({ number }) => number ?? []),
    has: () => 'maybe',
    way: ({ principal, destination: { port }, labels }) =>
      location === 'MESH_INTERNAL'
        ? arrive(made, { namespace, name: object.name, object, selector }, { principal, port, labels })
        : externalWay(object, text),
  };
}

function externalWay(object: ManifestObject, text: string): ReturnType<EndpointGroup['way']> {
  return {
    hops: [{ kind: 'service', text, subject: { object } }],
    end: { arrives: true, text: `the endpoints of ${text}, outside of the mesh` },
  };
}
