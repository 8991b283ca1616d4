import { listAt, textAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import { remove } from '../examples/edit';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';
import { labelsAt } from './support/texts';

/** The clouds whose load balancers are open to the internet unless somebody says otherwise. */
const PUBLIC = new Set(['aws', 'azure', 'gcp']);

/** Annotations that make a load balancer an internal one, or say who may reach it. */
const RESTRICTIONS: { readonly [annotation: string]: RegExp } = {
  'service.beta.kubernetes.io/aws-load-balancer-internal': /^(?!false$)./,
  'service.beta.kubernetes.io/aws-load-balancer-scheme': /^internal$/,
  'service.beta.kubernetes.io/azure-load-balancer-internal': /^true$/i,
  'service.beta.kubernetes.io/azure-allowed-service-tags': /./,
  'networking.gke.io/load-balancer-type': /^internal$/i,
  'cloud.google.com/load-balancer-type': /^internal$/i,
  'service.beta.kubernetes.io/load-balancer-source-ranges': /./,
};

/**
 * FED042: nobody but the peers reaches the ingress gateways. Only clusters of which somebody said that they are in a
 * public cloud are looked at; a name alone tells too little of how a network is set up.
 */
export const openLoadBalancer: Rule = {
  id: 'FED042',
  severity: 'warning',
  title: 'the load balancers of federation gateways in public clouds are internal or name who may reach them',
  cause: 'A Service of type LoadBalancer is open to the internet in a public cloud unless it says otherwise.',
  effect: 'anybody can connect to discovery and service ports; mutual TLS and one policy are all that keeps them out',
  fix: "List the addresses of the peer's egress in loadBalancerSourceRanges, or make the load balancer an internal one.",
  source: 'fact sheet 3.7 and 9 (D32)',
  example: {
    fault: [
      remove(
        'east',
        'ServiceMeshControlPlane east-mesh',
        'spec.gateways.additionalIngress.west-mesh-ingress.service.loadBalancerSourceRanges',
      ),
    ],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      for (const { object, gateway, platform } of openGateways(mesh)) {
        report({
          object,
          path: [...gateway.path, 'service'],
          message: `the load balancer of the gateway "${gateway.name}" on ${platform} is open to every address`,
          fix: `add loadBalancerSourceRanges with the addresses of the peer's egress, or ${internal(platform)}`,
        });
      }
    }
  },
};

function openGateways({ cluster, object, peers }: ObservedMesh) {
  const { platform, guessed } = cluster.platform ?? {};
  if (platform === undefined || guessed === true || !PUBLIC.has(platform)) return [];
  const used = new Set(peers.flatMap((peer) => gatewayOf(peer, 'ingress') ?? []));
  return [...used].filter(isOpen).map((gateway) => ({ object, gateway, platform }));
}

function isOpen({ type, value }: ObservedGateway): boolean {
  const annotations = Object.entries(labelsAt(value, ['service', 'metadata', 'annotations']));
  return (
    type === 'LoadBalancer' &&
    listAt(value, ['service', 'loadBalancerSourceRanges']).every((range) => textAt(range) === undefined) &&
    !annotations.some(([key, text]) => Object.hasOwn(RESTRICTIONS, key) && RESTRICTIONS[key]?.test(text) === true)
  );
}

/** The request for an internal load balancer; fact sheet 3.7. */
function internal(platform: string): string {
  if (platform === 'gcp') return 'the annotation networking.gke.io/load-balancer-type: "Internal"';
  return `the annotation service.beta.kubernetes.io/${platform}-load-balancer-internal: "true"`;
}
