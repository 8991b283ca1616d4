import { selects } from '../../../observed/ossm3/entries';
import { patternsFor } from '../../../observed/ossm3/hosts';
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
  sources: [SNI, 'istio/istio issue 52979 (filter chains of a service that two AUTO_PASSTHROUGH servers expose)'],
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

/** Each server that overlaps with an earlier one, with a host of both. */
function checkMesh(mesh: IstioMesh): readonly Finding[] {
  const keysOf = gatewayKeys(mesh);
  const indexes = new Map<string, ExposedHosts>();
  const found = new Map<string, { readonly one: ExposedHost; readonly other: ExposedHost }>();
  for (const one of mesh.exposed) {
    for (const key of keysOf(one)) {
      const index = indexes.get(`${one.port} ${key}`) ?? new ExposedHosts();
      indexes.set(`${one.port} ${key}`, index);
      const other = index.overlapping(one);
      const server = JSON.stringify([one.object.namespace, one.object.name, one.server]);
      if (other !== undefined && !found.has(server)) found.set(server, { one, other });
      index.add(one);
    }
  }
  return [...found.values()].map(({ one, other }) => {
    const place = { object: one.object, path: one.path, related: [{ object: other.object, path: other.path }] };
    return finding('overlap', place, { host: one.host, other: other.host, port: one.port ?? 'unknown' });
  });
}

/** Exposed hosts of one port of one gateway. Of each pattern it has two servers, one of which is another than any third. */
class ExposedHosts {
  private readonly byPattern = new Map<string, readonly ExposedHost[]>();
  private readonly below = new Map<string, readonly ExposedHost[]>();

  /** A host of another server that fits the pattern of a host, or that has a pattern which the host fits. */
  overlapping(one: ExposedHost): ExposedHost | undefined {
    const wider = patternsFor(one.host).flatMap((pattern) => this.byPattern.get(pattern) ?? []);
    return [...wider, ...(this.below.get(one.host) ?? [])].find((other) => isOtherServer(one, other));
  }

  add(one: ExposedHost): void {
    keep(this.byPattern, one.host, one);
    for (const pattern of patternsFor(one.host)) keep(this.below, pattern, one);
  }
}

function keep(map: Map<string, readonly ExposedHost[]>, key: string, one: ExposedHost): void {
  const kept = map.get(key) ?? [];
  if (kept.length < 2 && kept.every((other) => isOtherServer(one, other))) map.set(key, [...kept, one]);
}

function isOtherServer(one: ExposedHost, other: ExposedHost): boolean {
  return one.object !== other.object || one.server.join() !== other.server.join();
}

/** Makes a function that gives keys of the gateways that expose a host; two hosts with one key are exposed by one gateway. */
function gatewayKeys(mesh: IstioMesh): (one: ExposedHost) => readonly string[] {
  const gateways = ownGateways(mesh).map((gateway) => ({ gateway, labels: podLabelsOf(gateway) }));
  const known = new Map<string, readonly string[]>();
  const keyOf = ({ namespace, name }: ExposedHost['object']) => `${namespace}/${name}`;
  return ({ selector, object }) => {
    if (selector === undefined) return [keyOf(object)];
    const text = JSON.stringify(selector);
    const selected = gateways.filter(({ labels }) => !known.has(text) && selects(selector, labels));
    const keys = known.get(text) ?? [text, ...selected.map(({ gateway }) => keyOf(gateway.object))];
    known.set(text, keys);
    return keys;
  };
}
