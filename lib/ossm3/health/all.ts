import type { HealthCheck } from '../../generation';
import { CONDITIONS } from '../../health/conditions';
import { SUBSCRIPTION_CHECK } from '../../health/subscription';

/**
 * The health of what the operator of Service Mesh 3 installs. A control plane waits for the CNI plugin, which is applied with
 * it, so only a failed reconciliation is degraded. Source: sail-operator, `api/v1/istio_types.go`.
 */
const INSTALLATION_HEALTH = `${CONDITIONS}
local reconciled = condition("Reconciled")
if reconciled ~= nil and reconciled.status == "False" then return health("Degraded", text(reconciled)) end
local ready = condition("Ready")
if ready == nil then return health("Progressing", "the operator has not written the condition Ready") end
if ready.status ~= "True" then return health("Progressing", text(ready)) end
local dependencies = condition("DependenciesHealthy")
if dependencies ~= nil and dependencies.status == "False" then return health("Progressing", text(dependencies)) end
if status.observedGeneration ~= nil and status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the operator has not applied the last change")
end
return health("Healthy", "ready")
`;

/**
 * The health checks of the kinds of the operators. Argo CD has its own for Gateways of the Gateway API, and the other kinds
 * have no status.
 */
export const OSSM3_HEALTH_CHECKS: readonly HealthCheck[] = [
  SUBSCRIPTION_CHECK,
  { group: 'sailoperator.io', kind: 'Istio', lua: INSTALLATION_HEALTH },
  { group: 'sailoperator.io', kind: 'IstioCNI', lua: INSTALLATION_HEALTH },
];
