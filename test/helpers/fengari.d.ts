/** The functions of fengari that tests use; it has no types of its own. */
declare module 'fengari' {
  type State = unknown;
  type LuaText = Uint8Array;
  export function to_luastring(text: string): LuaText;
  export function to_jsstring(text: LuaText): string;
  export const lua: {
    readonly LUA_OK: number;
    lua_pushnil(state: State): void;
    lua_pushboolean(state: State, value: boolean): void;
    lua_pushnumber(state: State, value: number): void;
    lua_pushstring(state: State, text: LuaText): void;
    lua_newtable(state: State): void;
    lua_settable(state: State, index: number): void;
    lua_setglobal(state: State, name: LuaText): void;
    lua_getfield(state: State, index: number, name: LuaText): number;
    lua_tojsstring(state: State, index: number): string | null;
    lua_tostring(state: State, index: number): LuaText;
    lua_pop(state: State, count: number): void;
    lua_pcall(state: State, args: number, results: number, handler: number): number;
  };
  export const lauxlib: {
    luaL_newstate(): State;
    luaL_loadstring(state: State, text: LuaText): number;
  };
  export const lualib: { luaL_openlibs(state: State): void };
}
