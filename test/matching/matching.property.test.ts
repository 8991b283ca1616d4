import fc from 'fast-check';
import { exportedName, exportSkipReason, shadowedExports } from '../../lib/matching/export';
import { importedAs, importSkipReason, shadowedImports } from '../../lib/matching/import';
import type { KubernetesLabelSelector } from '../../lib/matching/label-selector';
import type { Alias, ExportRule, ImportRule, NameSelector } from '../../lib/matching/rules';
import { exportHost, transferService } from '../helpers/transfer';

/* Small alphabets, so that rules and services meet often. */
const namespaces = ['shop', 'pub', 'mesh'];
const names = ['ratings', 'details', 'one'];
const optional = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;

const namespacePart = fc.constantFrom('', '*', 'sh*', ...namespaces);
const namePart = fc.constantFrom('', '*', 'rat*', ...names);
const alias: fc.Arbitrary<Alias> = optional({ namespace: namespacePart, name: namePart });
const nameSelector: fc.Arbitrary<NameSelector> = optional({ namespace: namespacePart, name: namePart, alias });
const key = fc.constantFrom('app', 'tier');
const value = fc.constantFrom('a', 'b');
const selector = optional({
  matchLabels: fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true }),
  matchExpressions: fc.array(
    fc.record({
      key,
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt'),
      values: fc.array(value, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});
const labelSelector = optional({
  namespace: namespacePart,
  selector,
  aliases: fc.array(nameSelector, { maxLength: 3 }),
});
const type = fc.constantFrom('NameSelector', 'NameSelector', 'LabelSelector', 'nameSelector', '');
const exportRules: fc.Arbitrary<readonly ExportRule[]> = fc.array(optional({ type, nameSelector, labelSelector }), {
  maxLength: 5,
});
const suffix = fc.constantFrom('', 'x.y', 'svc.cluster.local', 'cluster.local');
const importRules: fc.Arbitrary<readonly ImportRule[]> = fc.array(
  optional({ type, nameSelector, importAsLocal: fc.boolean(), domainSuffix: suffix }),
  { maxLength: 5 },
);
const service = fc.record({
  name: fc.constantFrom(...names),
  namespace: fc.constantFrom(...namespaces),
  labels: fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true }),
});
const scope = fc.record({
  peerName: fc.constantFrom('east', 'west'),
  domainSuffix: suffix,
  clusterDomain: fc.constant('cluster.local'),
});

/* The oracle: written from the specification alone, with regular expressions and a different order of thought. */
interface OracleName {
  readonly name: string;
  readonly namespace: string;
}

const asPattern = (part = '') => new RegExp(part === '' || part === '*' ? '^' : `^${part.replace('*', '\\*')}$`);
const replace = (part = '', original: string) => (['', '*'].includes(part) ? original : part);

function oracleRename(mapping: NameSelector, { name, namespace }: OracleName): OracleName | undefined {
  if (!asPattern(mapping.namespace).test(namespace) || !asPattern(mapping.name).test(name)) return undefined;
  return { name: replace(mapping.alias?.name, name), namespace: replace(mapping.alias?.namespace, namespace) };
}

type Labels = Readonly<Record<string, string>>;

/** Conditions as one list of yes, no or broken. */
function oracleLabels({ matchLabels, matchExpressions }: KubernetesLabelSelector, labels: Labels): boolean {
  const equalities = Object.entries(matchLabels ?? {}).map(([label, wanted]) => labels[label] === wanted);
  const verdicts = (matchExpressions ?? []).map(({ key: label = '', operator = '', values = [] }) => {
    const listed = values.includes(labels[label] ?? 'absent');
    const table = values.length > 0 ? { In: listed, NotIn: !listed } : oraclePresence(label in labels);
    return new Map(Object.entries(table)).get(operator) ?? 'broken';
  });
  return [...equalities, ...verdicts].every((verdict) => verdict === true);
}

function oraclePresence(present: boolean) {
  return { Exists: present, DoesNotExist: !present };
}

