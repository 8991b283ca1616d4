import type { ObservedGateway, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS, usedGateways } from './support/peer-gateways';
import { CLOUD_NAMES, IF_CLOUD, OR_PLATFORM } from './support/platforms';
import { quoted } from './support/words';

const ANNOTATION = 'service.beta.kubernetes.io/aws-load-balancer-type';

/** The values that require a controller which AWS does not install. */
const BY_CONTROLLER = new Set<unknown>(['external', 'nlb-ip']);

const RELATED = ['the peer uses the gateway'];
const CLASSIC =
  'a classic load balancer closes connections that are idle for a minute, including the watch of the other mesh; the product documentation requires a network load balancer';
const NO_CONTROLLER = 'without the controller there is no load balancer and no address';
const ADD = `add the annotation "${ANNOTATION}: nlb"`;
const WRITE = `write "${ANNOTATION}: nlb"`;
const INSTALL = `${WRITE}, or install the controller`;

const MISSING = 'the ingress gateway "{gateway}" does not request a network load balancer';
const WRONG = 'the ingress gateway "{gateway}" requests the load balancer {found} instead of "nlb"';
const CONTROLLER =
  'the ingress gateway "{gateway}" requests the load balancer {found}, which requires the AWS Load Balancer Controller';

const FINDINGS = {
  missing: { severity: 'error', message: MISSING, effect: CLASSIC, fix: ADD, related: RELATED },
  wrong: { severity: 'error', message: WRONG, effect: CLASSIC, fix: WRITE, related: RELATED },
  byController: { severity: 'warning', message: CONTROLLER, effect: NO_CONTROLLER, fix: INSTALL, related: RELATED },
  perhapsMissing: {
    severity: 'warning',
    message: `${MISSING}${IF_CLOUD}`,
    effect: CLASSIC,
    fix: `${ADD}${OR_PLATFORM}`,
    related: RELATED,
  },
  perhapsWrong: {
    severity: 'warning',
    message: `${WRONG}${IF_CLOUD}`,
    effect: CLASSIC,
    fix: `${WRITE}${OR_PLATFORM}`,
    related: RELATED,
  },
  perhapsByController: {
    severity: 'warning',
    message: `${CONTROLLER}${IF_CLOUD}`,
    effect: NO_CONTROLLER,
    fix: `${INSTALL}${OR_PLATFORM}`,
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED012: on AWS an ingress gateway has a network load balancer. */
export const networkLoadBalancer: Rule = {
  id: 'FED012',
  generations: ['ossm2'],
  title: 'on AWS, federation ingress gateways of type LoadBalancer have network load balancers',
  cause: 'AWS creates a classic load balancer for a Service that does not request another one.',
  fix: `Add the annotation "${ANNOTATION}: nlb" under service.metadata.annotations of the gateway.`,
  sources: [
    'openshift/openshift-docs modules/ossm-federation-config-smcp.adoc (network load balancer on AWS)',
    'Kubernetes documentation, Service, Network Load Balancer support on AWS',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      remove(
        'west',
        'ServiceMeshControlPlane west-mesh',
        `spec.gateways.additionalIngress.east-mesh-ingress.service.metadata.annotations[${ANNOTATION}]`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const [gateway, peer] of usedGateways(fleet)) {
      const found = checkGateway(gateway, peer);
      if (found !== undefined) report(found);
    }
  },
};

function checkGateway(gateway: ObservedGateway, peer: ObservedPeer): Finding | undefined {
  const { mesh, kind, type, name, path, annotations } = gateway;
  const { platform, name: cluster } = mesh.cluster;
  if (kind !== 'ingress' || type !== 'LoadBalancer' || platform?.cloud !== 'aws') return undefined;
  const found = annotations[ANNOTATION];
  if (found === 'nlb') return undefined;
  const place = {
    object: mesh.object,
    path: [...path, 'service', 'metadata', 'annotations', ...(found === undefined ? [] : [ANNOTATION])],
    related: [{ object: peer.object, path: GATEWAY_NAME_PATHS.ingress }],
  };
  const slots = { gateway: name, found: quoted(found), cluster, cloud: CLOUD_NAMES.aws };
  if (found === undefined) return finding(platform.guessed ? 'perhapsMissing' : 'missing', place, slots);
  if (!BY_CONTROLLER.has(found)) return finding(platform.guessed ? 'perhapsWrong' : 'wrong', place, slots);
  return finding(platform.guessed ? 'perhapsByController' : 'byController', place, slots);
}
