import { exportedName, exportSkipReason, shadowedExports } from '../../lib/matching/export';
import { importedAs, importSkipReason, shadowedImports } from '../../lib/matching/import';
import { readExportRules, readImportRules } from '../../lib/matching/read-rules';
import { exportHost } from '../helpers/transfer';

/*
 * The truth table of fact sheet 2.5, one entry per row and case. Rules are plain objects, as a YAML file gives them.
 * E is the suffix of exports to `west`, I the suffix of imports from `east`.
 */
const E = 'svc.west-exports.local';
const I = 'svc.east-imports.local';

const ratings = { name: 'ratings', namespace: 'shop', labels: { app: 'ratings' } };
const details = { name: 'details', namespace: 'shop', labels: { app: 'details' } };
const reviews = { name: 'reviews', namespace: 'shop', labels: { app: 'reviews' } };
const other = { name: 'ratings', namespace: 'other', labels: { app: 'ratings' } };
const istiod = { name: 'istiod', namespace: 'mesh', labels: { app: 'istiod' } };
const all = [ratings, details, reviews, other, istiod];

const byName = (nameSelector: unknown) => ({ type: 'NameSelector', nameSelector });
const byLabel = (labelSelector: unknown) => ({ type: 'LabelSelector', labelSelector });
const app = { matchLabels: { app: 'ratings' } };
const X1 = byName({ namespace: 'shop', name: 'ratings' });
const X2 = byName({});
const X6 = byName({ namespace: 'shop', name: 'ratings', alias: { namespace: 'pub' } });
const originals = [
  `ratings.shop.${E}`,
  `details.shop.${E}`,
  `reviews.shop.${E}`,
  `ratings.other.${E}`,
  `istiod.mesh.${E}`,
];
const shopOnly = originals.map((host) => (host.includes('.shop.') ? host : undefined));
const ratingsAs = (host?: string) => [host, undefined, undefined, undefined, undefined];

interface ExportRow {
  readonly id: string;
  readonly rules: unknown;
  /** Hosts of the services in `all`, in that order. */
  readonly hosts: readonly (string | undefined)[];
  readonly skip?: string;
}

const exportRows: readonly ExportRow[] = [
  { id: 'X1 namespace and name', rules: [X1], hosts: ratingsAs(`ratings.shop.${E}`) },
  { id: 'X2 empty selector', rules: [X2], hosts: originals },
  { id: 'X2 stars', rules: [byName({ namespace: '*', name: '*' })], hosts: originals },
  { id: 'X2 empty strings', rules: [byName({ namespace: '', name: '' })], hosts: originals },
  { id: 'X3 namespace only', rules: [byName({ namespace: 'shop' })], hosts: shopOnly },
  {
    id: 'X4 name only',
    rules: [byName({ name: 'ratings' })],
    hosts: [`ratings.shop.${E}`, undefined, undefined, `ratings.other.${E}`, undefined],
  },
  { id: 'X5 no partial wildcard', rules: [byName({ name: 'rat*' })], hosts: ratingsAs() },
  { id: 'X6 namespace alias', rules: [X6], hosts: ratingsAs(`ratings.pub.${E}`) },
  {
    id: 'X7 name alias',
    rules: [byName({ namespace: 'shop', name: 'ratings', alias: { name: 'r2' } })],
    hosts: ratingsAs(`r2.shop.${E}`),
  },
  {
    id: 'X8 alias of stars',
    rules: [byName({ namespace: 'shop', name: 'ratings', alias: { namespace: '*', name: '*' } })],
    hosts: ratingsAs(`ratings.shop.${E}`),
  },
  {
    id: 'X9 one name for three services',
    rules: [byName({ namespace: 'shop', alias: { name: 'one' } })],
    hosts: [`one.shop.${E}`, `one.shop.${E}`, `one.shop.${E}`, undefined, undefined],
  },
  {
    id: 'X10 labels in a namespace',
    rules: [byLabel({ namespace: 'shop', selector: app })],
    hosts: ratingsAs(`ratings.shop.${E}`),
  },
  {
    id: 'X11 alias entry without matcher',
    rules: [byLabel({ namespace: 'shop', selector: app, aliases: [{ alias: { namespace: 'pub' } }] })],
    hosts: ratingsAs(`ratings.pub.${E}`),
  },
  {
    id: 'X12 second alias entry matches',
    rules: [
      byLabel({
        namespace: 'shop',
        selector: app,
        aliases: [{ name: 'details', alias: { namespace: 'a' } }, { alias: { namespace: 'b' } }],
      }),
    ],
    hosts: ratingsAs(`ratings.b.${E}`),
  },
  {
    id: 'X13 no alias entry matches',
    rules: [
      byLabel({ namespace: 'shop', selector: app, aliases: [{ name: 'details', alias: { namespace: 'a' } }] }),
      X6,
    ],
    hosts: ratingsAs(`ratings.shop.${E}`),
  },
  {
    id: 'X14 unknown field alias is pruned',
    rules: [byLabel({ namespace: 'shop', selector: app, alias: { namespace: 'pub' } })],
    hosts: ratingsAs(`ratings.shop.${E}`),
  },
  { id: 'X15 labels without selector', rules: [byLabel({ namespace: 'shop' })], hosts: shopOnly },
  {
    id: 'X16 selector of the other type',
    rules: [{ type: 'LabelSelector', nameSelector: { namespace: 'shop' } }],
    hosts: ratingsAs(),
    skip: 'selector-of-other-kind',
  },
  {
    id: 'X16 mirrored',
    rules: [{ type: 'NameSelector', labelSelector: { namespace: 'shop' } }],
    hosts: ratingsAs(),
    skip: 'selector-of-other-kind',
  },
  {
    id: 'X17 wrong capital letter',
    rules: [{ type: 'nameSelector', nameSelector: {} }],
    hosts: ratingsAs(),
    skip: 'unknown-type',
  },
  { id: 'X17 no type', rules: [{ nameSelector: {} }], hosts: ratingsAs(), skip: 'type-missing' },
  { id: 'X18 first wins', rules: [X1, X6], hosts: ratingsAs(`ratings.shop.${E}`) },
  { id: 'X19 shadowed rule', rules: [X2, X6], hosts: originals },
  {
    id: 'X20 broken rule first',
    rules: [{ type: 'NameSelector' }, X1],
    hosts: ratingsAs(`ratings.shop.${E}`),
    skip: 'selector-missing',
  },
  {
    id: 'X21 bad operator',
    rules: [byLabel({ selector: { matchExpressions: [{ key: 'app', operator: 'in', values: ['ratings'] }] } })],
    hosts: ratingsAs(),
    skip: 'bad-label-selector',
  },
];

