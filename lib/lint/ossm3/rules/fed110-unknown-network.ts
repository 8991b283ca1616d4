import { suggestName } from '../../../issues/suggest';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { networksWithGateways } from '../support/networks';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  unknownNetwork: {
    severity: 'error',
    message: 'no gateway is known for the network "{network}"',
    effect: 'the endpoint has no address: calls get 503 "no healthy upstream"',
    fix: '{suggestion}, or add a Gateway of the class "istio-remote" with the label topology.istio.io/network: {network}',
  },
  noGateway: {
    severity: 'error',
    message: 'no gateway is known for the network "{network}", nor for any other one',
    effect:
      'istiod sends the endpoint without an address, and Envoy rejects it with all endpoints of the update, those of local pods too',
    fix: 'add a Gateway of the class "istio-remote" with the label topology.istio.io/network: {network}',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED110: each network of an endpoint has a gateway. */
export const unknownNetwork: Rule = {
  id: 'FED110',
  generations: ['ossm3'],
  title: 'each network that an endpoint without an address names has a gateway',
  cause:
    'The name of the network differs between the WorkloadEntry and the label of the remote Gateway, or the Gateway is missing.',
  fix: 'Write the same name as spec.network of the WorkloadEntry and as label topology.istio.io/network of the remote Gateway.',
  sources: [GUIDE, 'istio/istio pilot/pkg/xds/endpoints/ep_filters.go (endpoints of other networks)'],
  findings: FINDINGS,
  example: ossm3Example([set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.network', 'network-north')]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const networks = networksWithGateways(mesh);
      const endpoints = mesh.imports.flatMap((one) => one.endpoints);
      for (const { object, path, network, address } of new Set(endpoints)) {
        if (network === undefined || address !== undefined || networks.has(network)) continue;
        const place = { object, path: [...path, 'network'] };
        if (networks.size === 0) report(finding('noGateway', place, { network }));
        else report(finding('unknownNetwork', place, { network, suggestion: suggestionFor(network, networks) }));
      }
    }
  },
};

/** Names below `invalid` belong to nothing (RFC 2606), such as the network without endpoints that `synth` writes. */
function suggestionFor(network: string, networks: ReadonlySet<string>): string {
  const real = [...networks].filter((name) => !name.endsWith('.invalid'));
  return real.length === 0 ? 'check the name' : suggestName(network, real);
}
