import { isAddress } from '../../facts/address/dialable';
import { addressText, statedOrReal } from '../../status/address';
import { absence, unreadFinding } from '../../status/clusters';
import { conditionOf, conditionText } from '../../status/conditions';
import { mapsAt, textAt } from '../../status/observation';
import { runningPods } from '../../status/pods';
import { finding, type StatusFinding } from '../../status/report';
import { type Fields, valueAt } from '../../values';
import { addressSource } from '../facts';
import type { EastWestGateway } from '../model';
import { EAST_WEST_PORT, EXPOSURE_NAME, gatewayService } from '../names';
import type { ImportDirection, MeshSide } from './edges';
import { findGateway, ISTIO_API, KUBERNETES_API } from './objects';

/** The label of the pods of a gateway. Source: Istio documentation, Kubernetes Gateway API. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Checks the gateway of the exporter, and how the importer sees it. */
export function gatewayFindings(direction: ImportDirection): readonly StatusFinding[] {
  const { exporter } = direction;
  const { gateway } = exporter.mesh;
  return [
    ...remoteFindings(direction),
    ...policyFindings(exporter),
    ...(gateway === undefined ? [] : [...eastWestFindings(exporter, gateway), ...exposureFindings(exporter, gateway)]),
  ];
}

/** The gateway of the exporter at the importer: its address, and whether istiod has taken it. */
function remoteFindings(direction: ImportDirection): readonly StatusFinding[] {
  const { importer, exporter, remote } = direction;
  const { mesh, cluster } = importer;
  const object = findGateway(cluster, KUBERNETES_API, mesh.namespace, remote.name);
  const required = { kind: 'Gateway', namespace: mesh.namespace, name: remote.name, stage: '40-federation' };
  if (object === undefined) return [absence(cluster, required)];
  const addresses = mapsAt(object, ['spec', 'addresses']).map((one) => textAt(one, ['value']));
  const fix = `run "ossm-fed fetch", then "ossm-fed synth" or "ossm-fed inject", and apply "${cluster.name}/40-federation"`;
  if (addresses.length === 0 || addresses.some(isPlaceholder)) {
    const cause = `"${mesh.name}" has no address of "${exporter.mesh.name}" yet, so its imports have no endpoints`;
    return [finding('progressing', 'STA050', cause, fix)];
  }
  return [
    ...addressFindings(direction, { addresses, ports: { service: portOf(object) } }, fix),
    ...stateFindings(`the gateway of "${exporter.mesh.name}" at "${mesh.name}"`, object),
  ];
}

/** Whether an address is none yet; nothing resolves names under `invalid` (RFC 2606). */
function isPlaceholder(address: string): boolean {
  return !isAddress(address) || /(^|\.)invalid$/.test(address);
}

function portOf(gateway: Fields): number {
  const port = valueAt(gateway, ['spec', 'listeners', 0, 'port']);
  return typeof port === 'number' ? port : EAST_WEST_PORT;
}

function addressFindings(
  { importer, exporter, remote }: ImportDirection,
  stored: Parameters<typeof addressText>[0],
  fix: string,
): readonly StatusFinding[] {
  const { gateway } = exporter.mesh;
  const source = gateway === undefined ? undefined : addressSource(gateway);
  const stated = { addresses: remote.addresses, ports: { service: remote.port } };
  const expected = statedOrReal(stated, source, exporter.cluster);
  if (expected === undefined) return [];
  if ('failure' in expected) {
    const { kind, detail } = expected.failure;
    const cause = `the gateway of "${exporter.mesh.name}" cannot be compared: ${detail}`;
    const health = kind === 'pending' ? 'progressing' : 'degraded';
    return [finding(health, 'STA052', cause, `check its Service in cluster "${exporter.cluster.name}"`)];
  }
  const [found, wanted] = [addressText(stored), addressText(expected.value)];
  if (found === wanted) return [];
  const cause = `"${importer.mesh.name}" has ${found} as address of "${exporter.mesh.name}", whose gateway is at ${wanted}`;
  return [finding('degraded', 'STA051', cause, fix)];
}

