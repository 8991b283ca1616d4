import type { ExportRuleSpec, ImportRuleSpec } from '../../lib/ossm2/model';
import { arrivalHosts } from '../helpers/federation-names';
import { type Plans, peerOf, plansOf } from '../helpers/topology-text';

/** A federation in which `east` shares with `west`. */
function sharing(...shares: readonly string[]): Plans {
  return plansOf(`clusters: { west: {}, east: {} }
meshes: { west: { members: [shop, web] }, east: { members: [store, shop] } }
peerings: [{ between: [west, east] }]
shares: [${shares.map((share) => `{ from: east, to: west, ${share} }`).join(', ')}]
`);
}

function rulesOf(federation: Plans): { exports: readonly ExportRuleSpec[]; imports: readonly ImportRuleSpec[] } {
  return { exports: peerOf(federation, 'east', 'west').exports, imports: peerOf(federation, 'west', 'east').imports };
}

/** The host under which `west` imports a service of `east`. */
function hostOf(federation: Plans, name: string, labels = {}): string | undefined {
  return arrivalHosts(federation, 'west', [{ mesh: 'east', namespace: 'store', name, labels }])[0];
}

const STOCK = 'service: { namespace: store, name: stock }';

describe('a share by name', () => {
  const federation = sharing(STOCK);

  test('is one rule on either side', () => {
    expect(rulesOf(federation)).toEqual({
      exports: [{ type: 'NameSelector', nameSelector: { namespace: 'store', name: 'stock' } }],
      imports: [{ type: 'NameSelector', importAsLocal: false, nameSelector: { namespace: 'store', name: 'stock' } }],
    });
  });

  test('arrives under the name of the peer, and nothing else does', () => {
    expect(hostOf(federation, 'stock')).toBe('stock.store.svc.east-imports.local');
    expect(hostOf(federation, 'prices')).toBeUndefined();
  });

  test('gives nothing in the other direction', () => {
    expect(peerOf(federation, 'west', 'east').exports).toEqual([]);
    expect(peerOf(federation, 'east', 'west').imports).toEqual([]);
  });
});

describe('a share of several services', () => {
  test('of a namespace names the namespace alone', () => {
    const { exports, imports } = rulesOf(sharing('service: { namespace: store }'));
    expect(exports).toEqual([{ type: 'NameSelector', nameSelector: { namespace: 'store' } }]);
    expect(imports.map(({ nameSelector }) => nameSelector)).toEqual([{ namespace: 'store' }]);
  });

  test('of one name in any namespace names the name alone', () => {
    const { exports } = rulesOf(sharing('service: { name: stock }'));
    expect(exports).toEqual([{ type: 'NameSelector', nameSelector: { name: 'stock' } }]);
  });

  test('of everything says so in the open', () => {
    const { exports, imports } = rulesOf(sharing('service: {}'));
    expect(exports).toEqual([{ type: 'NameSelector', nameSelector: { namespace: '*', name: '*' } }]);
    expect(imports.map(({ nameSelector }) => nameSelector)).toEqual([{ namespace: '*', name: '*' }]);
  });

  test('by label is exported by label, and imported by what the importer can see', () => {
    const federation = sharing('service: { namespace: store }, selector: { matchLabels: { tier: web } }');
    expect(rulesOf(federation)).toEqual({
      exports: [
        { type: 'LabelSelector', labelSelector: { namespace: 'store', selector: { matchLabels: { tier: 'web' } } } },
      ],
      imports: [{ type: 'NameSelector', importAsLocal: false, nameSelector: { namespace: 'store' } }],
    });
    expect(hostOf(federation, 'any', { tier: 'web' })).toBe('any.store.svc.east-imports.local');
    expect(hostOf(federation, 'any', { tier: 'data' })).toBeUndefined();
  });

  test('by label in any namespace imports whatever is offered', () => {
    const { exports, imports } = rulesOf(sharing('selector: { matchLabels: { tier: web } }'));
    expect(exports).toEqual([{ type: 'LabelSelector', labelSelector: { selector: { matchLabels: { tier: 'web' } } } }]);
    expect(imports.map(({ nameSelector }) => nameSelector)).toEqual([{ namespace: '*', name: '*' }]);
  });

  test('in a narrow and a wide statement arrives by the narrow one first', () => {
    const federation = sharing(`${STOCK}, exportAs: { name: goods }`, 'name: rest, service: { namespace: store }');
    expect([hostOf(federation, 'stock'), hostOf(federation, 'prices')]).toEqual([
      'goods.store.svc.east-imports.local',
      'prices.store.svc.east-imports.local',
    ]);
  });
});

