import type { ManifestObject } from '../../manifests/object';
import { textAt } from '../../observed/fields';
import type { ObservedExport, ObservedPeer, ObservedService, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { ruleOf } from './support/places';
import { statedProtocolOf } from './support/protocol';

const EXPORTED = ['the rule that exports the Service'];
const PLAIN_TCP =
  'both meshes treat the traffic as plain TCP, so HTTP routes, such as splits and mirrors, do not apply';

const FINDINGS = {
  severalPorts: {
    severity: 'error',
    message: 'the exported Service "{service}" has {count} ports instead of one',
    effect: 'calls fail: the routes of the federation do not name a port, which works only for a Service with one port',
    fix: 'keep one port, or export a second Service with one port for the same pods',
    related: EXPORTED,
  },
  noPort: {
    severity: 'error',
    message: 'the exported Service "{service}" has no port',
    effect: 'the other mesh imports a service that cannot be called',
    fix: 'add the port',
    related: EXPORTED,
  },
  unnamedPort: {
    severity: 'warning',
    message: 'the port of the exported Service "{service}" has neither a name nor appProtocol',
    effect: PLAIN_TCP,
    fix: 'write a name such as "http" or "tcp"',
    related: EXPORTED,
  },
  nameWithoutProtocol: {
    severity: 'warning',
    message: 'the name "{port}" of the port of the exported Service "{service}" does not begin with a protocol',
    effect: PLAIN_TCP,
    fix: 'write "http-{port}", or another protocol in front',
    related: EXPORTED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED015: an exported Service has one port. */
export const servicePorts: Rule = {
  id: 'FED015',
  generations: ['ossm2'],
  title: 'each exported Service has exactly one port with a known protocol',
  cause: 'The Service has a second port, for example for metrics, or the name of its port does not state the protocol.',
  fix: 'Export a Service with a single port; if there are more, add a second Service for the same pods.',
  sources: [
    'maistra/istio pilot/pkg/networking/core/v1alpha3/route/route.go, GetDestinationCluster',
    'maistra/istio tests/integration/servicemesh/federation (imported services with more than one port)',
    'Istio documentation, Protocol Selection',
  ],
  findings: FINDINGS,
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
    for (const peer of fleet.peers) for (const found of checkPeer(peer, seen)) report(found);
  },
};

/** Checks the exported Services of a mesh, each once. */
function checkPeer({ exports, offers }: ObservedPeer, seen: Set<ManifestObject>): readonly Finding[] {
  if (exports === undefined) return [];
  return offers.flatMap(({ service, rule }) => {
    if (service === undefined || seen.has(service.object)) return [];
    seen.add(service.object);
    return checkService(service, exports, rule) ?? [];
  });
}

function checkService(
  { object, name: service, ports }: ObservedService,
  exports: ServiceSet<unknown>,
  rule: ObservedExport['rule'],
): Finding | undefined {
  const place = { object, path: ['spec', 'ports'], related: [ruleOf(exports, rule)] };
  const [port, ...others] = ports;
  if (port === undefined) return finding('noPort', place, { service });
  if (others.length > 0) return finding('severalPorts', place, { service, count: ports.length });
  if (statedProtocolOf(port) !== undefined) return undefined;
  const name = textAt(port, ['name']);
  const at = { ...place, path: [...place.path, 0, 'name'] };
  if (name === undefined) return finding('unnamedPort', at, { service });
  return finding('nameWithoutProtocol', at, { service, port: name });
}