/** Reasons of conditions that pass by waiting. Source: Gateway API, GatewayConditionReason. */
const PASSING: ReadonlySet<string> = new Set(['', 'AddressNotAssigned', 'Pending']);

/** Whether istiod has accepted and programmed a Gateway. */
function stateFindings(what: string, gateway: Fields): readonly StatusFinding[] {
  const type = ['Accepted', 'Programmed'].find((each) => conditionOf(gateway, each)?.status !== 'True');
  if (type === undefined) return [];
  const condition = conditionOf(gateway, type);
  const cause = `${what} is not ${type.toLowerCase()}: ${conditionText(condition, type)}`;
  const isPassing = condition?.status !== 'False' || PASSING.has(textAt(condition, ['reason']));
  const fix = `read the conditions of Gateway "${textAt(gateway, ['metadata', 'name'])}", and check its label "istio.io/rev"`;
  return [finding(isPassing ? 'progressing' : 'degraded', 'STA054', cause, fix)];
}

/** The gateway that peers call: the Gateway, and the Service and the pods that istiod makes of it. */
function eastWestFindings({ mesh, cluster }: MeshSide, gateway: EastWestGateway): readonly StatusFinding[] {
  const { name, namespace } = gateway;
  const object = findGateway(cluster, KUBERNETES_API, namespace, name);
  if (object === undefined) return [absence(cluster, { kind: 'Gateway', namespace, name, stage: '20-mesh' })];
  const state = stateFindings(`the gateway "${name}" of "${mesh.name}"`, object);
  if (state.length > 0) return state;
  return [...serviceFindings({ mesh, cluster }, gateway), ...podFindings({ mesh, cluster }, gateway)];
}

function serviceFindings({ mesh, cluster }: MeshSide, { name, namespace }: EastWestGateway): readonly StatusFinding[] {
  const service = cluster.find('Service', namespace, gatewayService(name));
  if (service === undefined) {
    return [absence(cluster, { kind: 'Service', namespace, name: gatewayService(name), stage: '20-mesh' })];
  }
  if (mapsAt(service, ['spec', 'ports']).some(({ port }) => port === EAST_WEST_PORT)) return [];
  const cause = `the Service of the gateway "${name}" of "${mesh.name}" lacks port ${EAST_WEST_PORT}, so requests are answered with 503`;
  return [finding('degraded', 'STA053', cause, `apply "${cluster.name}/20-mesh"`)];
}

function podFindings({ mesh, cluster }: MeshSide, { name, namespace }: EastWestGateway): readonly StatusFinding[] {
  const unread = unreadFinding(cluster, 'Pod', namespace);
  if (unread !== undefined) return [unread];
  const pods = runningPods(cluster, namespace);
  if (pods.some((pod) => textAt(pod, ['metadata', 'labels', GATEWAY_NAME]) === name)) return [];
  const cause = `no pod of the gateway "${name}" of "${mesh.name}" runs in namespace "${namespace}"`;
  return [finding('degraded', 'STA055', cause, `read the events of Deployment "${gatewayService(name)}"`)];
}

/** The policies for what the gateway exposes; without one any workload of any peer may call. */
function policyFindings({ mesh, cluster }: MeshSide): readonly StatusFinding[] {
  const kind = 'AuthorizationPolicy';
  return mesh.accessPolicies
    .filter(({ namespace, name }) => cluster.find(kind, namespace, name) === undefined)
    .map(({ namespace, name }) => absence(cluster, { kind, namespace, name, stage: '60-access' }));
}

function exposureFindings({ cluster }: MeshSide, { namespace }: EastWestGateway): readonly StatusFinding[] {
  if (findGateway(cluster, ISTIO_API, namespace, EXPOSURE_NAME) !== undefined) return [];
  return [absence(cluster, { kind: 'Gateway', namespace, name: EXPOSURE_NAME, stage: '40-federation' })];
}
