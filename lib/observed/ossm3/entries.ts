import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import type { Labels } from '../../matching/label-selector';
import { isFields } from '../../values';
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from '../fields';
import { hostOfService } from './hosts';
import type { EntryEndpoint, EntryPort, IstioMesh, MeshEntry, MeshRule, MeshService } from './model';

/** The port of AUTO_PASSTHROUGH gateways by convention. */
export const PASSTHROUGH_PORT = 15443;

/** Whether labels have all those of a selector; an empty selector selects nothing. */
export function selects(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/** Reads a WorkloadEntry. Its metadata's labels count as well. */
export function readWorkloadEntry(mesh: IstioMesh, object: ManifestObject): EntryEndpoint {
  const labels = { ...labelsAt(object.value, ['metadata', 'labels']), ...labelsAt(object.value, ['spec', 'labels']) };
  return readEndpoint(mesh, object, ['spec'], labels);
}

function readEndpoint(mesh: IstioMesh, object: ManifestObject, path: Path, labels: Labels): EntryEndpoint {
  const value = mapAt(object.value, path);
  const [address, network] = [textAt(value, ['address']), textAt(value, ['network'])];
  const serviceAccount = textAt(value, ['serviceAccount']);
  const ports = mapAt(value, ['ports']);
  const isByPort = address !== undefined && Object.values(ports).includes(PASSTHROUGH_PORT);
  return {
    object,
    path,
    namespace: object.namespace ?? '',
    labels,
    ...(address !== undefined && { address }),
    ...(network !== undefined && { network }),
    ports,
    ...(serviceAccount !== undefined && { serviceAccount }),
    isRemote: network === undefined ? isByPort : network !== mesh.network,
  };
}

/**
 * Reads a ServiceEntry.
 *
 * @param workloadEntries the WorkloadEntries of its namespace
 */
export function readEntry(
  mesh: IstioMesh,
  object: ManifestObject,
  workloadEntries: readonly EntryEndpoint[],
): MeshEntry {
  const spec = mapAt(object.value, ['spec']);
  const selector = isFields(spec.workloadSelector) ? labelsAt(spec, ['workloadSelector', 'labels']) : undefined;
  const [location, resolution] = [textAt(spec, ['location']), textAt(spec, ['resolution'])];
  const inline = listAt(spec, ['endpoints']).map((endpoint, i) =>
    readEndpoint(mesh, object, ['spec', 'endpoints', i], labelsAt(endpoint, ['labels'])),
  );
  const selected = selector === undefined ? [] : workloadEntries.filter(({ labels }) => selects(selector, labels));
  return {
    mesh,
    object,
    namespace: object.namespace ?? '',
    hosts: textsAt(spec, ['hosts']),
    ports: listAt(spec, ['ports']).map((port, i) =>
      readPort(['spec', 'ports', i], numberAt(port, ['number']), textAt(port, ['protocol'])),
    ),
    ...(location !== undefined && { location }),
    ...(resolution !== undefined && { resolution }),
    ...(Array.isArray(spec.exportTo) && spec.exportTo.length > 0 && { exportTo: textsAt(spec, ['exportTo']) }),
    identities: textsAt(spec, ['subjectAltNames']),
    ...(selector !== undefined && { selector }),
    endpoints: [...inline, ...selected],
  };
}

function readPort(path: Path, number: number | undefined, protocol: string | undefined): EntryPort {
  return {
    path,
    ...(number !== undefined && { number }),
    ...(protocol !== undefined && { protocol: protocol.toUpperCase() }),
  };
}

/** Reads a Service. */
export function readMeshService(object: ManifestObject): MeshService {
  const { name, namespace = '' } = object;
  return {
    object,
    name,
    namespace,
    host: hostOfService(name, namespace),
    selector: labelsAt(object.value, ['spec', 'selector']),
    ports: listAt(object.value, ['spec', 'ports']).map((port, i) =>
      readPort(
        ['spec', 'ports', i],
        numberAt(port, ['port']),
        textAt(port, ['appProtocol']) ?? protocolInName(textAt(port, ['name'])),
      ),
    ),
  };
}

/** The protocols that the name of a port can state. */
const PROTOCOLS = new Set(['grpc', 'http', 'http2', 'https', 'mongo', 'mysql', 'redis', 'tcp', 'tls']);

function protocolInName(name = ''): string | undefined {
  const [prefix = ''] = name.toLowerCase().split('-');
  return PROTOCOLS.has(prefix) ? prefix : undefined;
}

/** Reads a DestinationRule. */
export function readRule(object: ManifestObject): MeshRule {
  const host = textAt(object.value, ['spec', 'host']) ?? '';
  const tls = mapAt(object.value, ['spec', 'trafficPolicy', 'tls']);
  const tlsMode = textAt(tls, ['mode']);
  return {
    object,
    host: host.includes('.') || object.namespace === undefined ? host : hostOfService(host, object.namespace),
    subsets: listAt(object.value, ['spec', 'subsets']).flatMap((subset) => textAt(subset, ['name']) ?? []),
    ...(tlsMode !== undefined && { tlsMode }),
    identities: textsAt(tls, ['subjectAltNames']),
  };
}
