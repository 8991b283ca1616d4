import { exposuresOf, targetsOf } from '../../lint/ossm3/support/exports';
import { ownGateways } from '../../lint/ossm3/support/gateway-pods';
import { textAt } from '../../observed/fields';
import type { Fleet } from '../../observed/model';
import { serviceOfHost } from '../../observed/ossm3/hosts';
import type { IstioMesh, MeshEntry, MeshImport, MeshPeering, MeshService } from '../../observed/ossm3/model';
import { networksOf } from '../../observed/ossm3/peerings';
import { meshId } from '../ids';
import type { GraphPlace } from '../model';
import type { ExportedPart, GatewayPart, ImportPart, MeshPart, PeeringPart, RemotePart } from './model';

/** The meshes of OpenShift Service Mesh 3. */
export function ossm3Parts({ ossm3 }: Fleet): readonly MeshPart[] {
  return ossm3.meshes.map((mesh) => {
    const { cluster, name, namespace, object, version, trustDomain } = mesh;
    return {
      cluster,
      name,
      namespace,
      detail: [version, trustDomain].filter((text) => text !== undefined).join(' · '),
      places: object === undefined ? [] : [{ object, path: [] }],
      members: [],
      gateways: ingressOf(mesh),
      objectsOf: mesh.objectsOf,
      peerings: mesh.peerings.map(toPeering),
      imports: mesh.imports.flatMap(toImports),
    };
  });
}

/** The gateways for other networks: those of the Gateway API, or where there is none, what Gateways of Istio select. */
function ingressOf(mesh: IstioMesh): readonly GatewayPart[] {
  const own = ownGateways(mesh).map(({ object, network }) => ({ object, network }));
  const exposing = [...new Set(mesh.exposed.map(({ object }) => object))].map((object) => ({
    object,
    network: undefined,
  }));
  return (own.length > 0 ? own : exposing).map(({ object, network }) => ({
    kind: 'ingress',
    name: object.name,
    ...(network !== undefined && { detail: network }),
    places: [{ object, path: [] }],
  }));
}

function remoteOf({ network, remote }: MeshPeering): RemotePart {
  const [ingress] = remote === undefined ? [] : ingressOf(remote);
  return {
    ...(remote !== undefined && { mesh: meshId(remote) }),
    name: network,
    ...(ingress !== undefined && { ingress: ingress.name }),
  };
}

function toPeering(peering: MeshPeering): PeeringPart {
  const { network, gateways, imports } = peering;
  const ofGateways = gateways.flatMap(({ addresses, listeners }) =>
    addresses.map(({ value }) => [value ?? '?', listeners[0]?.port].filter((part) => part !== undefined).join(':')),
  );
  const ofEndpoints = imports.flatMap(({ endpoints }) =>
    endpoints.flatMap((one) => (one.network === undefined || one.network === network ? (one.address ?? []) : [])),
  );
  return {
    ...remoteOf(peering),
    detail: [...new Set([...ofGateways, ...ofEndpoints])].join(', '),
    places: gateways.map(({ object }) => ({ object, path: [] })),
  };
}

/** One import for each network of its endpoints. */
function toImports(one: MeshImport): readonly ImportPart[] {
  const { mesh, host, place, endpoints, entry, service } = one;
  const { name = host, namespace = entry?.namespace ?? '' } = service ?? serviceOfHost(host) ?? importedService(host);
  return networksOf(one).map((network) => {
    const own = endpoints.filter((endpoint) => (endpoint.network ?? endpoint.address) === network);
    const region = own.flatMap(({ object, path }) => textAt(object.value, [...path, 'locality']) ?? [])[0];
    const peering = mesh.peerings.find((each) => each.network === network);
    const exporter = peering?.remote;
    const ofEndpoints = own.flatMap(({ object, path }) => (object === place.object ? [] : [{ object, path }]));
    const exported = exporter && exportedBy(exporter, host);
    return {
      ...{ host, name, namespace, isLocal: service !== undefined },
      places: [...(entry === undefined ? [place] : [{ object: entry.object, path: [] }]), ...ofEndpoints],
      ...(region !== undefined && { region: region.split('/')[0] ?? region }),
      remote: peering === undefined ? { name: network } : remoteOf(peering),
      ...(exported !== undefined && { exported }),
    };
  });
}

/** The name and namespace that a host of another form begins with, such as `details.shop.svc.east-imports.local`. */
function importedService(host: string): { readonly name?: string; readonly namespace?: string } {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)\.svc\./.exec(host) ?? [];
  return name === undefined || namespace === undefined ? {} : { name, namespace };
}

/** What a host leads to in the mesh that exports it. */
function exportedBy(mesh: IstioMesh, host: string): ExportedPart | undefined {
  const { service, entries } = targetsOf(mesh, host);
  const exposures = exposuresOf(mesh, host).map(({ object, path }): GraphPlace => ({ object, path }));
  const ofEntries = entries.map(({ object }): GraphPlace => ({ object, path: [] }));
  const target = service ?? entries.flatMap((entry) => servicesBehind(mesh, entry))[0];
  const named = target ?? serviceOfHost(host) ?? importedService(host);
  if (named.name === undefined || named.namespace === undefined) return undefined;
  const { name, namespace } = named;
  const offered = importedService(host);
  return {
    ...{ name, namespace },
    offered: { name: offered.name ?? name, namespace: offered.namespace ?? namespace },
    places: target === undefined ? [] : [{ object: target.object, path: [] }],
    exports: [...exposures, ...ofEntries],
  };
}

/** The Services with the pods that a ServiceEntry selects. */
function servicesBehind({ services }: IstioMesh, { namespace, selector }: MeshEntry): readonly MeshService[] {
  const wanted = Object.entries(selector ?? {});
  if (wanted.length === 0) return [];
  return services.filter((service) => {
    const own = Object.entries(service.selector);
    const isInside = own.every(([key, value]) => selector?.[key] === value);
    return service.namespace === namespace && own.length > 0 && isInside;
  });
}
