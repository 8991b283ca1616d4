/** The entry of a map by its name; none of what every object has, as a mesh may be called `constructor`. */
export function ownEntry<T>(map: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
