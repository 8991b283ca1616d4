import { BASE } from '../../../lib/lint/examples/base';
import { type Edit, edited, remove, set } from '../../../lib/lint/examples/edit';
import { OSSM3_BASE } from '../../../lib/lint/ossm3/examples/base';
import type { IstioMesh } from '../../../lib/observed/ossm3/model';
import { fleetOf, object } from '../fleet';

function meshesOf(edits: readonly Edit[] = []): readonly IstioMesh[] {
  return fleetOf(edited(edits, OSSM3_BASE)).ossm3.meshes;
}

/** The peerings of `west` as "network: mesh". */
function linksOf(edits: readonly Edit[]): readonly string[] {
  const west = meshesOf(edits).find(({ name }) => name === 'west-mesh');
  return (west?.peerings ?? []).map(({ network, remote }) => `${network}: ${remote?.name}`);
}

const gateway = (network: string) => [
  set('west', 'Gateway remote-north-mesh', 'metadata.labels[topology.istio.io/network]', network),
  set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec.network', network),
];

describe('a mesh of OpenShift Service Mesh 3', () => {
  test('has the facts of its Istio resource', () => {
    const west = meshesOf().find(({ name }) => name === 'west-mesh');
    expect(west).toMatchObject({
      name: 'west-mesh',
      namespace: 'west-mesh',
      revision: 'west-mesh-v1-30-latest',
      trustDomain: 'west-mesh.local',
      network: 'network-west-mesh',
      env: { ISTIO_MULTIROOT_MESH: 'true' },
    });
    expect(west?.roots.map(({ trustDomains }) => trustDomains)).toEqual([['east-mesh.local'], ['north-mesh.local']]);
    expect(west?.imports.map(({ host, entry }) => [host, entry === undefined])).toEqual([
      ['archive.attic.svc.north-mesh-imports.local', false],
      ['ratings.stock.svc.east-mesh-imports.local', false],
      ['prices.shop.svc.cluster.local', true],
    ]);
  });

  test('knows who imports from it', () => {
    const imports = new Map(meshesOf().map(({ name, importedBy }) => [name, importedBy.length]));
    expect(Object.fromEntries(imports)).toEqual({ 'west-mesh': 0, 'east-mesh': 2, 'north-mesh': 1 });
  });

  test.each([
    [
      'its defaults',
      'spec: { version: v1.30-latest }',
      { namespace: 'istio-system', revision: 'a', trustDomain: 'cluster.local' },
    ],
    [
      'a revision for each version',
      'spec: { namespace: b, version: v1.24.6, updateStrategy: { type: RevisionBased } }',
      { namespace: 'b', revision: 'a-v1-24-6' },
    ],
  ])('has %s', (_, spec, expected) => {
    const text = `{ apiVersion: sailoperator.io/v1, kind: Istio, metadata: { name: a }, ${spec} }`;
    expect(fleetOf({ one: text }).ossm3.meshes).toMatchObject([expected]);
  });

  test('is found without an Istio resource by what it shares', () => {
    const text = object('networking.istio.io/v1alpha3', 'WorkloadEntry', 'a', 'b', 'spec: { network: c }');
    expect(fleetOf({ one: text }).ossm3.meshes).toMatchObject([{ name: 'one', workloadEntries: [{ isRemote: true }] }]);
    expect(fleetOf(BASE).ossm3.meshes).toEqual([]);
  });
});

describe('the mesh of another network is found', () => {
  test.each([
    ['by the name that it gives itself', gateway('network-north-mesh')],
    ['by its name in that of the network', gateway('north-mesh-network')],
    [
      'by an exposed host, though the identity is wrong',
      [
        ...gateway('n'),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', ['spiffe://x/ns/a/sa/b']),
      ],
    ],
    [
      'by the identity, though the host is not exposed',
      [...gateway('n'), set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['a.b.c'])],
    ],
    [
      'as the only one that is left, without identities',
      [
        ...gateway('n'),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['a.b.c']),
        remove('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames'),
      ],
    ],
    [
      'by the address of its gateway',
      [
        ...gateway('n'),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', [
          'ratings.stock.svc.east-mesh-imports.local',
        ]),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', [
          'spiffe://east-mesh.local/ns/a/sa/b',
        ]),
        set('north', 'Gateway eastwestgateway', 'status', { addresses: [{ value: 'north.mesh.example.org' }] }),
      ],
    ],
  ] as const)('%s', (_, edits) => {
    expect(linksOf(edits)).toContainEqual(expect.stringMatching(/^n.*: north-mesh$/));
  });

  test('in no other way', () => {
    const unknown = ['spec.hosts', 'spec.subjectAltNames'].map((path) =>
      set('west', 'ServiceEntry archive-attic-north-mesh', path, [
        path === 'spec.hosts' ? 'a.b.c' : 'spiffe://x/ns/a/sa/b',
      ]),
    );
    expect(linksOf([...gateway('n'), ...unknown])).toEqual(['east-mesh-network: east-mesh', 'n: undefined']);
  });
});
