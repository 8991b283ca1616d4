import type { HealthCheck } from '../generation';
import { CONDITIONS } from './conditions';

/**
 * The health of an operator's Subscription: installed, and no condition that is true on failure. Whether the installed
 * version runs is in its ClusterServiceVersion, which Argo CD does not pass to a check. Source: operator-framework/api,
 * `subscription_types.go`.
 */
const SUBSCRIPTION_HEALTH = `${CONDITIONS}
local failures = {
  InstallPlanFailed = true,
  InstallPlanMissing = true,
  ResolutionFailed = true,
  BundleUnpackFailed = true,
  CatalogSourcesUnhealthy = true,
}
for _, one in ipairs(conditions) do
  -- A plan that was deleted after its installation is not missed.
  local isOld = one.reason == "ReferencedInstallPlanNotFound"
  if failures[one.type] and one.status == "True" and not isOld then return health("Degraded", text(one)) end
end
if status.state == "UpgradeFailed" then return health("Degraded", "the upgrade failed") end
local installed = status.installedCSV or ""
if installed == "" then
  if status.state == "UpgradePending" and obj.spec.installPlanApproval == "Manual" then
    return health("Progressing", "not installed: the InstallPlan waits for approval")
  end
  return health("Progressing", "not installed")
end
return health("Healthy", installed .. " is installed")
`;

/** The health check of Subscriptions, which every generation has. */
export const SUBSCRIPTION_CHECK: HealthCheck = {
  group: 'operators.coreos.com',
  kind: 'Subscription',
  lua: SUBSCRIPTION_HEALTH,
};
