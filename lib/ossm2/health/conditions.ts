/** Lua that finds a condition by its type, and writes one as text. Lists are missing until a status is written. */
const CONDITIONS = `local status = obj.status or {}
local conditions = status.conditions or {}

local function condition(type)
  for _, one in ipairs(conditions) do
    if one.type == type then return one end
  end
end

local function text(one)
  return one.type .. ": " .. (one.reason or one.status) .. ", " .. (one.message or "no message")
end

local function health(status, message)
  return { status = status, message = message }
end
`;

/**
 * The health of an operator's Subscription: installed, and no condition that is true on failure. Whether the installed
 * version runs is in its ClusterServiceVersion, which Argo CD does not pass to a check. Source: operator-framework/api,
 * `subscription_types.go`.
 */
export const SUBSCRIPTION_HEALTH = `${CONDITIONS}
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

/** Lua for objects of the operator of Service Mesh, which writes the condition `Ready`. */
const READY = `${CONDITIONS}
-- Reasons that do not pass by waiting.
local failures = {
  DependencyMissingError = true,
  ErrInvalidName = true,
  ErrMultipleSMCPs = true,
  InstallError = true,
  ReconcileError = true,
  UpdateError = true,
  ValidationError = true,
}

local function readiness()
  local ready = condition("Ready")
  if ready == nil then return health("Progressing", "the operator has not written the condition Ready") end
  if ready.status == "True" then return nil end
  return health(failures[ready.reason] and "Degraded" or "Progressing", text(ready))
end
`;

/** The health of a control plane. Source: maistra/istio-operator, `pkg/apis/maistra/status`. */
export const CONTROL_PLANE_HEALTH = `${READY}
local problem = readiness()
if problem ~= nil then return problem end
if status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the operator has not applied the last change")
end
return health("Healthy", "ready")
`;

/** The health of the members of a mesh. Source: maistra/istio-operator, `pkg/apis/maistra/v1`. */
export const MEMBER_ROLL_HEALTH = `${READY}
local pending = status.pendingMembers or {}
if #pending > 0 then
  return health("Progressing", "namespaces that do not exist or belong to another mesh: " .. table.concat(pending, ", "))
end
local problem = readiness()
if problem ~= nil then return problem end
if status.observedGeneration ~= nil and status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "the operator has not applied the last change")
end
return health("Healthy", "ready")
`;
