import { gatewayLabels } from '../../lint/rules/support/peer-gateways';
import type { ObservedGateway } from '../../observed/model';
import type { TraceStep } from '../draft';
import type { Principal } from '../identity';
import type { TraceMesh } from '../mesh';
import { judge } from '../policies';

/** The port of gateways for calls. */
const PORT = 15443;

/**
 * What AuthorizationPolicies say about a call at the pods of a gateway: connections end there, so that policies of the control
 * plane's namespace and of the whole mesh apply.
 *
 * @param principal the identity with which the call arrives at the gateway
 */
export function gatewayPolicySteps(
  mesh: TraceMesh,
  gateway: ObservedGateway | undefined,
  principal: Principal,
): readonly TraceStep[] {
  if (gateway === undefined) return [];
  const { hops, denial } = judge({
    policies: mesh.objectsOf('AuthorizationPolicy', 'security.istio.io'),
    rootNamespace: mesh.rootNamespace,
    namespace: mesh.rootNamespace,
    labels: gatewayLabels(gateway),
    principal,
    ownDomains: mesh.ownDomains,
    port: PORT,
  });
  const failure = denial && { ...denial, code: mesh.codes.denied };
  return hops.map((hop, i) => ({ hop, ...(i === hops.length - 1 && { failure }) }));
}