function oracleExport(rule: ExportRule, local: OracleName & { labels: Record<string, string> }) {
  const { nameSelector: byName, labelSelector: byLabel } = rule;
  if (rule.type === 'NameSelector' && byName) return oracleRename(byName, local);
  if (rule.type !== 'LabelSelector' || !byLabel || !asPattern(byLabel.namespace).test(local.namespace))
    return undefined;
  if (!oracleLabels(byLabel.selector ?? {}, local.labels)) return undefined;
  const renamed = (byLabel.aliases ?? []).map((entry) => oracleRename(entry, local)).filter((name) => name);
  return renamed[0] ?? { name: local.name, namespace: local.namespace };
}

function oracleImportHost(rule: ImportRule, exported: OracleName, setSuffix: string, peer: string) {
  if (rule.type !== 'NameSelector' || !rule.nameSelector) return undefined;
  const renamed = oracleRename(rule.nameSelector, exported);
  const fixed = !['', '*'].includes(rule.nameSelector.alias?.namespace ?? '');
  const own = [rule.domainSuffix, setSuffix, `svc.${peer}-imports.local`].find((candidate) => candidate);
  if (renamed === undefined || (rule.importAsLocal ? !fixed : own === 'svc.cluster.local')) return undefined;
  return `${renamed.name}.${renamed.namespace}.${rule.importAsLocal ? 'svc.cluster.local' : own}`;
}

test('export agrees with the oracle, and the first match wins', () => {
  fc.assert(
    fc.property(exportRules, service, (rules, local) => {
      const expected = rules.map((rule) => oracleExport(rule, local));
      const first = expected.findIndex((name) => name !== undefined);
      expect(exportedName(rules, local)).toEqual(first < 0 ? undefined : { rule: first, ...expected[first] });
    }),
    { numRuns: 2000 },
  );
});

test('import agrees with the oracle, and the first match wins', () => {
  fc.assert(
    fc.property(importRules, service, scope, (rules, exported, settings) => {
      const expected = rules.map((rule) => oracleImportHost(rule, exported, settings.domainSuffix, settings.peerName));
      const first = expected.findIndex((host) => host !== undefined);
      const actual = importedAs(rules, exported, settings);
      expect([actual?.rule ?? -1, actual?.host]).toEqual([first, expected[first]]);
      expect(actual?.local ?? false).toBe(rules[first]?.importAsLocal ?? false);
    }),
    { numRuns: 2000 },
  );
});

test('dropped rules never change the result', () => {
  fc.assert(
    fc.property(exportRules, importRules, service, scope, (exports, imports, local, settings) => {
      const usedExports = exports.filter((rule) => exportSkipReason(rule) === undefined);
      const usedImports = imports.filter((rule) => importSkipReason(rule, settings) === undefined);
      const before = transferService(local, { exportRules: exports, importRules: imports, scope: settings });
      const after = transferService(local, { exportRules: usedExports, importRules: usedImports, scope: settings });
      expect(after.exported && exportHost(after.exported, 'west')).toBe(
        before.exported && exportHost(before.exported, 'west'),
      );
      expect(after.imported?.host).toBe(before.imported?.host);
      expect(exports[before.exported?.rule ?? -1]).toBe(usedExports[after.exported?.rule ?? -1]);
    }),
  );
});

test('a transfer is an export followed by an import', () => {
  fc.assert(
    fc.property(exportRules, importRules, service, scope, (exports, imports, local, settings) => {
      const exported = exportedName(exports, local);
      const imported =
        exported && importedAs(imports, { name: exported.name, namespace: exported.namespace }, settings);
      const actual = transferService(local, { exportRules: exports, importRules: imports, scope: settings });
      expect([actual.exported, actual.imported]).toEqual([exported, imported]);
    }),
  );
});

test('a shadowed rule never decides', () => {
  fc.assert(
    fc.property(exportRules, importRules, service, scope, (exports, imports, local, settings) => {
      const exportRule = exportedName(exports, local)?.rule;
      if (exportRule !== undefined) expect(shadowedExports(exports)[exportRule]).toBeUndefined();
      const importRule = importedAs(imports, local, settings)?.rule;
      if (importRule !== undefined) expect(shadowedImports(imports, settings)[importRule]).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});
