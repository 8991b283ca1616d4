import { count } from '../../../values';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { targetPorts, targetsOf } from '../support/exports';
import { GUIDE, SNI } from '../support/sources';

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
    for (const { host, entry, service, ports: imported, exporters } of ossm3.meshes.flatMap(({ imports }) => imports)) {
      const object = entry?.object ?? service?.object;
      if (object === undefined) continue;
      for (const exporter of exporters) {
        const exported = targetPorts(targetsOf(exporter, host));
        const [first] = exported;
        // FED106 reports a host that leads to nothing.
        if (first === undefined) continue;
        const mesh = meshLabel(exporter);
        for (const { path, number: port, protocol } of imported) {
          if (port === undefined) continue;
          const same = exported.filter(({ number }) => number === port);
          const place = {
            object,
            path,
            related: [same[0] ?? first].map((one) => ({ object: one.object, path: one.path })),
          };
          if (same.length === 0) {
            const numbers = [...new Set(exported.flatMap(({ number }) => number ?? []))].sort((a, b) => a - b);
            const known = numbers.length > 12 ? count(numbers.length, 'other port') : numbers.join(', ') || 'none';
            report(finding('otherNumber', place, { port, host, mesh, known }));
            continue;
          }
          const others = same.flatMap((one) => one.protocol ?? []);
          const [other] = others;
          if (protocol === undefined || other === undefined) continue;
          if (!others.some((one) => familyOf(one) === familyOf(protocol))) {
            report(finding('otherProtocol', place, { port, host, mesh, protocol, other }));
          }
        }
      }
    }
  },
};

/** Protocols that proxies handle alike: the versions of HTTP, and TLS with what is in it. */
function familyOf(protocol: string): string {
  if (/^(HTTP2?|GRPC(-WEB)?|H2C|KUBERNETES\.IO\/(H2C|WSS?))$/.test(protocol)) return 'HTTP';
  return protocol === 'HTTPS' ? 'TLS' : protocol;
}
