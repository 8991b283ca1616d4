import { selects } from '../../../observed/ossm3/entries';
import { fitsHost } from '../../../observed/ossm3/hosts';
import type { ExposedHost, IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { add } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { ownGateways, podLabelsOf } from '../support/gateway-pods';
import { SNI } from '../support/sources';

const FINDINGS = {
  overlap: {
    severity: 'error',
    message: 'the hosts "{host}" and "{other}" of two servers of one gateway overlap on port {port}',
    effect: 'the gateway gets a filter chain twice and refuses the whole listener: all calls from other meshes fail',
    fix: 'put the host into one of the two servers alone',
    related: ['the other server'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED133: servers of a gateway have different hosts. */
export const overlappingServers: Rule = {
  id: 'FED133',
  generations: ['ossm3'],
  title: 'the servers of a gateway that pass through on one port have different hosts',
  cause:
    'A second Gateway was added for a new service beside one with a wildcard, or the listener of the gateway itself exposes all hosts.',
  fix: 'Use one server for all hosts, and a hostname that exposes nothing for the listener of the Gateway API.',
  sources: [SNI, 'istio/istio issues on duplicate filter chains of AUTO_PASSTHROUGH servers'],
  findings: FINDINGS,
  example: ossm3Example([
    add(
      'north',
      `apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: expose-all, namespace: istio-ingress }
spec:
  selector: { ossm-fed.dev/gateway: eastwest }
  servers:
    - port: { number: 15443, name: tls-all, protocol: TLS }
      tls: { mode: AUTO_PASSTHROUGH }
      hosts: ["*.local"]`,
    ),
  ]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) for (const found of checkMesh(mesh)) report(found);
  },
};

function checkMesh(mesh: IstioMesh): readonly Finding[] {
  const pairs = mesh.exposed.flatMap((one, i) => mesh.exposed.slice(0, i).map((other) => ({ one, other })));
  const found = pairs.filter(
    ({ one, other }) => overlaps(one, other) && isOtherServer(one, other) && shareGateway(mesh, one, other),
  );
  const byServer = new Map(found.map((pair) => [JSON.stringify([pair.one.object.name, pair.one.server]), pair]));
  return [...byServer.values()].map(({ one, other }) => {
    const place = { object: one.object, path: one.path, related: [{ object: other.object, path: other.path }] };
    return finding('overlap', place, { host: one.host, other: other.host, port: one.port ?? 'unknown' });
  });
}

function isOtherServer(one: ExposedHost, other: ExposedHost): boolean {
  return one.object !== other.object || one.server.join() !== other.server.join();
}

function overlaps(one: ExposedHost, other: ExposedHost): boolean {
  return one.port === other.port && (fitsHost(one.host, other.host) || fitsHost(other.host, one.host));
}

function shareGateway(mesh: IstioMesh, one: ExposedHost, other: ExposedHost): boolean {
  if (one.selector !== undefined && JSON.stringify(one.selector) === JSON.stringify(other.selector)) return true;
  return ownGateways(mesh).some((gateway) =>
    [one, other].every(({ selector, object }) =>
      selector === undefined ? object === gateway.object : selects(selector, podLabelsOf(gateway)),
    ),
  );
}