describe('export rows of the truth table', () => {
  test.each(exportRows)('$id', ({ rules: written, hosts, skip }) => {
    const rules = readExportRules(written);
    const actual = all.map((service) => {
      const name = exportedName(rules, service);
      return name && exportHost(name, 'west');
    });
    expect(actual).toEqual(hosts);
    expect(rules[0] && exportSkipReason(rules[0])).toBe(skip);
  });

  test('X18 and X19: the second rule is shadowed', () => {
    expect(shadowedExports(readExportRules([X1, X6]))[1]).toBe(0);
    expect(shadowedExports(readExportRules([X2, X6]))[1]).toBe(0);
  });

  test('no rules export nothing', () => {
    expect(exportedName(undefined, ratings)).toBeUndefined();
    expect(exportedName([], ratings)).toBeUndefined();
  });
});

interface ImportRow {
  readonly id: string;
  readonly rules: unknown;
  readonly exportedNamespace?: string;
  readonly domainSuffix?: string;
  readonly host: string | undefined;
  readonly local?: boolean;
  readonly skip?: string;
}

const exact = { namespace: 'shop', name: 'ratings' };
const fallback = byName({ alias: { name: 'fallback' } });

const importRows: readonly ImportRow[] = [
  { id: 'M1 exact', rules: [byName(exact)], host: `ratings.shop.${I}` },
  { id: 'M2 original namespace', rules: [byName(exact)], exportedNamespace: 'pub', host: undefined },
  {
    id: 'M3 alias back',
    rules: [byName({ namespace: 'pub', name: 'ratings', alias: { namespace: 'shop' } })],
    exportedNamespace: 'pub',
    host: `ratings.shop.${I}`,
  },
  {
    id: 'M4 name only',
    rules: [byName({ name: 'ratings' })],
    exportedNamespace: 'pub',
    host: `ratings.pub.${I}`,
  },
  {
    id: 'M5 name alias',
    rules: [byName({ ...exact, alias: { name: 'ratings-west' } })],
    host: `ratings-west.shop.${I}`,
  },
  {
    id: 'M6 importAsLocal',
    rules: [{ ...byName({ ...exact, alias: { namespace: 'shop' } }), importAsLocal: true }],
    host: 'ratings.shop.svc.cluster.local',
    local: true,
  },
  ...[undefined, { name: 'r2' }, { namespace: '*' }, { namespace: '' }].map((alias) => ({
    id: `M7 importAsLocal with alias ${JSON.stringify(alias)}`,
    rules: [{ ...byName({ ...exact, alias }), importAsLocal: true }, fallback],
    host: `fallback.shop.${I}`,
    skip: 'local-without-alias-namespace',
  })),
  {
    id: 'M8 importAsLocal beats a suffix',
    rules: [{ ...byName({ ...exact, alias: { namespace: 'shop' } }), importAsLocal: true, domainSuffix: 'x.y' }],
    domainSuffix: 'a.b',
    host: 'ratings.shop.svc.cluster.local',
    local: true,
  },
  {
    id: 'M9 importAsLocal in the wrong place',
    rules: [byName({ ...exact, importAsLocal: true, alias: { namespace: 'shop' } })],
    host: `ratings.shop.${I}`,
  },
  {
    id: 'M10 suffix of the rule',
    rules: [{ ...byName(exact), domainSuffix: 'svc.mesh1.local' }],
    domainSuffix: 'other.local',
    host: 'ratings.shop.svc.mesh1.local',
  },
  {
    id: 'M11 suffix of the set',
    rules: [byName(exact)],
    domainSuffix: 'mesh1.local',
    host: 'ratings.shop.mesh1.local',
  },
  {
    id: 'M12 suffix of the cluster',
    rules: [{ ...byName(exact), domainSuffix: 'svc.cluster.local' }, fallback],
    host: `fallback.shop.${I}`,
    skip: 'suffix-is-cluster-domain',
  },
  {
    id: 'M12 suffix of the cluster in the set',
    rules: [byName(exact)],
    domainSuffix: 'svc.cluster.local',
    host: undefined,
    skip: 'suffix-is-cluster-domain',
  },
  {
    id: 'M13 cluster domain without svc',
    rules: [{ ...byName(exact), domainSuffix: 'cluster.local' }],
    host: 'ratings.shop.cluster.local',
  },
  { id: 'M14 labels', rules: [byLabel({})], host: undefined, skip: 'label-selector' },
  {
    id: 'M14 wrong capital letter',
    rules: [{ type: 'nameselector', nameSelector: {} }],
    host: undefined,
    skip: 'unknown-type',
  },
  {
    id: 'M16 first wins',
    rules: [byName({}), byName({ ...exact, alias: { name: 'late' } })],
    host: `ratings.shop.${I}`,
  },
  { id: 'M17 empty rules', rules: [], host: undefined },
  { id: 'M17 no rules', rules: undefined, host: undefined },
];

