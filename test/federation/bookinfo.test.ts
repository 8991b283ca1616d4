import type { BookinfoParts } from '../../lib/federation/model';
import { federationOf, meshOf, plansOf } from '../helpers/topology-text';

/** The bookinfo applications of a mesh. */
function bookinfos(workloads: string, traffic = '[]'): readonly BookinfoParts[] {
  const text = `clusters: { m: {} }\nmeshes: { m: { workloads: ${workloads} } }\ntraffic: ${traffic}\n`;
  return (federationOf(text).workloads.m ?? []).flatMap((workload) =>
    workload.kind === 'bookinfo' ? [workload.bookinfo] : [],
  );
}

/** Each component with its versions, such as `reviews v1 v2 v3`. */
const componentsOf = (bookinfo: BookinfoParts | undefined) =>
  bookinfo?.components.map(({ name, versions }) => [name, ...versions].join(' '));

describe('bookinfo', () => {
  test('is whole and open to the outside where nothing is said', () => {
    const [bookinfo] = bookinfos('[{ bookinfo: { namespace: books } }]');
    expect(componentsOf(bookinfo)).toEqual(['productpage v1', 'details v1', 'reviews v1 v2 v3', 'ratings v1']);
    expect([bookinfo?.namespace, bookinfo?.gateway, bookinfo?.registry]).toEqual(['books', true, 'maistra']);
  });

  test('has the parts that are listed, in the order in which they call each other', () => {
    const [bookinfo] = bookinfos(
      '[{ bookinfo: { namespace: books, components: { ratings: [v1], details: [v3, v2, v3], reviews: [] } } }]',
    );
    expect(componentsOf(bookinfo)).toEqual(['details v2 v3', 'ratings v1']);
  });

  test('without its page is not open to the outside', () => {
    expect(bookinfos('[{ bookinfo: { namespace: books, components: { details: [v1] } } }]')[0]?.gateway).toBe(false);
  });

  test('takes gateway and registry from the topology', () => {
    const [bookinfo] = bookinfos(
      '[{ bookinfo: { namespace: books, gateway: false, registry: registry.example/mirror } }]',
    );
    expect([bookinfo?.gateway, bookinfo?.registry]).toEqual([false, 'registry.example/mirror']);
  });

  test('may be spread over namespaces, and over statements for one namespace', () => {
    const found = bookinfos(
      '[{ bookinfo: { namespace: a } }, { bookinfo: { namespace: b, components: { details: [v1] } } }, { bookinfo: { namespace: b, components: { ratings: [v1] } } }]',
    );
    expect(found.map(({ namespace }) => namespace)).toEqual(['a', 'b', 'b']);
  });
});

describe('the subsets of a component of bookinfo', () => {
  const routed = (statement: string) =>
    bookinfos(
      '[{ bookinfo: { namespace: books } }]',
      `[{ mesh: m, service: { namespace: books, name: reviews }, ${statement} }]`,
    )[0]
      ?.components.filter(({ hasRoute }) => hasRoute)
      .map(({ name }) => name);

  test.each([
    ['come from bookinfo where a route only uses them', 'split: [{ subset: v1, weight: 100 }]', []],
    [
      'come from a route that has subsets of its own',
      'subsets: { new: { version: v3 } }, split: [{ subset: new, weight: 100 }]',
      ['reviews'],
    ],
    ['come from bookinfo where the route is not in force', 'active: false, subsets: { new: { version: v3 } }', []],
  ])('%s', (_, statement, expected) => {
    expect(routed(statement)).toEqual(expected);
  });

  test('are all in the route that brings them', () => {
    const text = `clusters: { m: {} }
meshes: { m: { workloads: [{ bookinfo: { namespace: books } }] } }
traffic: [{ mesh: m, service: { namespace: books, name: reviews }, subsets: { new: { version: v3 }, v2: { canary: "yes" } } }]
`;
    expect(meshOf(plansOf(text), 'm').routes[0]?.subsets).toEqual([
      { name: 'new', labels: { version: 'v3' } },
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { canary: 'yes' } },
      { name: 'v3', labels: { version: 'v3' } },
    ]);
  });
});

describe("a directory of the user's own manifests", () => {
  const objectsOf = (manifests: string) => {
    const text = `clusters: { m: {} }\nmeshes: { m: { workloads: [{ manifests: ${manifests} }] } }\n`;
    const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n';
    return federationOf(text, { 'apps/shop/a.yaml': object }).workloads.m;
  };

  test('is taken over object by object, under a name made of its path', () => {
    expect(objectsOf('apps/shop')).toEqual([
      {
        kind: 'manifests',
        name: 'apps-shop',
        objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }],
      },
    ]);
  });

  test('is the same however its path is written', () => {
    expect(objectsOf('./apps/../apps/shop/')?.[0]).toMatchObject({ name: 'apps-apps-shop' });
  });
});
