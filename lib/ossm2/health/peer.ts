/**
 * The health of a ServiceMeshPeer by what each istiod writes of its own watch on the peer and of the peer's watches on
 * it. It cannot compare the stored root certificate and the addresses with those of the peer, which `ossm-fed status`
 * does. Source: maistra/istio, `pkg/servicemesh/federation/status/handler.go`.
 */
export const PEER_HEALTH = `local os = require("os")
local MINUTE = 60
-- Connections of new load balancers need up to five minutes.
local LONG = 5 * MINUTE
-- A full synchronization blocks istiod for two minutes at most, and comes every five minutes at the latest.
local BLOCKING = 2 * MINUTE
local STALE = 10 * MINUTE

local function health(status, message)
  return { status = status, message = message }
end

-- Times are texts of one form, in UTC, so they are compared as texts: there is no library for strings.
local function isOlder(time, seconds)
  local utc = os.time(os.date("!*t"))
  return time ~= nil and time < os.date("%Y-%m-%dT%H:%M:%SZ", utc - seconds)
end

local function isToken(address)
  return address >= "<" and address < "="
end

local discovery = obj.status and obj.status.discoveryStatus or {}
local pods = {}
for _, pod in ipairs(discovery.active or {}) do pods[#pods + 1] = pod end
for _, pod in ipairs(discovery.inactive or {}) do pods[#pods + 1] = pod end

local remote = obj.spec and obj.spec.remote or {}
for _, address in ipairs(remote.addresses or {}) do
  if isToken(address) and #pods > 0 then
    return health("Degraded", "an accepted peer has a placeholder as address, which is no address after the next restart of istiod")
  elseif isToken(address) then
    return health("Progressing", "waiting for the address of the peer: run ossm-fed fetch and synth, and commit")
  end
end
if #pods == 0 then
  return health("Progressing", "waiting: istiod has not accepted the peer, whose root certificate may be missing")
end

local function reasonOf(answer)
  if answer == "403 Forbidden" then
    return "the peer rejects the identity of this mesh (403): compare the clientID in its ServiceMeshPeer"
  elseif answer == "400 Bad Request" then
    return "the export server of the peer has lost this mesh (400): restart its istiod"
  end
  return "the peer cannot be reached (" .. (answer or "no answer") .. "), and blocks the control plane of this mesh for minutes at a time"
end

local function worse(found, since, seconds, message)
  local one = health(isOlder(since, seconds) and "Degraded" or "Progressing", message)
  if found == nil or (one.status == "Degraded" and found.status ~= "Degraded") then return one end
  return found
end

local found = nil
local isSeen = false
local lost = nil
local connected = nil
for _, pod in ipairs(pods) do
  local watch = pod.watch or {}
  if watch.connected ~= true then
    local since = watch.lastFullSync and watch.lastDisconnect or obj.metadata.creationTimestamp
    found = worse(found, since, LONG, reasonOf(watch.lastDisconnectStatus))
  elseif watch.lastFullSync == nil or (watch.lastConnected ~= nil and watch.lastFullSync < watch.lastConnected) then
    found = worse(found, watch.lastConnected, BLOCKING, "connected but not synchronized: the control plane of this mesh may be blocked")
  elseif isOlder(watch.lastFullSync, STALE) then
    found = worse(found, watch.lastFullSync, STALE, "the status is stale, last synchronized at " .. watch.lastFullSync .. ": check istiod")
  end
  if watch.lastConnected ~= nil and (connected == nil or watch.lastConnected > connected) then connected = watch.lastConnected end
  for _, one in ipairs(pod.remotes or {}) do
    if one.connected == true then isSeen = true end
    if one.lastDisconnect ~= nil and (lost == nil or one.lastDisconnect > lost) then lost = one.lastDisconnect end
  end
end
if found == nil and not isSeen then
  found = worse(nil, lost or connected, LONG, "the peer is not connected to this mesh: check its ServiceMeshPeer, and the ingress gateway here")
end
return found or health("Healthy", "connected in both directions")
`;
