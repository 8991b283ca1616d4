import { labelsAt, listAt, textAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';

/** The annotation that makes a load balancer internal, by cloud; elsewhere load balancers are not public by default. */
const INTERNAL: ReadonlyMap<string, string> = new Map([
  ['aws', 'service.beta.kubernetes.io/aws-load-balancer-internal: "true"'],
  ['azure', 'service.beta.kubernetes.io/azure-load-balancer-internal: "true"'],
  ['gcp', 'networking.gke.io/load-balancer-type: "Internal"'],
]);

/** Values of annotations that make a load balancer internal or restrict its clients. */
const RESTRICTIONS: ReadonlyMap<string, RegExp> = new Map([
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?!false$)./],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/i],
  ['service.beta.kubernetes.io/azure-allowed-service-tags', /./],
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/load-balancer-source-ranges', /./],
]);

const FINDINGS = {
  unrestricted: {
    severity: 'warning',
    message: 'the load balancer of the gateway "{gateway}" on {platform} accepts connections from every address',
    effect:
      'every host on the internet can connect to the discovery and service ports: only mutual TLS and one policy deny it',
    fix: "add loadBalancerSourceRanges with the addresses of the peer's egress, or the annotation {internal}",
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED042: only peers reach the ingress gateways. Checks only clusters with a configured platform in a public cloud: a
 * platform that is guessed from a name says too little about the network.
 */
export const openLoadBalancer: Rule = {
  id: 'FED042',
  generations: ['ossm2'],
  title: 'the load balancers of federation gateways in public clouds are internal or restrict their clients',
  cause: 'A Service of type LoadBalancer is reachable from the internet in a public cloud by default.',
  fix: "List the addresses of the peer's egress in loadBalancerSourceRanges, or make the load balancer internal.",
  sources: [
    'Kubernetes documentation, Service, Internal load balancer',
    'Kubernetes API, ServiceSpec.loadBalancerSourceRanges',
  ],
  findings: FINDINGS,
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
    for (const mesh of fleet.meshes) for (const found of checkMesh(mesh)) report(found);
  },
};

function checkMesh({ cluster, object, peers }: ObservedMesh): readonly Finding[] {
  const { platform = '', guessed } = cluster.platform ?? {};
  const internal = INTERNAL.get(platform);
  if (guessed || internal === undefined) return [];
  const used = new Set(peers.flatMap((peer) => gatewayOf(peer, 'ingress') ?? []));
  return [...used]
    .filter(isOpen)
    .map(({ name, path }) =>
      finding('unrestricted', { object, path: [...path, 'service'] }, { gateway: name, platform, internal }),
    );
}

function isOpen({ type, value }: ObservedGateway): boolean {
  const annotations = Object.entries(labelsAt(value, ['service', 'metadata', 'annotations']));
  return (
    type === 'LoadBalancer' &&
    listAt(value, ['service', 'loadBalancerSourceRanges']).every((range) => textAt(range) === undefined) &&
    !annotations.some(([key, text]) => RESTRICTIONS.get(key)?.test(text))
  );
}
