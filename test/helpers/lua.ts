import { lauxlib, lua, lualib, to_jsstring, to_luastring } from 'fengari';

/** What a health check says of an object. */
export interface LuaHealth {
  readonly status: string;
  readonly message: string;
}

/** The libraries that Argo CD opens, and of `os`, which is only for `require`, the two functions that it keeps. */
const LIBRARIES = `
local kept = { time = os.time, date = os.date }
os, io, string, math, debug, utf8, coroutine, bit32 = nil, nil, nil, nil, nil, nil, nil, nil
package.loaded.os = kept
-- Argo CD has no methods of texts, either.
debugless = getmetatable("")
debugless.__index = nil
debugless = nil
`;

/** Runs a health check as Argo CD does; throws the errors of Lua. */
export function runHealthCheck(script: string, object: unknown): LuaHealth {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  run(state, LIBRARIES, 0);
  push(state, object);
  lua.lua_setglobal(state, to_luastring('obj'));
  run(state, script, 1);
  const [status, message] = ['status', 'message'].map((field) => {
    lua.lua_getfield(state, -1, to_luastring(field));
    const text = lua.lua_tojsstring(state, -1);
    lua.lua_pop(state, 1);
    return text ?? '';
  });
  return { status: status ?? '', message: message ?? '' };
}

function run(state: unknown, script: string, results: number): void {
  const failed =
    lauxlib.luaL_loadstring(state, to_luastring(script)) !== lua.LUA_OK ||
    lua.lua_pcall(state, 0, results, 0) !== lua.LUA_OK;
  if (failed) throw new Error(to_jsstring(lua.lua_tostring(state, -1)));
}

/** Pushes a value; null is nil, as in Argo CD. */
function push(state: unknown, value: unknown): void {
  if (value === null || value === undefined) lua.lua_pushnil(state);
  else if (typeof value === 'boolean') lua.lua_pushboolean(state, value);
  else if (typeof value === 'number') lua.lua_pushnumber(state, value);
  else if (typeof value === 'string') lua.lua_pushstring(state, to_luastring(value));
  else pushTable(state, value);
}

function pushTable(state: unknown, value: object): void {
  lua.lua_newtable(state);
  for (const [key, item] of Object.entries(value)) {
    push(state, Array.isArray(value) ? Number(key) + 1 : key);
    push(state, item);
    lua.lua_settable(state, -3);
  }
}
