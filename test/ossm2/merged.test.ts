import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShareProps, Topology, TrafficProps, WorkloadProps } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import { runCommand } from '../helpers/command';

const SHARE: ShareProps = {
  from: 'east',
  to: 'west',
  service: { namespace: 'shop', name: 'ratings' },
  importAsLocal: true,
};
const BOOKINFO: WorkloadProps = { bookinfo: { namespace: 'shop' } };
const LOCAL = 'spiffe://west.local/ns/shop/sa/';
const EGRESS = 'spiffe://west.local/ns/west/sa/east-egress-service-account';

interface Parts {
  readonly workloads?: readonly WorkloadProps[];
  readonly shares?: readonly ShareProps[];
  readonly traffic?: readonly TrafficProps[];
  /** The manifests of west, in a directory of their own. */
  readonly manifests?: readonly string[];
}

/** The DestinationRules of west by name with their identities, and the warnings. */
function outcome({ workloads = [], shares = [SHARE], traffic = [], manifests }: Parts) {
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-merged-'));
  writeFileSync(join(directory, 'app.yaml'), (manifests ?? []).join('---\n'));
  const own = manifests === undefined ? workloads : [...workloads, { manifests: '.' }];
  const topology: Topology = {
    clusters: { west: { locality: { region: 'a' } }, east: { locality: { region: 'b' } }, north: {} },
    meshes: {
      west: { members: ['shop'], workloads: own },
      east: { members: ['shop'] },
      north: { members: ['shop'] },
    },
    peerings: [{ hub: 'west', spokes: ['east', 'north'] }],
    shares,
    traffic,
  };
  const { files, issues } = synthToMemory(loadTopology(topology, directory));
  const rules = [...files].flatMap(([path, text]) =>
    path.startsWith('west/')
      ? text
          .split('---\n')
          .filter((one) => one.includes('kind: DestinationRule'))
          .map((one) => ({
            path,
            name: /\n {2}name: (\S+)/.exec(one)?.[1],
            identities: one.match(/spiffe:\S+/g) ?? [],
            isMutual: one.includes('mode: ISTIO_MUTUAL'),
          }))
      : [],
  );
  return { rules, issues: issues.map(({ code, path, level }) => `${level} ${code} ${path}`) };
}

const rulesOf = (parts: Parts) => outcome(parts).rules.filter(({ isMutual }) => isMutual);

/** The manifests of a Service and of a workload behind it. */
const service = (spec = 'selector: { app: ratings }') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ratings, namespace: shop }\nspec: { ${spec}, ports: [{ name: http, port: 80 }] }\n`;
const workload = (kind: string, account: string, labels = 'app: ratings') =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${kind.toLowerCase()}, namespace: shop }\nspec: { selector: { matchLabels: { ${labels} } }, template: { metadata: { labels: { ${labels} } }, spec: { ${account} containers: [{ name: a, image: b }] } } }\n`;

describe('a service that an import is merged with', () => {
  test('has the identities of bookinfo and of the egress gateway, without a traffic entry too', () => {
    const { rules, issues } = outcome({ workloads: [BOOKINFO] });
    expect(issues).toEqual([]);
    expect(rules.filter(({ name }) => name === 'ratings')).toEqual([
      {
        path: 'west/50-traffic/shop.ratings.yaml',
        name: 'ratings',
        identities: [`${LOCAL}bookinfo-ratings`, EGRESS],
        isMutual: true,
      },
    ]);
  });

  test('has one DestinationRule together with a split and a failover, and keeps its subsets', () => {
    const target = { mesh: 'west', service: { namespace: 'shop', name: 'ratings' } };
    for (const entry of [{ failover: {} }, { split: [{ subset: 'v1', weight: 100 }] }]) {
      const { rules } = outcome({ workloads: [BOOKINFO], traffic: [{ ...target, ...entry }] });
      expect(rules.filter(({ name }) => name === 'ratings').map(({ identities }) => identities)).toEqual([
        [`${LOCAL}bookinfo-ratings`, EGRESS],
      ]);
    }
  });

  test('has them where its traffic entry is not active', () => {
    const traffic = [{ mesh: 'west', service: { namespace: 'shop', name: 'ratings' }, failover: {}, active: false }];
    expect(rulesOf({ workloads: [BOOKINFO], traffic })).toHaveLength(1);
  });

  test('has an egress gateway for each peer that it is imported from', () => {
    const shares = [SHARE, { ...SHARE, from: 'north' }];
    expect(rulesOf({ workloads: [BOOKINFO], shares })[0]?.identities).toEqual([
      `${LOCAL}bookinfo-ratings`,
      EGRESS,
      'spiffe://west.local/ns/west/sa/north-egress-service-account',
    ]);
  });

  test('has the ServiceAccounts of all workloads that its Service selects, "default" where unset', () => {
    const manifests = [
      service(),
      workload('Deployment', ''),
      workload('StatefulSet', 'serviceAccountName: stateful,', 'app: ratings, tier: db'),
      workload('DaemonSet', 'serviceAccountName: other,', 'app: reviews'),
    ];
    expect(rulesOf({ manifests })[0]?.identities).toEqual([`${LOCAL}default`, `${LOCAL}stateful`, EGRESS]);
  });

  test('has the ServiceAccounts that the share states', () => {
    const shares = [{ ...SHARE, localServiceAccounts: ['blue', 'green'] }];
    const { rules, issues } = outcome({ shares });
    expect(rules.map(({ identities }) => identities)).toEqual([[`${LOCAL}blue`, `${LOCAL}green`, EGRESS]]);
    expect(issues).toEqual([]);
  });

  test('is each one that the exporter may have, where the share is of a whole namespace', () => {
    const shares = [{ ...SHARE, service: { namespace: 'shop' } }];
    const names = rulesOf({ workloads: [BOOKINFO], shares }).map(({ name }) => name);
    expect(names.sort()).toEqual(['details', 'productpage', 'ratings', 'reviews']);
  });
});