describe('import rows of the truth table', () => {
  test.each(importRows)('$id', (row) => {
    const rules = readImportRules(row.rules);
    const scope = { peerName: 'east', ...(row.domainSuffix ? { domainSuffix: row.domainSuffix } : {}) };
    const imported = importedAs(rules, { name: 'ratings', namespace: row.exportedNamespace ?? 'shop' }, scope);
    expect(imported?.host).toBe(row.host);
    expect(imported?.local ?? false).toBe(row.local ?? false);
    expect(rules[0] && importSkipReason(rules[0], scope)).toBe(row.skip);
  });

  test('M15: two exported services may get one host', () => {
    const rules = readImportRules([byName({ alias: { name: 'one' } })]);
    const hosts = [ratings, details].map((service) => importedAs(rules, service, { peerName: 'east' })?.host);
    expect(hosts).toEqual([`one.shop.${I}`, `one.shop.${I}`]);
  });

  test('M16: the second rule is shadowed', () => {
    const rules = readImportRules([byName({}), byName({ ...exact, alias: { namespace: 'b' } })]);
    expect(shadowedImports(rules, { peerName: 'east' })[1]).toBe(0);
    expect(shadowedImports(rules, { peerName: 'east' })[0]).toBeUndefined();
  });

  test('M17: missing rules import nothing', () => {
    expect(importedAs(undefined, ratings, { peerName: 'east' })).toBeUndefined();
  });

  test('the cluster domain is an argument', () => {
    const rules = readImportRules([{ ...byName({ alias: { namespace: 'shop' } }), importAsLocal: true }]);
    const scope = { peerName: 'east', clusterDomain: 'corp.example' };
    expect(importedAs(rules, ratings, scope)?.host).toBe('ratings.shop.svc.corp.example');
    const custom = readImportRules([{ ...byName({}), domainSuffix: 'svc.corp.example' }]);
    expect(importedAs(custom, ratings, scope)).toBeUndefined();
  });
});
