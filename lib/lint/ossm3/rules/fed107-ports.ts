import type { EntryPort } from '../../../observed/ossm3/model';
import { count } from '../../../values';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { targetPorts, targetsOf } from '../support/exports';
import { type ImportLink, importLinks } from '../support/links';
import { GUIDE, SNI } from '../support/sources';

/** How many ports a message lists. */
const MAX_NUMBERS = 12;

const FINDINGS = {
  otherNumber: {
    severity: 'error',
    message: 'the port {port} of "{host}" does not exist in {mesh}, which has {known}',
    effect:
      'the number of the port is part of the SNI, so the gateway of the other mesh has no route, and calls get 503',
    fix: 'write the same number on both sides; the port of the pods is the targetPort of the exporting side',
    related: ['the port on the exporting side'],
  },
  otherProtocol: {
    severity: 'warning',
    message: 'the port {port} of "{host}" has the protocol {protocol}, and {other} in {mesh}',
    effect:
      'one of the two proxies handles the connection by the wrong protocol: routes, retries and metrics are missing, or calls fail',
    fix: 'write the same protocol on both sides',
    related: ['the protocol on the exporting side'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED107: both sides of an import have the same ports. */
export const ports: Rule = {
  id: 'FED107',
  generations: ['ossm3'],
  title: 'an imported host has the same port numbers and protocols in both meshes',
  cause: 'The port of the pods or of another Service was written instead of the port that the other side has.',
  fix: 'Write the same number in the ServiceEntries of both sides, and the port of the pods as targetPort on the exporting side.',
  sources: [GUIDE, SNI],
  findings: FINDINGS,
  example: ossm3Example([set('east', 'ServiceEntry ratings-export', 'spec.ports[0].number', 9081)]),
  check: ({ ossm3 }, report) => {
    for (const link of importLinks(ossm3)) for (const found of checkPorts(link)) report(found);
  },
};

function checkPorts({ imported, exporter }: ImportLink): readonly Finding[] {
  const object = imported.entry?.object ?? imported.service?.object;
  const exported = targetPorts(targetsOf(exporter, imported.host));
  const [first] = exported;
  // FED106 reports a host that leads to nothing.
  if (object === undefined || first === undefined) return [];
  const slots = { host: imported.host, mesh: meshLabel(exporter) };
  return imported.ports.flatMap(({ path, number: port, protocol }) => {
    if (port === undefined) return [];
    const same = exported.filter(({ number }) => number === port);
    const related = [same[0] ?? first].map((one) => ({ object: one.object, path: one.path }));
    if (same.length === 0) {
      return [finding('otherNumber', { object, path, related }, { ...slots, port, known: numbersOf(exported) })];
    }
    const other = otherProtocol(protocol, same);
    if (protocol === undefined || other === undefined) return [];
    return [finding('otherProtocol', { object, path, related }, { ...slots, port, protocol, other })];
  });
}

function numbersOf(ports: readonly EntryPort[]): string {
  const numbers = [...new Set(ports.flatMap(({ number }) => number ?? []))].sort((a, b) => a - b);
  return numbers.length > MAX_NUMBERS ? count(numbers.length, 'other port') : numbers.join(', ') || 'none';
}

/** The protocol of ports where all that state one state another; undefined where one agrees or none states any. */
function otherProtocol(protocol: string | undefined, ports: readonly EntryPort[]): string | undefined {
  const stated = ports.flatMap((port) => port.protocol ?? []);
  if (protocol === undefined || stated.some((one) => familyOf(one) === familyOf(protocol))) return undefined;
  return stated[0];
}

/** Protocols that proxies handle alike: the versions of HTTP, and TLS with what is in it. */
function familyOf(protocol: string): string {
  if (/^(HTTP2?|GRPC(-WEB)?|H2C|KUBERNETES\.IO\/(H2C|WSS?))$/.test(protocol)) return 'HTTP';
  return protocol === 'HTTPS' ? 'TLS' : protocol;
}
