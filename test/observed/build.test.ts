import type { Fleet } from '../../lib/observed/model';
import { controlPlane, fleetOf, peer, peerOf, trusting } from './fleet';

const WEST = controlPlane('west', trusting('west.local'));
const EAST = controlPlane('east', trusting('east.local'));

/** Each peer as "namespace/name -> remote mesh, counterpart". */
function links({ peers }: Fleet): readonly string[] {
  return peers.map(({ namespace, name, remote, counterpart }) => {
    const back = counterpart && `${counterpart.namespace}/${counterpart.name}`;
    return `${namespace}/${name} -> ${remote?.name ?? 'unknown'}, ${back ?? 'unknown'}`;
  });
}

test('two peers of two meshes are counterparts by trust domain, whatever their names', () => {
  const fleet = fleetOf({ a: WEST + peerOf('east.local', 'west', 'x'), b: EAST + peerOf('west.local', 'east', 'y') });
  expect(links(fleet)).toEqual(['west/x -> east, east/y', 'east/y -> west, west/x']);
  const [x, y] = fleet.peers;
  expect([x?.counterpart, y?.counterpart]).toEqual([y, x]);
  expect(fleet.meshesByTrustDomain.get('east.local')).toEqual([x?.remote]);
});

test('two meshes of one cluster are linked as those of two', () => {
  const fleet = fleetOf({ a: WEST + EAST + peerOf('east.local', 'west') + peerOf('west.local', 'east') });
  expect(links(fleet)).toEqual(['east/peer -> west, west/peer', 'west/peer -> east, east/peer']);
});

test.each([
  ['its trust domain is unknown', WEST + peerOf('other.local', 'west'), 'unknown, unknown'],
  ['it has no trust domain', WEST + peer('peer', 'west'), 'unknown, unknown'],
  ['it has the trust domain of its own mesh', WEST + peerOf('west.local', 'west'), 'unknown, unknown'],
  ['the other mesh has no peer', WEST + peerOf('east.local', 'west') + EAST, 'east, unknown'],
  [
    'two meshes share the trust domain',
    WEST + peerOf('east.local', 'west') + EAST + controlPlane('east2', trusting('east.local')),
    'unknown, unknown',
  ],
])('a peer is not linked where %s', (_, text, expected) => {
  expect(links(fleetOf({ a: text }))).toEqual([`west/peer -> ${expected}`]);
});

test('a peer has no counterpart where the other mesh has two peers with its trust domain', () => {
  const text =
    WEST + peerOf('east.local', 'west') + EAST + peerOf('west.local', 'east', 'x') + peerOf('west.local', 'east', 'y');
  expect(links(fleetOf({ a: text }))).toEqual([
    'east/x -> west, west/peer',
    'east/y -> west, west/peer',
    'west/peer -> east, unknown',
  ]);
});

test('a peer in another namespace than a control plane has a remote mesh, and no mesh that leads back to it', () => {
  const text = WEST + EAST + peerOf('east.local', 'shop') + peerOf('west.local', 'east');
  expect(links(fleetOf({ a: text }))).toEqual(['east/peer -> west, unknown', 'shop/peer -> east, unknown']);
});

test('meshes without a trust domain share the default one', () => {
  const { meshesByTrustDomain } = fleetOf({ a: controlPlane('a'), b: controlPlane('b') });
  expect(meshesByTrustDomain.get('cluster.local')?.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('the time is that of the options, or that of the call', () => {
  const now = new Date('2020-02-02T00:00:00Z');
  expect(fleetOf({ a: WEST }, undefined, { now }).now).toBe(now);
  const before = Date.now();
  const { now: found } = fleetOf({ a: WEST });
  expect(found.getTime()).toBeGreaterThanOrEqual(before);
  expect(found.getTime()).toBeLessThanOrEqual(Date.now());
});

test('nothing is in the index of nothing', () => {
  const { clusters, meshes, peers, meshesByTrustDomain } = fleetOf({});
  expect([clusters, meshes, peers, meshesByTrustDomain.size]).toEqual([[], [], [], 0]);
});
