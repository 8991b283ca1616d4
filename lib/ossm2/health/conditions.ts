import { CONDITIONS } from '../../health/conditions';

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
