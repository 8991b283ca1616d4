/** Lua that finds a condition by its type, and writes one as text. Lists are missing until a status is written. */
export const CONDITIONS = `local status = obj.status or {}
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
