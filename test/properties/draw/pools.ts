/* The names that topologies are made of: few, so that they collide, and some at the limits of what fits. */

/** A name of a given length. */
export function long(letter: string, length: number): string {
  return letter.repeat(length);
}

/** Mesh names; those with a digit first and those of 55 characters and more need help to become gateways. */
export const MESHES: readonly string[] = ['east', 'west', 'hub', 'a', 'b', 'a-b', 'istio-east', 'constructor', 'shop'];
export const ODD_MESHES: readonly string[] = ['1st', long('m', 27), long('n', 28), long('o', 55), long('p', 56)];

export const CLUSTERS: readonly string[] = ['east', 'west', 'shared', 'ROSA.eu_1', 'a', long('c', 63), 'constructor'];

/** Namespaces of applications. */
export const NAMESPACES: readonly string[] = [
  'shop',
  'pay',
  'bookinfo',
  'a',
  'b',
  'a-federation',
  'federation',
  'extra',
  long('s', 63),
];

/** Namespaces of control planes, beside the meshes' own names. */
export const CONTROL_PLANES: readonly string[] = ['istio-system', 'mesh', 'a-system', long('y', 27), long('z', 45)];

/** Services; three of them are bookinfo's. */
export const SERVICES: readonly string[] = ['details', 'ratings', 'reviews', 'a', 'federation', 'b', long('v', 63)];

export const SUFFIXES: readonly string[] = ['svc.global', 'mesh.example', 'svc.east-imports.local', 'local', 'svc.x'];
export const DOMAINS: readonly string[] = ['corp.example', 'cluster.test'];
export const REGIONS: readonly string[] = ['eu-west-1', 'westeurope', 'us'];
export const ADDRESSES: readonly string[] = ['192.0.2.10', 'mesh.example.org', '2001:db8::1', '198.51.100.7'];

/** The entry that a number stands for. */
export function at<T>(pool: readonly T[], n: number): T {
  if (pool.length === 0) throw new Error('the pool is empty');
  return pool[n % pool.length] as T;
}

/** The first entry from a number on that is not taken, which it is from then on; undefined where all are. */
export function take(pool: readonly string[], n: number, taken: Set<string>): string | undefined {
  const free = pool.map((_, i) => at(pool, n + i)).find((entry) => !taken.has(entry));
  if (free !== undefined) taken.add(free);
  return free;
}

/** A copy of an object without its undefined fields. */
export function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
