import { exportedName, shadowedExports } from '../../lib/matching/export';
import { shadowedImports } from '../../lib/matching/import';
import { readExportRules, readImportRules } from '../../lib/matching/read-rules';
import { isOffered } from '../../lib/matching/service';

describe('isOffered', () => {
  const scope = { controlPlaneNamespace: 'mesh', members: ['shop'] };
  const service = { name: 'ratings', namespace: 'shop', labels: {} };

  test.each([
    ['a service of a member', {}, true],
    ['a service of the control plane', { namespace: 'mesh' }, true],
    ['a service elsewhere', { namespace: 'other' }, false],
    ['an imported service', { imported: true }, false],
    ['an external service', { external: true }, false],
    ['no name', { name: '' }, false],
    ['no namespace', { namespace: '' }, false],
    ['exportTo empty', { exportTo: [] }, true],
    ['exportTo everywhere', { exportTo: ['*'] }, true],
    ['exportTo the control plane', { exportTo: ['other', 'mesh'] }, true],
    ['exportTo another namespace', { exportTo: ['other'] }, false],
    ['exportTo nowhere', { exportTo: ['~'] }, false],
    ['exportTo its own namespace', { exportTo: ['.'] }, false],
    ['exportTo its own namespace in the control plane', { namespace: 'mesh', exportTo: ['.'] }, true],
  ])('%s', (_, change, expected) => {
    expect(isOffered({ ...service, ...change }, scope)).toBe(expected);
  });

  test('a cluster-wide mesh sees every namespace', () => {
    expect(isOffered(service, { controlPlaneNamespace: 'mesh', members: ['*'] })).toBe(true);
  });
});

describe('shadowing', () => {
  const name = (namespace?: string, service?: string) => ({
    type: 'NameSelector',
    nameSelector: { namespace, name: service },
  });
  const label = (namespace?: string, matchLabels?: object) => ({
    type: 'LabelSelector',
    labelSelector: { namespace, selector: { matchLabels } },
  });
  const app = { app: 'a' };

  test.each([
    ['a namespace hides a name in it', [name('shop'), name('shop', 'ratings')], 0],
    ['a name hides the same name in a namespace', [name('*', 'ratings'), name('shop', 'ratings')], 0],
    ['a name does not hide its namespace', [name('shop', 'ratings'), name('shop')], undefined],
    ['another namespace hides nothing', [name('other'), name('shop')], undefined],
    ['a namespace hides labels in it', [name('shop'), label('shop', app)], 0],
    ['a name does not hide labels', [name('shop', 'a'), label('shop', app)], undefined],
    ['empty labels hide a name', [label('shop'), name('shop', 'ratings')], 0],
    ['empty labels hide labels', [label(), label('shop', app)], 0],
    ['labels hide the same labels', [label('', app), label('shop', app)], 0],
    ['labels hide no other labels', [label('', app), label('', { app: 'b' })], undefined],
    ['labels hide no name', [label('shop', app), name('shop', 'a')], undefined],
    ['labels of one namespace do not hide all', [label('shop', app), label('', app)], undefined],
    ['a dropped rule hides nothing', [{ type: 'x' }, { ...name(), type: 'y' }, name('shop')], undefined],
    ['a dropped rule is not hidden', [name(), { type: 'NameSelector' }], undefined],
    ['the first hiding rule is named', [name('other'), name('shop'), name(), name('shop', 'a')], 1],
  ])('export: %s', (_, written, expected) => {
    const rules = readExportRules(written);
    expect(shadowedExports(rules)[rules.length - 1]).toBe(expected);
  });

  test('import: a dropped rule neither hides nor is hidden', () => {
    const scope = { peerName: 'east' };
    const dropped = { ...name(), importAsLocal: true };
    expect(shadowedImports(readImportRules([dropped, name('shop')]), scope)[1]).toBeUndefined();
    expect(shadowedImports(readImportRules([name(), dropped]), scope)[1]).toBeUndefined();
    expect(shadowedImports(readImportRules([name('shop'), name('shop', 'a')]), scope)[1]).toBe(0);
  });

  test('an index outside the list is not shadowed', () => {
    expect(shadowedExports([])[0]).toBeUndefined();
    expect(shadowedImports([], { peerName: 'east' })[3]).toBeUndefined();
  });
});

describe('reading hand-written rules', () => {
  test('what is no list gives no rules', () => {
    expect([undefined, null, {}, 'x', 1].flatMap((value) => [readExportRules(value), readImportRules(value)])).toEqual(
      Array(10).fill([]),
    );
  });

  test('indexes stay when an entry is no object', () => {
    const rules = readExportRules([null, 'x', [], { type: 'NameSelector', nameSelector: {} }]);
    expect(rules.slice(0, 3)).toEqual([{}, {}, {}]);
    expect(exportedName(rules, { name: 'a', namespace: 'b', labels: {} })?.rule).toBe(3);
  });

  test('null counts as absent, numbers and booleans as text', () => {
    const nameSelector = { namespace: null, name: 8080, alias: { name: true, namespace: ['x'] } };
    const rules = [{ type: 'NameSelector', nameSelector, labelSelector: null, importAsLocal: 'yes' }];
    const expected = [{ type: 'NameSelector', nameSelector: { name: '8080', alias: { name: 'true' } } }];
    expect(readExportRules(rules)).toEqual(expected);
    expect(readImportRules(rules)).toEqual(expected);
  });

  test('label selectors keep their parts', () => {
    const labelSelector = {
      namespace: 'shop',
      selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'b', operator: 'In', values: ['c'] }] },
      aliases: [{ name: 'a', alias: { namespace: 'pub' } }],
    };
    const rules = [{ type: 'LabelSelector', labelSelector }];
    expect(readExportRules(rules)).toEqual(rules);
    const broken = { selector: { matchLabels: { a: 1, b: null }, matchExpressions: [{ values: [1, {}] }, null] } };
    expect(readExportRules([{ labelSelector: broken }])).toEqual([
      { labelSelector: { selector: { matchLabels: { a: '1' }, matchExpressions: [{ values: ['1'] }, {}] } } },
    ]);
  });
});
