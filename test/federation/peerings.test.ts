import { type Plans, peerOf, plansOf } from '../helpers/topology-text';

/** Each mesh with its peers, such as `a: b c`. */
function peersOf(plans: Plans): readonly string[] {
  const meshes = plans.flatMap((cluster) => cluster.meshes);
  return meshes.map(({ name, peers }) => `${name}: ${peers.map(({ mesh }) => mesh).join(' ')}`.trim());
}

function peers(peerings: string): readonly string[] {
  return peersOf(plansOf(`clusters: { "m-{1..4}": {} }\nmeshes: { "m-{1..4}": {} }\npeerings: ${peerings}\n`));
}

describe('which meshes peer', () => {
  test.each([
    ['a pair', '[{ between: [m-1, m-3] }]', ['m-1: m-3', 'm-2:', 'm-3: m-1', 'm-4:']],
    ['a pair by a range', '[{ between: ["m-{2..3}"] }]', ['m-1:', 'm-2: m-3', 'm-3: m-2', 'm-4:']],
    ['a hub with all others', '[{ hub: m-2 }]', ['m-1: m-2', 'm-2: m-1 m-3 m-4', 'm-3: m-2', 'm-4: m-2']],
    [
      'a hub with all others, said so',
      '[{ hub: m-2, spokes: all }]',
      ['m-1: m-2', 'm-2: m-1 m-3 m-4', 'm-3: m-2', 'm-4: m-2'],
    ],
    ['a hub with some', '[{ hub: m-1, spokes: [m-2, m-4] }]', ['m-1: m-2 m-4', 'm-2: m-1', 'm-3:', 'm-4: m-1']],
    [
      'a full mesh',
      '[{ fullMesh: all }]',
      ['m-1: m-2 m-3 m-4', 'm-2: m-1 m-3 m-4', 'm-3: m-1 m-2 m-4', 'm-4: m-1 m-2 m-3'],
    ],
    [
      'a full mesh of some',
      '[{ fullMesh: [m-4, m-1, m-2] }]',
      ['m-1: m-2 m-4', 'm-2: m-1 m-4', 'm-3:', 'm-4: m-1 m-2'],
    ],
    [
      'several statements',
      '[{ hub: m-1, spokes: [m-2] }, { between: [m-2, m-3] }]',
      ['m-1: m-2', 'm-2: m-1 m-3', 'm-3: m-2', 'm-4:'],
    ],
    ['none', '[]', ['m-1:', 'm-2:', 'm-3:', 'm-4:']],
  ])('by %s', (_, peerings, expected) => {
    expect(peers(peerings)).toEqual(expected);
  });
});

describe('the settings of a hub', () => {
  const federation = plansOf(`clusters: { hub: {}, "s-{1..2}": {} }
meshes: { hub: {}, "s-{1..2}": {} }
peerings:
  - hub: hub
    sides:
      hub: { ingress: { sourceRanges: [192.0.2.0/24] } }
      s-2: { peerName: center, egress: { name: to-center } }
`);

  test('reach each of its gateways', () => {
    const ranges = ['s-1', 's-2'].map((spoke) => peerOf(federation, 'hub', spoke).ingress.sourceRanges);
    expect(ranges).toEqual([['192.0.2.0/24'], ['192.0.2.0/24']]);
  });

  test('of one spoke reach that spoke alone', () => {
    const [first, second] = ['s-1', 's-2'].map((spoke) => peerOf(federation, spoke, 'hub'));
    expect([first?.name, first?.egress.name, first?.ingress.sourceRanges]).toEqual(['hub', 'hub-egress', []]);
    expect([second?.name, second?.egress.name]).toEqual(['center', 'to-center']);
  });
});

describe('each peering', () => {
  test('gives each mesh a gateway of its own per peer', () => {
    const federation = plansOf(
      'clusters: { "m-{1..3}": {} }\nmeshes: { "m-{1..3}": {} }\npeerings: [{ fullMesh: all }]\n',
    );
    const names = federation.flatMap(({ meshes }) =>
      meshes[0]?.peers.flatMap(({ ingress, egress }) => [ingress.name, egress.name]),
    );
    expect(names).toEqual([
      'm-2-ingress',
      'm-2-egress',
      'm-3-ingress',
      'm-3-egress',
      'm-1-ingress',
      'm-1-egress',
      'm-3-ingress',
      'm-3-egress',
      'm-1-ingress',
      'm-1-egress',
      'm-2-ingress',
      'm-2-egress',
    ]);
  });

  test('tells where the peer is, if the cluster of the peer says so', () => {
    const federation = plansOf(`clusters: { a: { locality: { region: r, zone: z, subzone: s } }, b: {} }
meshes: { a: {}, b: {} }
peerings: [{ between: [a, b] }]
`);
    expect(peerOf(federation, 'b', 'a').locality).toEqual({ region: 'r', zone: 'z', subzone: 's' });
    expect(peerOf(federation, 'a', 'b')).not.toHaveProperty('locality');
  });
});

describe('names at the edge of what fits', () => {
  test('of a peer may have 55 characters', () => {
    const name = 'p'.repeat(55);
    const federation = plansOf(`clusters: { a: {}, b: {} }
meshes: { a: {}, b: {} }
peerings: [{ between: [a, b], sides: { a: { peerName: ${name} } } }]
`);
    expect(peerOf(federation, 'a', 'b').egress.network).toBe(`network-${name}`);
  });

  test('of a gateway and its namespace may have 63 characters together', () => {
    const namespace = 'n'.repeat(50);
    const federation = plansOf(`clusters: { a: {}, east: {} }
meshes: { a: { namespace: ${namespace} }, east: {} }
peerings: [{ between: [a, east] }]
`);
    const { ingress } = peerOf(federation, 'a', 'east');
    expect(`${ingress.name}.${namespace}`).toHaveLength(63);
  });
});
