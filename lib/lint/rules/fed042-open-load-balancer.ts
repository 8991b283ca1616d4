import { labelsAt, listAt, textAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Cloud } from '../../platforms';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { gatewayOf } from './support/peer-gateways';
import { CLOUD_NAMES, IF_CLOUD, OR_PLATFORM } from './support/platforms';

/** The annotation that makes a load balancer internal, by cloud; elsewhere load balancers are not public by default. */
const INTERNAL: { readonly [cloud in Cloud]: string } = {
  aws: 'service.beta.kubernetes.io/aws-load-balancer-internal: "true"',
  azure: 'service.beta.kubernetes.io/azure-load-balancer-internal: "true"',
  gcp: 'networking.gke.io/load-balancer-type: "Internal"',
};

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

const MESSAGE = 'the load balancer of the gateway "{gateway}" on {cloud} accepts connections from every address';
const EFFECT =
  'every host on the internet can connect to the discovery and service ports: only mutual TLS and one policy deny it';
const FIX = "add loadBalancerSourceRanges with the addresses of the peer's egress, or the annotation {internal}";

const FINDINGS = {
  unrestricted: { severity: 'warning', message: MESSAGE, effect: EFFECT, fix: FIX },
  perhapsUnrestricted: {
    severity: 'info',
    message: `${MESSAGE}${IF_CLOUD}`,
    effect: EFFECT,
    fix: `${FIX}${OR_PLATFORM}`,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED042: only peers reach the ingress gateways in public clouds. */
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
  const { cloud, guessed } = cluster.platform ?? {};
  if (cloud === undefined) return [];
  const used = new Set(peers.flatMap((peer) => gatewayOf(peer, 'ingress') ?? []));
  return [...used].filter(isOpen).map(({ name, path }) => {
    const slots = { gateway: name, cloud: CLOUD_NAMES[cloud], internal: INTERNAL[cloud], cluster: cluster.name };
    return finding(guessed ? 'perhapsUnrestricted' : 'unrestricted', { object, path: [...path, 'service'] }, slots);
  });
}

function isOpen({ type, value }: ObservedGateway): boolean {
  const annotations = Object.entries(labelsAt(value, ['service', 'metadata', 'annotations']));
  return (
    type === 'LoadBalancer' &&
    listAt(value, ['service', 'loadBalancerSourceRanges']).every((range) => textAt(range) === undefined) &&
    !annotations.some(([key, text]) => RESTRICTIONS.get(key)?.test(text))
  );
}
