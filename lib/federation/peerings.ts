import { MAX_PEERINGS, MAX_SITES } from '../bounds';
import type { IssueList, Path } from '../issues/issue';
import { listNames, suggestName } from '../issues/suggest';
import type { PeeringProps, PeeringSideProps } from '../topology/model';
import { expandRange } from '../topology/ranges';
import type { Mesh, Peering } from './model';

type Meshes = ReadonlyMap<string, Mesh>;

/** The pairs of meshes that the peerings state, each once; up to a bound, which also counts repeated pairs. */
export function resolvePeerings(
  peerings: readonly PeeringProps[],
  meshes: Meshes,
  issues: IssueList,
): readonly Peering[] {
  const pairs = new Map<string, Peering>();
  let total = 0;
  for (const [i, peering] of peerings.entries()) {
    const path: Path = ['peerings', i];
    const before = issues.size;
    const stated = statedPairs(peering, path, meshes, issues).map(
      (both): Peering => ({ meshes: both, props: peering, path }),
    );
    if (stated.length === 0 && issues.size === before) {
      issues.add('TOP121', path, 'the peering has fewer than two meshes', 'add meshes, or remove the peering');
    }
    total += stated.length;
    if (total > MAX_PEERINGS) exceedPeerings(path, issues);
    if (issues.isExceeded) break;
    for (const pair of stated) addPair(pair, pairs, issues);
    checkSides(stated, peering, path, issues);
  }
  return [...pairs.values()];
}

/** The pairs of peers, findable by both meshes in any order. */
export class PeerPairs {
  private readonly peers = new Map<Mesh, Set<Mesh>>();

  /** @param peerings each pair once */
  constructor(peerings: readonly Peering[]) {
    for (const { meshes } of peerings) {
      const [a, b] = meshes;
      this.add(a, b);
      this.add(b, a);
    }
  }

  private add(mesh: Mesh, peer: Mesh): void {
    const peers = this.peers.get(mesh) ?? new Set();
    this.peers.set(mesh, peers.add(peer));
  }

  /** Whether two meshes are peers of each other. */
  has(a: Mesh, b: Mesh): boolean {
    return this.peers.get(a)?.has(b) ?? false;
  }

  /** The peers of a mesh, in the order of their peerings. */
  of(mesh: Mesh): ReadonlySet<Mesh> {
    return this.peers.get(mesh) ?? new Set();
  }
}

/** One key for both orders of a pair. */
function pairKey(a: Mesh, b: Mesh): string {
  return [a.name, b.name].sort().join(' ');
}

function exceedPeerings(path: Path, issues: IssueList): void {
  const message = `more than ${MAX_PEERINGS} peerings of two meshes`;
  issues.exceed(path, message, 'use a hub instead of a full mesh, or split the federation');
}

function addPair(pair: Peering, pairs: Map<string, Peering>, issues: IssueList): void {
  const [a, b] = pair.meshes;
  const first = pairs.get(pairKey(a, b));
  if (first === undefined) {
    pairs.set(pairKey(a, b), pair);
    return;
  }
  const message = `duplicate peering of the meshes "${a.name}" and "${b.name}", already in peerings[${first.path[1]}]`;
  issues.add('TOP123', pair.path, message, 'remove one of the two');
}

/** The pairs of one statement, whichever of its three forms it has. */
function statedPairs(
  peering: PeeringProps,
  path: Path,
  meshes: Meshes,
  issues: IssueList,
): readonly (readonly [Mesh, Mesh])[] {
  const { between, hub, fullMesh } = peering;
  const forms = [between, hub, fullMesh].filter((form) => form !== undefined).length;
  if (forms !== 1) {
    const message = `the peering must have exactly one of "between", "hub" and "fullMesh", found ${forms === 0 ? 'none' : 'several'}`;
    issues.add('TOP121', path, message, 'write exactly one of them');
    return [];
  }
  if (between !== undefined) return pairBetween(between, [...path, 'between'], meshes, issues);
  if (hub !== undefined) return pairsOfHub(hub, peering.spokes, path, meshes, issues);
  const all =
    fullMesh === 'all' ? [...meshes.values()] : findMeshes(fullMesh ?? [], [...path, 'fullMesh'], meshes, issues);
  checkTwice(all, [...path, 'fullMesh'], issues);
  const distinct = [...new Set(all)];
  if ((distinct.length * (distinct.length - 1)) / 2 > MAX_PEERINGS) {
    exceedPeerings([...path, 'fullMesh'], issues);
    return [];
  }
  return distinct.flatMap((a, i) => distinct.slice(i + 1).map((b) => [a, b] as const));
}

