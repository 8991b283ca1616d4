import type { ManifestObject } from '../../manifests/object';
import { textAt } from '../../observed/fields';
import type { ObservedExport, ObservedService } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { statedProtocolOf } from './support/protocol';

/** FED015: an exported Service has one port. */
export const servicePorts: Rule = {
  id: 'FED015',
  severity: 'error',
  title: 'each exported Service has exactly one port, and the port says its protocol',
  cause: 'The Service has a second port, for metrics say, or a name for its port that says nothing on the protocol.',
  effect:
    'the routes of federation name the Service without a port, which works only where there is no choice: calls fail',
  fix: 'Export a Service with a single port; where there are more, add a second Service for the same pods.',
  source: 'fact sheet 3.2',
  example: {
    fault: [
      set('east', 'Service ratings', 'spec.ports', [
        { name: 'http', port: 9080 },
        { name: 'http-metrics', port: 9090 },
      ]),
    ],
  },
  check: (fleet, report) => {
    const seen = new Set<ManifestObject>();
    for (const offer of fleet.peers.flatMap(({ offers }) => offers)) {
      if (offer.service === undefined || seen.has(offer.service.object)) continue;
      seen.add(offer.service.object);
      const finding = checkService(offer.service, offer);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkService({ object, name, ports }: ObservedService, { peer, rule }: ObservedExport): Finding | undefined {
  const place = { object, path: ['spec', 'ports'] };
  const set = peer.exports;
  const related = set && [{ object: set.object, path: [...set.path, rule], text: 'the rule that exports the Service' }];
  const [port, ...others] = ports;
  if (port === undefined || others.length > 0) {
    return {
      ...place,
      message: `the exported Service "${name}" has ${port === undefined ? 'no port' : `${ports.length} ports`} instead of one`,
      ...(port === undefined && { effect: 'the other mesh imports a service that cannot be called' }),
      fix:
        port === undefined ? 'add the port' : 'leave one, or export a second Service with one port for the same pods',
      ...(related && { related }),
    };
  }
  if (statedProtocolOf(port) !== undefined) return undefined;
  const portName = textAt(port, ['name']);
  return {
    ...place,
    path: ['spec', 'ports', 0, 'name'],
    severity: 'warning',
    message: `the port of the exported Service "${name}" has ${portName === undefined ? 'no name' : `the name "${portName}"`}, which tells no protocol`,
    effect: 'both meshes take the traffic for plain TCP, so routes for HTTP, such as splits and mirrors, do not apply',
    fix:
      portName === undefined
        ? 'write a name such as "http" or "tcp"'
        : `write "http-${portName}", or the protocol that it is`,
    ...(related && { related }),
  };
}