describe('a share that imports less than it exports', () => {
  const STORE = 'name: all, service: { namespace: store }';

  test('exports the namespace once, and has an import rule for each entry', () => {
    const imports = '[{ name: stock }, { name: prices, importAs: { namespace: shop }, importAsLocal: true }]';
    const federation = sharing(`${STORE}, imports: ${imports}`);
    expect(rulesOf(federation)).toEqual({
      exports: [{ type: 'NameSelector', nameSelector: { namespace: 'store' } }],
      imports: [
        { type: 'NameSelector', importAsLocal: false, nameSelector: { namespace: 'store', name: 'stock' } },
        {
          type: 'NameSelector',
          importAsLocal: true,
          nameSelector: { namespace: 'store', name: 'prices', alias: { namespace: 'shop' } },
        },
      ],
    });
    expect(['stock', 'prices', 'other'].map((name) => hostOf(federation, name))).toEqual([
      'stock.store.svc.east-imports.local',
      'prices.shop.svc.cluster.local',
      undefined,
    ]);
  });

  test('imports by the exported names', () => {
    const federation = sharing(`${STORE}, exportAs: { namespace: public }, imports: [{ name: stock }]`);
    expect(hostOf(federation, 'stock')).toBe('stock.public.svc.east-imports.local');
  });

  test('may rename one service and import the others as they are', () => {
    const federation = sharing(`${STORE}, imports: [{ name: stock, importAs: { name: goods } }, {}]`);
    expect(['stock', 'prices'].map((name) => hostOf(federation, name))).toEqual([
      'goods.store.svc.east-imports.local',
      'prices.store.svc.east-imports.local',
    ]);
  });

  test('may import nothing yet', () => {
    const federation = sharing(`${STOCK}, imports: []`);
    expect(rulesOf(federation)).toEqual({
      exports: [{ type: 'NameSelector', nameSelector: { namespace: 'store', name: 'stock' } }],
      imports: [],
    });
  });

  test('may stand after a share of the same service', () => {
    const federation = sharing(STOCK, `${STORE}, imports: [{ name: stock }]`);
    expect(rulesOf(federation).imports.length).toBe(1);
    expect(rulesOf(federation).exports.length).toBe(2);
  });
});

describe('a new name', () => {
  test('at the exporter is what the importer matches', () => {
    const federation = sharing(`${STOCK}, exportAs: { namespace: pub, name: goods }`);
    expect(rulesOf(federation)).toEqual({
      exports: [
        {
          type: 'NameSelector',
          nameSelector: { namespace: 'store', name: 'stock', alias: { namespace: 'pub', name: 'goods' } },
        },
      ],
      imports: [{ type: 'NameSelector', importAsLocal: false, nameSelector: { namespace: 'pub', name: 'goods' } }],
    });
    expect(hostOf(federation, 'stock')).toBe('goods.pub.svc.east-imports.local');
  });

  test('at the exporter by label is an alias of that service', () => {
    const federation = sharing(`${STOCK}, selector: { matchLabels: { app: stock } }, exportAs: { name: goods }`);
    expect(rulesOf(federation).exports).toEqual([
      {
        type: 'LabelSelector',
        labelSelector: {
          namespace: 'store',
          selector: { matchLabels: { app: 'stock' } },
          aliases: [{ namespace: 'store', name: 'stock', alias: { name: 'goods' } }],
        },
      },
    ]);
    expect(hostOf(federation, 'stock', { app: 'stock' })).toBe('goods.store.svc.east-imports.local');
  });

  test('at the importer is an alias of what was offered', () => {
    const federation = sharing(`${STOCK}, exportAs: { name: goods }, importAs: { namespace: shop, name: wares }`);
    expect(rulesOf(federation).imports.map(({ nameSelector }) => nameSelector)).toEqual([
      { namespace: 'store', name: 'goods', alias: { namespace: 'shop', name: 'wares' } },
    ]);
    expect(hostOf(federation, 'stock')).toBe('wares.shop.svc.east-imports.local');
  });

  test('of the namespace alone keeps the name', () => {
    expect(hostOf(sharing(`${STOCK}, importAs: { namespace: shop }`), 'stock')).toBe(
      'stock.shop.svc.east-imports.local',
    );
  });
});

