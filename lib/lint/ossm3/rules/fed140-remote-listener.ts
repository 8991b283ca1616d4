import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { isPassthrough } from '../support/gateway-pods';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  noPassthrough: {
    severity: 'error',
    message: 'no listener of the remote Gateway is a way across networks: {ports}',
    effect:
      'istiod does not use the Gateway: endpoints of its network have no address, and calls get 503 "no healthy upstream"',
    fix: 'add the option gateway.istio.io/listener-protocol: auto-passthrough to tls of the listener',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED140: a remote Gateway has a listener for other networks. */
export const remoteListener: Rule = {
  id: 'FED140',
  generations: ['ossm3'],
  title: 'a remote Gateway has a listener with the option auto-passthrough, or on port 15443',
  cause: 'The listener is on another port, such as that of a node, and lacks the option.',
  fix: 'Add the option gateway.istio.io/listener-protocol: auto-passthrough to tls.options of the listener.',
  sources: [GUIDE, 'istio/istio pilot/pkg/serviceregistry/kube/conversion.go (IsAutoPassthrough)'],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'Gateway remote-north-mesh', 'spec.listeners', [
      { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
    ]),
  ]),
  check: ({ ossm3 }, report) => {
    for (const gateway of ossm3.meshes.flatMap(({ gateways }) => gateways)) {
      const { object, isRemote, listeners } = gateway;
      if (!isRemote || isPassthrough(gateway)) continue;
      const ports =
        listeners.length === 0
          ? 'it has no listeners'
          : `port ${listeners.map(({ port }) => port ?? 'unknown').join(', ')}`;
      report(finding('noPassthrough', { object, path: ['spec', 'listeners'] }, { ports }));
    }
  },
};
