import type { Topology } from '../lib/topology/model';

/** The namespace and the name of the service that one mesh of each pair shares with the other one. */
export const SHOP = 'shop';
export const SHARED = 'api';

/** The names of a number of clusters in pairs, such as `pair-001-a` and `pair-001-b`. */
export function pairedNames(count: number): readonly string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, i) => `pair-${String((i >> 1) + 1).padStart(digits, '0')}-${'ab'[i & 1]}`);
}

/** The other cluster of a pair; undefined for other names. */
export function partnerOf(name: string): string | undefined {
  const [, pair, side] = /^(pair-\d+)-([ab])$/.exec(name) ?? [];
  return pair === undefined ? undefined : `${pair}-${side === 'a' ? 'b' : 'a'}`;
}

/** Pairs of meshes on clusters of their own, of which one imports a service of the other. */
export function pairs(count: number): Topology {
  const names = pairedNames(count);
  const owners = names.flatMap((name, i) => (i % 2 === 0 && names[i + 1] !== undefined ? [name] : []));
  const sides = (from: string) => [from, partnerOf(from) ?? ''] as const;
  return {
    clusters: Object.fromEntries(names.map((name) => [name, { platform: 'aro' }])),
    meshes: Object.fromEntries(names.map((cluster) => [cluster, { cluster, members: [SHOP], createNamespaces: true }])),
    peerings: owners.map((from) => ({ between: sides(from) })),
    shares: owners.map((from) => ({ from, to: sides(from)[1], service: { namespace: SHOP, name: SHARED } })),
  };
}
