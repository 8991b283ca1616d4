/** Lua that compares the rules of a set of services with its status, as far as they name single services. */
const RULES = `local function health(status, message)
  return { status = status, message = message }
end

-- A missing part, an empty one and "*" match any name.
local function isNamed(part)
  return part ~= nil and part ~= "" and part ~= "*"
end

-- The name after the alias, of which missing parts stay.
local function aliased(selector, part)
  local alias = selector.alias or {}
  return isNamed(alias[part]) and alias[part] or selector[part]
end

-- The selectors that name one service each. The first rule that matches a service wins, so what comes after a rule for
-- several services, or names a service again, may have no effect.
local function namedSelectors(rules)
  local selectors = {}
  local seen = {}
  for _, rule in ipairs(rules or {}) do
    local selector = rule.nameSelector
    if selector == nil or not isNamed(selector.name) or not isNamed(selector.namespace) then return selectors end
    local service = selector.namespace .. "/" .. selector.name
    if not seen[service] then selectors[#selectors + 1] = selector end
    seen[service] = true
  end
  return selectors
end
`;

/**
 * The health of an ExportedServiceSet: each service that a rule names is exported under its name. Source:
 * maistra/istio, `pkg/servicemesh/federation/exports`.
 */
export const EXPORTS_HEALTH = `${RULES}
if obj.status == nil or obj.status.exportedServices == nil then
  return health("Progressing", "waiting for the peer: nothing is exported yet")
end
local exported = {}
for _, service in ipairs(obj.status.exportedServices) do
  local own = service.localService or {}
  exported[service.exportedName] = (own.namespace or "") .. "/" .. (own.name or "")
end
local services = {}
for _, selector in ipairs(namedSelectors(obj.spec.exportRules)) do
  local service = selector.namespace .. "/" .. selector.name
  local name = aliased(selector, "name") .. "." .. aliased(selector, "namespace")
  if services[name] ~= nil then
    return health("Degraded", services[name] .. " and " .. service .. " are exported under one name, " .. name)
  end
  services[name] = service
  if exported[name .. ".svc." .. obj.metadata.name .. "-exports.local"] ~= service then
    return health("Progressing", service .. " is not exported: the Service must exist in a namespace of the mesh")
  end
end
return health("Healthy", #obj.status.exportedServices .. " exported")
`;

/**
 * The health of an ImportedServiceSet: each service that a rule names has a host. The status lists all that the peer
 * exports; a service without a host is not imported. Source: maistra/istio, `pkg/servicemesh/federation/imports`.
 */
export const IMPORTS_HEALTH = `${RULES}
if obj.status == nil or obj.status.importedServices == nil then
  return health("Progressing", "waiting for the peer: nothing is imported yet")
end
local imported = {}
local count = 0
for _, service in ipairs(obj.status.importedServices) do
  local own = service.localService or {}
  if own.hostname ~= nil and own.hostname ~= "" then
    imported[own.namespace .. "/" .. own.name] = true
    count = count + 1
  end
end
for _, selector in ipairs(namedSelectors(obj.spec.importRules)) do
  local service = aliased(selector, "namespace") .. "/" .. aliased(selector, "name")
  if not imported[service] then
    return health("Progressing", service .. " is not imported: the peer does not export it, or is not connected")
  end
end
return health("Healthy", count .. " imported")
`;