function pairBetween(
  between: readonly string[],
  path: Path,
  meshes: Meshes,
  issues: IssueList,
): readonly (readonly [Mesh, Mesh])[] {
  const found = findMeshes(between, path, meshes, issues);
  if (found.length < between.length && found.length !== 2) return [];
  const [a, b] = found;
  if (a === undefined || b === undefined || found.length !== 2) {
    issues.add(
      'TOP121',
      path,
      `"between" must have exactly two meshes, found ${found.length}`,
      'write two meshes, or use "fullMesh"',
    );
    return [];
  }
  if (a !== b) return [[a, b]];
  issues.add('TOP122', path, `the mesh "${a.name}" cannot peer with itself`, 'write two different meshes');
  return [];
}

function pairsOfHub(
  hub: string,
  spokes: PeeringProps['spokes'],
  path: Path,
  meshes: Meshes,
  issues: IssueList,
): readonly (readonly [Mesh, Mesh])[] {
  const center = findMesh(hub, [...path, 'hub'], meshes, issues);
  const all = spokes === undefined || spokes === 'all';
  const ends = all
    ? [...meshes.values()].filter((mesh) => mesh !== center)
    : findMeshes(spokes, [...path, 'spokes'], meshes, issues);
  if (center === undefined) return [];
  if (!ends.includes(center)) return ends.map((end) => [center, end] as const);
  issues.add('TOP122', [...path, 'spokes'], `the hub "${hub}" cannot be its own spoke`, 'remove it from the spokes');
  return [];
}

function checkTwice(list: readonly Mesh[], path: Path, issues: IssueList): void {
  const before = new Set<Mesh>();
  for (const mesh of list) {
    if (before.size < before.add(mesh).size) continue;
    issues.add(
      'TOP122',
      path,
      `duplicate mesh "${mesh.name}", a mesh cannot peer with itself`,
      'remove one of the two',
    );
  }
}

/** The settings of a peering per side must be of meshes that are a side of it. */
function checkSides(pairs: readonly Peering[], { sides }: PeeringProps, path: Path, issues: IssueList): void {
  const peers = new Map<string, number>();
  for (const { name } of pairs.flatMap(({ meshes }) => meshes)) peers.set(name, (peers.get(name) ?? 0) + 1);
  if (peers.size === 0) return;
  for (const [key, side] of Object.entries(sides ?? {})) {
    const count = peers.get(key);
    if (count === undefined) {
      issues.addAtKey(
        'TOP124',
        [...path, 'sides', key],
        `the mesh "${key}" is not part of this peering`,
        suggestName(key, peers.keys()),
      );
    } else if (count > 1) {
      checkManySided(key, side, [...path, 'sides', key], issues);
    }
  }
}

/** What belongs to one gateway cannot be stated for all the gateways that a hub has. */
function checkManySided(
  mesh: string,
  { peerName, ingress, egress }: PeeringSideProps,
  path: Path,
  issues: IssueList,
): void {
  const single: readonly (readonly [Path, unknown])[] = [
    [['peerName'], peerName],
    [['ingress', 'name'], nameOfOne(ingress?.name)],
    [['ingress', 'nodePorts'], ingress?.nodePorts],
    [['ingress', 'loadBalancerIP'], ingress?.loadBalancerIP],
    [['egress', 'name'], nameOfOne(egress?.name)],
  ];
  for (const [field, value] of single) {
    if (value === undefined) continue;
    const message = `"${field.join('.')}" applies to a single gateway, but the mesh "${mesh}" has several peers in this peering`;
    issues.add('TOP124', [...path, ...field], message, 'move the pair to its own peering with "between"');
  }
}

/** A name of a single gateway; undefined for a pattern, which names several. */
function nameOfOne(name: string | undefined): string | undefined {
  return name?.includes('{') ? undefined : name;
}

/** The mesh with a name; notes a name that no mesh has. */
export function findMesh(name: string, path: Path, meshes: Meshes, issues: IssueList): Mesh | undefined {
  const mesh = meshes.get(name);
  if (mesh === undefined) issues.add('TOP120', path, `unknown mesh "${name}"`, suggestName(name, meshes.keys()));
  return mesh;
}

/** The meshes of a list of names and ranges; notes names that no mesh has. */
export function findMeshes(names: readonly string[], path: Path, meshes: Meshes, issues: IssueList): readonly Mesh[] {
  let total = 0;
  return names.flatMap((written, i) => {
    const expanded = expandRange(written) ?? [written];
    total += expanded.length;
    if (total > MAX_SITES)
      issues.exceed([...path, i], `more than ${MAX_SITES} meshes in a list`, 'remove the repeated ones');
    if (issues.isExceeded) return [];
    const unknown = expanded.filter((name) => !meshes.has(name));
    if (expanded.length > 1 && unknown.length > 0) {
      const message = `unknown meshes ${listNames(unknown)}`;
      issues.add('TOP120', [...path, i], message, 'write a range of existing meshes');
      return [];
    }
    return expanded.flatMap((name) => findMesh(name, [...path, i], meshes, issues) ?? []);
  });
}
