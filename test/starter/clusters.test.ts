import { guessPlatform } from '../../lib/platforms';
import { starterOf } from '../../lib/starter/choices';

const clustersOf = (contexts: Readonly<Record<string, string | undefined>>, names = Object.keys(contexts)) => {
  const known = Object.entries(contexts).map(([name, host]) => ({ name, ...(host !== undefined && { host }) }));
  const { starter, issues } = starterOf({ contexts: names }, known);
  return { clusters: starter.content, problems: issues.map(({ code, message, fix }) => `${code} ${message}; ${fix}`) };
};

test.each([
  ['api.rosa-x.abcd.p1.openshiftapps.com', 'rosa'],
  ['api.hcp.abcd.p3.openshiftapps.com', 'rosa'],
  ['api.dedicated.abcd.p2.openshiftapps.com', 'gcp'],
  ['api.b7z01vg8.eastus.aroapp.io', 'aro'],
  ['0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com', 'aws'],
  ['mesh-dns-1a2b.hcp.westeurope.azmk8s.io', 'azure'],
  ['api.lab.gcp.example.org', 'gcp'],
  ['api.lab.example.org', undefined],
  ['10.0.0.1', undefined],
  ['openshiftapps.com.example.org', undefined],
])('the platform of the API server %s is guessed as %s', (host, platform) => {
  expect(guessPlatform(host)).toBe(platform);
});

describe('clusters of contexts', () => {
  test('have the name of the context, and a platform that is guessed from the server or else from the name', () => {
    const { clusters } = clustersOf({ a: 'api.a.westus.aroapp.io', gke: 'api.b.example.org', c: undefined });
    expect(clusters).toEqual([
      { name: 'a', platform: 'aro', guessedFrom: 'api.a.westus.aroapp.io', mesh: 'a-mesh' },
      { name: 'gke', platform: 'gcp', guessedFrom: 'gke', mesh: 'gke-mesh' },
      { name: 'c', platform: 'other', mesh: 'c-mesh' },
    ]);
  });

  test('have the name of the server where that of the context is no DNS label, or else one made of its words', () => {
    const { clusters } = clustersOf({
      'default/api-prod-example-org:6443/admin': 'api.prod.example.org',
      'admin@Lab': '10.0.0.1',
      日本: undefined,
    });
    expect(clusters).toEqual([
      expect.objectContaining({ name: 'prod', context: 'default/api-prod-example-org:6443/admin', mesh: 'prod-mesh' }),
      expect.objectContaining({ name: 'admin-lab', context: 'admin@Lab' }),
      expect.objectContaining({ name: 'cluster', context: '日本' }),
    ]);
  });

  test('with one name get numbers', () => {
    const { clusters } = clustersOf({
      'A/1': 'api.prod.example.org',
      'B/2': 'api.prod.example.net',
      'C/3': 'api.prod.example.com',
    });
    expect(clusters).toEqual(
      ['prod', 'prod-2', 'prod-3'].map((name) => expect.objectContaining({ name, mesh: `${name}-mesh` })),
    );
  });

  test('named twice are one', () => {
    expect(clustersOf({ a: undefined }, ['a', 'a']).clusters).toHaveLength(1);
  });

  test('that the kubeconfig does not have are problems', () => {
    expect(clustersOf({ west: undefined, east: undefined }, ['wst', 'none']).problems).toEqual([
      'GET001 unknown kubeconfig context "wst"; write "west"',
      'GET001 unknown kubeconfig context "none"; write one of "east", "west"',
    ]);
  });
});

test('a platform and a mesh are stated by the name of the cluster or of its context', () => {
  const known = [{ name: 'admin@a' }, { name: 'admin@b' }];
  const { starter, issues } = starterOf(
    {
      contexts: ['admin@a', 'admin@b'],
      platforms: new Map([
        ['admin-a', 'gcp'],
        ['admin@b', 'baremetal'],
      ]),
      meshes: new Map([
        ['admin@a', 'prod'],
        ['admin-b', 'lab'],
      ]),
    },
    known,
  );
  expect([starter.content, issues]).toEqual([
    [
      { name: 'admin-a', context: 'admin@a', platform: 'gcp', mesh: 'prod' },
      { name: 'admin-b', context: 'admin@b', platform: 'baremetal', mesh: 'lab' },
    ],
    [],
  ]);
});
