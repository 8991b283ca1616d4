import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from '../fields';
import { isAutoPassthrough } from './meshes';
import type { ExposedHost, IstioMesh, MeshGateway, MeshListener, RemoteAddress } from './model';

/** The label with the name of a network. */
export const NETWORK_LABEL = 'topology.istio.io/network';

/** Reads a Gateway of the Gateway API; undefined for one that has nothing to do with other networks. */
export function readMeshGateway(mesh: IstioMesh, object: ManifestObject): MeshGateway | undefined {
  const { value } = object;
  const isRemote = textAt(value, ['spec', 'gatewayClassName']) === 'istio-remote';
  const own = labelsAt(value, ['metadata', 'labels']);
  const infrastructure = labelsAt(value, ['spec', 'infrastructure', 'labels']);
  // Labels of the infrastructure replace those of the Gateway.
  const labels = Object.keys(infrastructure).length > 0 ? infrastructure : own;
  const network = own[NETWORK_LABEL] ?? labels[NETWORK_LABEL];
  const listeners = listAt(value, ['spec', 'listeners']).map((listener, i) =>
    readListener(listener, ['spec', 'listeners', i]),
  );
  if (!isRemote && network === undefined && !listeners.some((listener) => listener.isAutoPassthrough)) return undefined;
  return {
    mesh,
    object,
    isRemote,
    ...(network !== undefined && { network }),
    podLabels: { ...labels, 'gateway.networking.k8s.io/gateway-name': object.name },
    addresses: listAt(value, ['spec', 'addresses']).map((address, i) => readAddress(address, ['spec', 'addresses', i])),
    listeners,
  };
}

function readAddress(address: unknown, path: Path): RemoteAddress {
  const value = textAt(address, ['value']);
  return { path, type: textAt(address, ['type']) ?? 'IPAddress', ...(value !== undefined && { value }) };
}

function readListener(listener: unknown, path: Path): MeshListener {
  const [hostname, port, protocol] = [
    textAt(listener, ['hostname']),
    numberAt(listener, ['port']),
    textAt(listener, ['protocol']),
  ];
  return {
    path,
    ...(hostname !== undefined && { hostname }),
    ...(port !== undefined && { port }),
    ...(protocol !== undefined && { protocol }),
    isAutoPassthrough:
      textAt(listener, ['tls', 'options', 'gateway.istio.io/listener-protocol']) === 'auto-passthrough',
  };
}

/** The hosts that a Gateway of Istio passes through. */
export function exposedByIstio(mesh: IstioMesh, object: ManifestObject): readonly ExposedHost[] {
  const selector = labelsAt(object.value, ['spec', 'selector']);
  return listAt(object.value, ['spec', 'servers']).flatMap((server, i) => {
    if (!isAutoPassthrough(server)) return [];
    const path: Path = ['spec', 'servers', i];
    const port = numberAt(mapAt(server), ['port', 'number']);
    return textsAt(server, ['hosts']).map((host, j) => ({
      mesh,
      object,
      path: [...path, 'hosts', j],
      server: path,
      // A host may have the namespace of its service before a slash.
      host: host.slice(host.indexOf('/') + 1),
      ...(port !== undefined && { port }),
      selector,
    }));
  });
}

/** The hosts that the listeners of a Gateway of the Gateway API pass through. */
export function exposedByGateway({ mesh, object, isRemote, listeners }: MeshGateway): readonly ExposedHost[] {
  if (isRemote) return [];
  return listeners.flatMap(({ isAutoPassthrough: passes, hostname, port, path }) =>
    passes
      ? [
          {
            mesh,
            object,
            path: [...path, 'hostname'],
            server: path,
            host: hostname ?? '*',
            ...(port !== undefined && { port }),
          },
        ]
      : [],
  );
}