describe('an import as local', () => {
  const UNKNOWN = ['warning TOP158 shares[0].importAsLocal'];

  test.each<[string, Parts, readonly string[]]>([
    ['of an unknown local Service is a warning', {}, UNKNOWN],
    [
      'of a namespace with unknown Services is a warning',
      { shares: [{ ...SHARE, service: { namespace: 'shop' } }] },
      UNKNOWN,
    ],
    ['of a Service without known pods is a warning', { manifests: [service()] }, UNKNOWN],
    ['of a Service without a selector is a warning', { manifests: [service('type: ClusterIP')] }, UNKNOWN],
    [
      'has no DestinationRule if the share says that there is no local Service',
      { shares: [{ ...SHARE, localServiceAccounts: [] }] },
      [],
    ],
    [
      'has none if the workloads have other Services',
      { workloads: [{ bookinfo: { namespace: 'shop', components: { details: ['v1'] } } }] },
      [],
    ],
    [
      'leaves a DestinationRule among the manifests alone',
      {
        manifests: [
          service(),
          workload('Deployment', ''),
          'apiVersion: networking.istio.io/v1beta1\nkind: DestinationRule\nmetadata: { name: own, namespace: shop }\nspec: { host: ratings }\n',
        ],
      },
      [],
    ],
  ])('%s', (_, parts, issues) => {
    expect(rulesOf(parts)).toEqual([]);
    expect(outcome(parts).issues).toEqual(issues);
  });

  test('is required by localServiceAccounts', () => {
    const shares = [{ ...SHARE, importAsLocal: false, localServiceAccounts: ['a'] }];
    expect(outcome({ shares }).issues).toEqual(['undefined TOP157 shares[0].localServiceAccounts']);
  });
});

describe('a warning of the topology', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-warning-'));
  const file = join(directory, 'federation.yaml');
  const text = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [shop] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: ratings }, importAsLocal: true }]
`;
  const args = ['synth', '-f', file, '-o', join(directory, 'dist')];

  test('is shown with its place, and the files are written', () => {
    writeFileSync(file, text);
    const { code, stdout, stderr } = runCommand(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 clusters, \d+ files \(/);
    expect(stderr).toContain(
      `${file}:4:94: warning TOP158: the ServiceAccounts of the pods of "ratings" of the mesh "west"`,
    );
    expect(stderr).not.toContain('nothing was written');
  });

  test('is a problem of the JSON report with exit code 0', () => {
    const report = JSON.parse(runCommand([...args, '--format', 'json']).stdout);
    expect(report.exitCode).toBe(0);
    expect(report.summary.clusters).toBe(2);
    expect(report.problems).toMatchObject([{ code: 'TOP158', severity: 'warning', line: 4 }]);
  });

  test('is left out where there are errors', () => {
    writeFileSync(file, text.replace('east: {} }', 'east: { nonsense: 1 } }'));
    const { code, stderr } = runCommand(args);
    expect(code).toBe(1);
    expect(stderr).not.toContain('TOP158');
  });
});

describe('a share with "imports"', () => {
  const { importAsLocal: _, ...OPEN } = { ...SHARE, service: { namespace: 'shop' } };

  test('merges each entry with the service of its own name', () => {
    const imports = [{ name: 'ratings', importAs: { name: 'details' }, importAsLocal: true }, { name: 'reviews' }];
    const rules = rulesOf({ workloads: [BOOKINFO], shares: [{ ...OPEN, imports }] });
    expect(rules.map(({ name }) => name)).toEqual(['details']);
  });

  test('merges nothing with what an earlier entry takes', () => {
    const imports = [{ name: 'ratings' }, { importAsLocal: true }];
    const rules = rulesOf({ workloads: [BOOKINFO], shares: [{ ...OPEN, imports }] });
    expect(rules.map(({ name }) => name)).toEqual(['details', 'productpage', 'reviews']);
  });

  test('has the ServiceAccounts of local pods in its entries', () => {
    const imports = [{ name: 'ratings', importAsLocal: true, localServiceAccounts: ['blue'] }];
    const [rule, ...others] = rulesOf({ shares: [{ ...OPEN, imports }] });
    expect(rule?.identities).toEqual([EGRESS, `${LOCAL}blue`].sort());
    expect(others).toEqual([]);
  });

  test('reports ServiceAccounts outside of its entries, and unknown ones at the entry', () => {
    const imports = [{ name: 'ratings', importAsLocal: true }];
    const wrong = { ...OPEN, imports, localServiceAccounts: ['blue'] };
    expect(outcome({ shares: [wrong] }).issues).toContain('undefined TOP129 shares[0].localServiceAccounts');
    const issues = outcome({ shares: [{ ...OPEN, imports }] }).issues;
    expect(issues).toEqual(['warning TOP158 shares[0].imports[0].importAsLocal']);
  });
});

test('one of several entries for Gateways has the DestinationRule of a merged service', () => {
  const entry: TrafficProps = { mesh: 'west', service: { namespace: 'shop', name: 'ratings' }, timeout: '5s' };
  const traffic = ['a', 'b'].map((name) => ({ ...entry, name, gateways: [name], hosts: [`${name}.example.org`] }));
  const { rules, issues } = outcome({ workloads: [BOOKINFO], traffic });
  expect(rules.filter(({ isMutual }) => isMutual).map(({ name }) => name)).toEqual(['a']);
  expect(issues).toEqual([]);
});
