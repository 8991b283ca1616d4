import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import { labelsAt, listAt, numberAt, textAt, textsAt } from '../../../observed/fields';
import { selects } from '../../../observed/ossm3/entries';
import { hostOfService } from '../../../observed/ossm3/hosts';
import type { ExposedHost, IstioMesh, MeshGateway, MeshPeering } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { isPassthrough, ownGateways, podLabelsOf } from '../support/gateway-pods';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  otherPort: {
    severity: 'error',
    message: 'the listener of the remote Gateway has the port {port}, and the gateway of {mesh} has {ports}',
    effect: 'clients connect to a port on which the other gateway does not listen, and calls get 503',
    fix: 'write the port of the Service of the other gateway, or its node port',
    related: ['the gateway of the other mesh'],
  },
  serverPort: {
    severity: 'error',
    message: 'the server has the port {port}, and the gateway that it selects has {ports}',
    effect: 'the Service of the gateway does not lead to the port, and calls from other meshes fail',
    fix: 'write the port of a listener of the gateway',
    related: ['the gateway'],
  },
  notAutoPassthrough: {
    severity: 'error',
    message: 'the server for "{host}" has the TLS mode {mode}',
    effect:
      'the gateway compares the host with the SNI, which has the port and the subset as well: it has no route, and calls get 503',
    fix: 'write AUTO_PASSTHROUGH',
    related: ['another mesh imports the host'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED145: ports and modes fit between remote Gateways and the gateways of exporting meshes. */
export const gatewayListenerPorts: Rule = {
  id: 'FED145',
  generations: ['ossm3'],
  title: 'ports and TLS modes are the same for the remote Gateway, the gateway of the other mesh, and what it exposes',
  cause: 'The port was changed on one side, or the server of the Gateway has the mode PASSTHROUGH of other gateways.',
  fix: 'Use one port for the listener on both sides and for the server that exposes the hosts, with AUTO_PASSTHROUGH.',
  sources: [GUIDE, 'Istio documentation, Gateway, ServerTLSSettings.TLSmode'],
  findings: FINDINGS,
  example: ossm3Example([set('west', 'Gateway remote-north-mesh', 'spec.listeners[0].port', 443)]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      for (const peering of mesh.peerings) for (const found of checkListeners(peering)) report(found);
      for (const found of [...mesh.exposed.flatMap(checkServer), ...checkModes(mesh)]) report(found);
    }
  },
};

function checkListeners({ gateways, remote }: MeshPeering): readonly Finding[] {
  const [first] = remote === undefined ? [] : ownGateways(remote);
  const ports = remote === undefined ? undefined : reachablePorts(remote);
  if (remote === undefined || first === undefined || ports === undefined) return [];
  const related = [{ object: first.object, path: ['spec', 'listeners'] }];
  // FED140 reports Gateways that are no way to their network.
  return gateways
    .filter(isPassthrough)
    .flatMap(({ object, listeners }) =>
      listeners.flatMap(({ port, path }) =>
        port === undefined || ports.has(port)
          ? []
          : [
              finding(
                'otherPort',
                { object, path: [...path, 'port'], related },
                { port, mesh: meshLabel(remote), ports: [...ports].sort((a, b) => a - b).join(', ') },
              ),
            ],
      ),
    );
}

/** The ports at which the gateways of a mesh can be reached; undefined where the cluster chooses them. */
function reachablePorts(mesh: IstioMesh): ReadonlySet<number> | undefined {
  const gateways = ownGateways(mesh);
  if (gateways.length === 0 || gateways.some(hasNodePorts)) return undefined;
  const services = gateways.flatMap(
    ({ object: { name, namespace = '' } }) => mesh.servicesByHost.get(hostOfService(`${name}-istio`, namespace)) ?? [],
  );
  const ofServices = services.flatMap(({ object }) =>
    listAt(object.value, ['spec', 'ports']).flatMap((port) =>
      [numberAt(port, ['port']) ?? [], numberAt(port, ['nodePort']) ?? []].flat(),
    ),
  );
  return new Set([...gateways.flatMap(listenerPorts), ...ofServices]);
}

function listenerPorts({ listeners }: MeshGateway): readonly number[] {
  return listeners.flatMap(({ port }) => port ?? []);
}

function hasNodePorts({ object: { value } }: MeshGateway): boolean {
  return textAt(value, ['metadata', 'annotations', 'networking.istio.io/service-type']) === 'NodePort';
}

/** Compares the port of a server with those of the gateway that it selects; a server is compared at its first host. */
function checkServer({ mesh, object, path, server, port, selector }: ExposedHost): readonly Finding[] {
  if (selector === undefined || port === undefined || path.at(-1) !== 0) return [];
  const selected = ownGateways(mesh).filter((gateway) => selects(selector, podLabelsOf(gateway)));
  const ports = selected.flatMap(listenerPorts);
  const [first] = selected;
  if (first === undefined || ports.includes(port)) return [];
  const related = [{ object: first.object, path: ['spec', 'listeners'] }];
  return [
    finding(
      'serverPort',
      { object, path: [...server, 'port', 'number'], related },
      { port, ports: ports.join(', ') || 'none' },
    ),
  ];
}

/** Finds servers for imported hosts on the gateway of the network that do not pass through. */
function checkModes(mesh: IstioMesh): readonly Finding[] {
  if (mesh.importedBy.length === 0) return [];
  const imports = new Map(mesh.importedBy.map((one) => [one.host, one.place]));
  const gateways = ownGateways(mesh).map(podLabelsOf);
  const objects = (mesh.cluster.byKind.get('Gateway') ?? []).filter(
    ({ group, value }) =>
      group === 'networking.istio.io' &&
      gateways.some((labels) => selects(labelsAt(value, ['spec', 'selector']), labels)),
  );
  return objects.flatMap((object) =>
    listAt(object.value, ['spec', 'servers']).flatMap((server, i) =>
      checkMode(object, server, ['spec', 'servers', i], imports),
    ),
  );
}

function checkMode(
  object: ManifestObject,
  server: unknown,
  path: Path,
  imports: ReadonlyMap<string, { readonly object: ManifestObject; readonly path: Path }>,
): readonly Finding[] {
  const mode = textAt(server, ['tls', 'mode']) ?? 'PASSTHROUGH by default';
  const hosts = textsAt(server, ['hosts']).map((host) => host.slice(host.indexOf('/') + 1));
  const host = hosts.find((one) => imports.has(one));
  const imported = imports.get(host ?? '');
  if (mode === 'AUTO_PASSTHROUGH' || host === undefined || imported === undefined) return [];
  return [
    finding('notAutoPassthrough', { object, path: [...path, 'tls', 'mode'], related: [imported] }, { host, mode }),
  ];
}
