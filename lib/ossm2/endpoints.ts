import { isAddress } from '../facts/address/dialable';
import { type IssueList, type Path, printPath } from '../issues/issue';
import { isServiceName } from '../local-address';
import { groupBy } from '../values';
import { DISCOVERY_PORT, SERVICE_PORT, type Side } from './gateways';

/** An address and a port at which peers reach an ingress gateway. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The side of the gateway. */
  readonly side: Side;
  /** Where the address is stated. */
  readonly path: Path;
}

/**
 * Reports each stated address that is that of several ingress gateways at one port, because peers reach only one of
 * them. It is a warning if no mesh uses the address for both, as the networks of two clusters can have the same private
 * addresses. Lint rule FED051 reports the same in manifests.
 */
export function checkEndpoints(sides: readonly Side[], issues: IssueList): void {
  const byEndpoint = groupBy(sides.flatMap(endpointsOf), ({ host, port }) => `${host}:${port}`);
  const shared = [...byEndpoint.values()].map(ofGateways).filter((gateways) => gateways.length > 1);
  for (const ofAddress of groupBy(shared, ([first]) => first?.host ?? '').values()) {
    const certain = ofAddress.find((gateways) => secondOfOneMesh(gateways) !== undefined);
    if (certain !== undefined) report(certain, secondOfOneMesh(certain), 'error', issues);
    else report(ofAddress[0] ?? [], ofAddress[0]?.[1], 'warning', issues);
  }
}

/** The stated endpoints of a gateway. The names of Services, which differ by cluster, and tokens are not stated ones. */
function endpointsOf(side: Side): readonly Endpoint[] {
  const { addresses, servicePort = SERVICE_PORT, discoveryPort = DISCOVERY_PORT } = side.reach;
  const { addressPath } = side;
  if (addressPath === undefined) return [];
  return addresses.flatMap((address) => {
    const host = address.toLowerCase();
    if (!isAddress(host) || isServiceName(host)) return [];
    return [servicePort, discoveryPort].map((port) => ({ host, port, side, path: addressPath }));
  });
}

/** The endpoints of different gateways. A "loadBalancerIP" for all gateways of a hub is reported as TOP124. */
function ofGateways(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const gatewayOf = ({ side, path }: Endpoint) =>
    path.at(-1) === 'loadBalancerIP' ? printPath(path) : `${side.mesh.name}/${side.ingress.name}`;
  return [...groupBy(endpoints, gatewayOf).values()].flatMap(([first]) => first ?? []);
}

/** The first endpoint that a mesh uses for two gateways: of one peer, or of its own and that of the peer. */
function secondOfOneMesh(gateways: readonly Endpoint[]): Endpoint | undefined {
  const meshes = new Set<string>();
  const pairs = new Set<string>();
  return gateways.find(({ side: { mesh, peer } }) => {
    const isSecond = meshes.has(mesh.name) || pairs.has(`${peer.name} ${mesh.name}`);
    meshes.add(mesh.name);
    pairs.add(`${mesh.name} ${peer.name}`);
    return isSecond;
  });
}

/** How many gateways a message names. */
const MAX_NAMED = 4;

function report(
  gateways: readonly Endpoint[],
  second: Endpoint | undefined,
  level: 'error' | 'warning',
  issues: IssueList,
): void {
  if (second === undefined) return;
  const names = gateways.map(({ side }) => `"${side.ingress.name}" of the mesh "${side.mesh.name}"`);
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  const message = `duplicate address "${second.host}" with port ${second.port} of the ingress gateways ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
  const fix = 'state the "addresses" of each gateway, or other "ports" behind a proxy, under "sides" of its peering';
  if (level === 'error') issues.add('TOP155', second.path, message, fix);
  else issues.warn('TOP155', second.path, message, fix);
}
