import type { ObservedGateway, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS, usedGateways } from './support/peer-gateways';
import { quoted } from './support/words';

const ANNOTATION = 'service.beta.kubernetes.io/aws-load-balancer-type';

/** The values that a controller of its own has to be installed for. */
const BY_CONTROLLER = new Set<unknown>(['external', 'nlb-ip']);

/** FED012: on AWS the load balancer is one of the network. */
export const networkLoadBalancer: Rule = {
  id: 'FED012',
  severity: 'error',
  title: 'on AWS, federation ingress gateways of type LoadBalancer have network load balancers',
  cause: 'AWS makes a classic load balancer for a Service that does not ask for another one.',
  effect:
    'a classic load balancer closes connections that are idle for a minute, also the watch of the other mesh; the product documentation demands a network load balancer',
  fix: `Add the annotation "${ANNOTATION}: nlb" under service.metadata.annotations of the gateway.`,
  source: 'fact sheet 3.7 and 9 (D30)',
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
      const finding = checkGateway(gateway, peer);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkGateway(
  { mesh, kind, type, name, path, annotations }: ObservedGateway,
  peer: ObservedPeer,
): Finding | undefined {
  const { platform } = mesh.cluster;
  if (kind !== 'ingress' || type !== 'LoadBalancer' || platform?.platform !== 'aws') return undefined;
  const found = annotations[ANNOTATION];
  if (found === 'nlb') return undefined;
  const isByController = BY_CONTROLLER.has(found);
  const { what, fix, effect } = isByController
    ? {
        what: `asks for the load balancer ${quoted(found)}, which needs the AWS Load Balancer Controller`,
        fix: `write "${ANNOTATION}: nlb", or see that the controller is installed`,
        effect: 'without the controller there is no load balancer and no address',
      }
    : {
        what:
          found === undefined
            ? 'does not ask for a network load balancer'
            : `asks for the load balancer ${quoted(found)} instead of a network load balancer`,
        fix: `add the annotation "${ANNOTATION}: nlb"`,
        effect: undefined,
      };
  const hint = platform.guessed ? `; that the cluster "${mesh.cluster.name}" is on AWS is a guess by its name` : '';
  return {
    object: mesh.object,
    path: [...path, 'service', 'metadata', 'annotations', ...(found === undefined ? [] : [ANNOTATION])],
    message: `the ingress gateway "${name}" ${what}${hint}`,
    ...((isByController || platform.guessed) && { severity: 'warning' as const }),
    ...(effect !== undefined && { effect }),
    fix: platform.guessed
      ? `${fix}, or say where the cluster runs with --platform ${mesh.cluster.name}=<platform>`
      : fix,
    related: [{ object: peer.object, path: GATEWAY_NAME_PATHS.ingress, text: 'the peer uses the gateway' }],
  };
}