describe('an import as local', () => {
  test('has the host of a local Service', () => {
    expect(hostOf(sharing(`${STOCK}, importAs: { namespace: shop }, importAsLocal: true`), 'stock')).toBe(
      'stock.shop.svc.cluster.local',
    );
  });

  test('names its namespace even if that stays', () => {
    const federation = sharing('service: { namespace: shop, name: cart }, importAsLocal: true');
    expect(rulesOf(federation).imports).toEqual([
      {
        type: 'NameSelector',
        importAsLocal: true,
        nameSelector: { namespace: 'shop', name: 'cart', alias: { namespace: 'shop' } },
      },
    ]);
  });

  test('of a whole namespace lands in the namespace that it is given', () => {
    const federation = sharing('service: { namespace: store }, importAs: { namespace: web }, importAsLocal: true');
    expect(hostOf(federation, 'prices')).toBe('prices.web.svc.cluster.local');
  });

  test('may come from two meshes', () => {
    const federation = plansOf(`clusters: { a: {}, b: {}, c: {} }
meshes: { "a": { members: [x] }, b: { members: [x] }, c: { members: [x] } }
peerings: [{ hub: a }]
shares: [{ from: [b, c], to: a, service: { namespace: x, name: s }, importAsLocal: true }]
`);
    const services = ['b', 'c'].map((mesh) => ({ mesh, namespace: 'x', name: 's' }));
    expect(arrivalHosts(federation, 'a', services)).toEqual(['s.x.svc.cluster.local', 's.x.svc.cluster.local']);
  });

  test('is local to the cluster of the importer', () => {
    const federation = plansOf(`clusters: { west: { domain: corp.example }, east: {} }
meshes: { west: { members: [x] }, east: { members: [x] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: x, name: s }, importAsLocal: true }]
`);
    expect(arrivalHosts(federation, 'west', [{ mesh: 'east', namespace: 'x', name: 's' }], 'corp.example')).toEqual([
      's.x.svc.corp.example',
    ]);
  });
});

test('a domain suffix is what the host ends in, as it is written', () => {
  const federation = sharing(`${STOCK}, domainSuffix: mesh.example`);
  expect(rulesOf(federation).imports[0]?.domainSuffix).toBe('mesh.example');
  expect(hostOf(federation, 'stock')).toBe('stock.store.mesh.example');
});

test('the name that a mesh gives its peer is in the host', () => {
  const federation = plansOf(`clusters: { west: {}, east: {} }
meshes: { west: {}, east: { members: [store] } }
peerings: [{ between: [west, east], sides: { west: { peerName: supplier } } }]
shares: [{ from: east, to: west, ${STOCK} }]
`);
  expect(hostOf(federation, 'stock')).toBe('stock.store.svc.supplier-imports.local');
});

describe('a share between several meshes', () => {
  const shared = (from: string, to: string): readonly string[] => {
    const plans = plansOf(`clusters: { "m-{1..3}": {} }
meshes: { "m-{1..3}": { members: [x] } }
peerings: [{ hub: m-1 }]
shares: [{ from: ${from}, to: ${to}, service: { namespace: x, name: s } }]
`);
    const meshes = plans.flatMap((cluster) => cluster.meshes);
    return meshes.flatMap(({ name, peers }) =>
      peers.filter(({ exports }) => exports.length > 0).map(({ mesh }) => `${name} > ${mesh}`),
    );
  };

  test.each([
    ['one to all of its peers', 'm-1', 'all', ['m-1 > m-2', 'm-1 > m-3']],
    ['one to the only peer that it has', 'm-2', 'all', ['m-2 > m-1']],
    ['all to one', 'all', 'm-1', ['m-2 > m-1', 'm-3 > m-1']],
    ['all to all that peer', 'all', 'all', ['m-1 > m-2', 'm-1 > m-3', 'm-2 > m-1', 'm-3 > m-1']],
    ['a range to one', '["m-{2..3}"]', 'm-1', ['m-2 > m-1', 'm-3 > m-1']],
    ['each to each other of a list', '[m-1, m-2]', '[m-1, m-2]', ['m-1 > m-2', 'm-2 > m-1']],
    ['one to one that is named twice', 'm-1', '[m-2, m-2]', ['m-1 > m-2']],
  ])('%s', (_, from, to, expected) => {
    expect(shared(from, to)).toEqual(expected);
  });
});
