import { nearest } from '../../issues/suggest';
import { type ExportSkipReason, exportSkipReason } from '../../matching/export';
import { type ImportSkipReason, importSkipReason } from '../../matching/import';
import { labelSelectorProblem } from '../../matching/label-selector';
import { type ExportRule, type ImportRule, LABEL_SELECTOR, NAME_SELECTOR } from '../../matching/rules';
import { importScopeOf } from '../../observed/exchange';
import { textAt } from '../../observed/fields';
import type { ObservedPeer, ServiceSet } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type ManifestPlace, ruleOf } from './support/places';
import { alternatives } from './support/words';

const SET_SUFFIX = ['spec', 'domainSuffix'];
const EXPORT_TYPES = [NAME_SELECTOR, LABEL_SELECTOR];
const IMPORT_TYPES = [NAME_SELECTOR];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

const SKIPPED = 'istiod skips the rule and only logs it: no status reports it, and later rules still apply';
const HOSTS = 'the hosts are <name>.<namespace>.{suffix}: istiod uses the suffix as it is';
const UNKNOWN_TYPE = 'unknown type "{type}", expected {types}';
const OPERATOR_LIST = '"In", "NotIn", "Exists" or "DoesNotExist"';
const UNKNOWN_OPERATOR = `unknown operator "{operator}", expected ${OPERATOR_LIST}`;
const CLUSTER_SUFFIX = 'the suffix "{suffix}" is the domain of the Services of the cluster itself';
const OTHER_SUFFIX = 'write importAsLocal: true with an alias namespace, or another suffix';

const FINDINGS = {
  misspelledType: { severity: 'error', message: UNKNOWN_TYPE, effect: SKIPPED, fix: 'write "{near}"' },
  unknownType: { severity: 'error', message: UNKNOWN_TYPE, effect: SKIPPED, fix: 'write {types}' },
  missingSelector: {
    severity: 'error',
    message: 'the rule of type "{type}" has no {selector}',
    effect: SKIPPED,
    fix: 'add {selector}',
  },
  otherSelector: {
    severity: 'error',
    message: 'the rule of type "{type}" has {found} instead of {selector}',
    effect: SKIPPED,
    fix: 'write type "{other}", or {selector}',
  },
  misspelledOperator: { severity: 'error', message: UNKNOWN_OPERATOR, effect: SKIPPED, fix: 'write "{near}"' },
  unknownOperator: { severity: 'error', message: UNKNOWN_OPERATOR, effect: SKIPPED, fix: `write ${OPERATOR_LIST}` },
  missingValues: {
    severity: 'error',
    message: 'an expression with In or NotIn has no values',
    effect: SKIPPED,
    fix: 'add values',
  },
  unexpectedValues: {
    severity: 'error',
    message: 'an expression with Exists or DoesNotExist has values',
    effect: SKIPPED,
    fix: 'remove the values',
  },
  invalidLabelKey: {
    severity: 'error',
    message: 'invalid label key in the selector',
    effect: SKIPPED,
    fix: 'write a key such as "app" or "example.org/app"',
  },
  invalidLabelValue: {
    severity: 'error',
    message: 'invalid label value in the selector',
    effect: SKIPPED,
    fix: 'write at most 63 letters, digits, "-", "_" and ".", with a letter or a digit at both ends',
  },
  importByLabel: {
    severity: 'error',
    message: 'an import rule cannot select by label: labels are not transferred between meshes',
    effect: SKIPPED,
    fix: `write type "${NAME_SELECTOR}" and nameSelector`,
  },
  clusterSuffix: { severity: 'error', message: CLUSTER_SUFFIX, effect: SKIPPED, fix: OTHER_SUFFIX },
  clusterSuffixOfSet: {
    severity: 'error',
    message: CLUSTER_SUFFIX,
    effect: 'istiod skips all rules with neither importAsLocal nor their own suffix',
    fix: OTHER_SUFFIX,
  },
  clusterDomain: {
    severity: 'warning',
    message: 'hosts with the suffix "{suffix}" are not those of Services of the cluster, which have "svc.{suffix}"',
    effect: HOSTS,
    fix: 'write importAsLocal: true, or another suffix',
  },
  suffixWithoutSvc: {
    severity: 'warning',
    message: 'the suffix "{suffix}" does not begin with "svc."',
    effect: HOSTS,
    fix: 'write "svc.{suffix}", unless the hosts are intended',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED022: istiod uses all rules. */
export const skippedRules: Rule = {
  id: 'FED022',
  generations: ['ossm2'],
  title: 'istiod can use every rule of an ExportedServiceSet and an ImportedServiceSet',
  cause:
    'The API server accepts any text as the type of a rule, any selector next to it and any domain suffix; only istiod checks them.',
  fix: 'Write type NameSelector with nameSelector, or in exports type LabelSelector with labelSelector, and a domain suffix that begins with "svc.".',
  sources: [
    'OpenShift Service Mesh 2 documentation, Exporting a service from a federated mesh; Importing a service into a federated mesh',
    'maistra/istio pkg/servicemesh/federation/common/exports.go, convertServiceExportsToNameMapper',
    'maistra/istio pkg/servicemesh/federation/common/imports.go, convertServiceImportsToNameMapper',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[2]', {
        type: 'nameSelector',
        nameSelector: { namespace: 'stock', name: 'ratings' },
      }),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      for (const found of [...checkExports(peer), ...checkImports(peer)]) report(found);
    }
  },
};

function checkExports({ exports }: ObservedPeer): readonly Finding[] {
  if (exports === undefined) return [];
  return exports.rules.flatMap((rule, i) => {
    const reason = exportSkipReason(rule);
    return reason === undefined || !hasTextType(exports, i) ? [] : [exportFinding(rule, reason, exports, i)];
  });
}

/** Whether a rule has a type of the right shape; FED023 is about the others. */
function hasTextType({ object, path }: ServiceSet<unknown>, index: number): boolean {
  return typeof valueAt(object.value, [...path, index, 'type']) === 'string';
}

function exportFinding(rule: ExportRule, reason: ExportSkipReason, set: ServiceSet<unknown>, index: number): Finding {
  const { type = '' } = rule;
  const isByLabel = type === LABEL_SELECTOR;
  const selector = isByLabel ? 'labelSelector' : 'nameSelector';
  switch (reason) {
    case 'type-missing':
    case 'unknown-type':
      return unknownType(type, EXPORT_TYPES, set, index);
    case 'selector-missing':
      return finding('missingSelector', ruleOf(set, index), { type, selector });
    case 'selector-of-other-kind': {
      const found = isByLabel ? 'nameSelector' : 'labelSelector';
      const other = isByLabel ? NAME_SELECTOR : LABEL_SELECTOR;
      return finding('otherSelector', ruleOf(set, index, ['type']), { type, selector, found, other });
    }
    case 'bad-label-selector':
      return labelFinding(rule, ruleOf(set, index, ['labelSelector', 'selector']));
  }
}

function unknownType(type: string, known: readonly string[], set: ServiceSet<unknown>, index: number): Finding {
  const near = nearest(type, known);
  const place = ruleOf(set, index, ['type']);
  const types = alternatives(known);
  return near === undefined
    ? finding('unknownType', place, { type, types })
    : finding('misspelledType', place, { type, types, near });
}

function labelFinding(rule: ExportRule, place: ManifestPlace): Finding {
  switch (labelSelectorProblem(rule.labelSelector?.selector)) {
    case 'unknown-operator':
      return unknownOperator(rule, place);
    case 'values-missing':
      return finding('missingValues', place, {});
    case 'values-not-allowed':
      return finding('unexpectedValues', place, {});
    case 'invalid-key':
      return finding('invalidLabelKey', place, {});
    default:
      return finding('invalidLabelValue', place, {});
  }
}

function unknownOperator({ labelSelector }: ExportRule, { object, path }: ManifestPlace): Finding {
  const found = (labelSelector?.selector?.matchExpressions ?? []).map(({ operator = '' }) => operator);
  const index = found.findIndex((operator) => !OPERATORS.includes(operator));
  const operator = found[index] ?? '';
  const near = nearest(operator, OPERATORS);
  const at = { object, path: [...path, 'matchExpressions', index, 'operator'] };
  return near === undefined
    ? finding('unknownOperator', at, { operator })
    : finding('misspelledOperator', at, { operator, near });
}

function checkImports(peer: ObservedPeer): readonly Finding[] {
  const { imports } = peer;
  if (imports === undefined) return [];
  const scope = importScopeOf(peer);
  const rules = imports.rules.flatMap((rule, i): readonly Finding[] => {
    const reason = importSkipReason(rule, scope);
    if (reason === undefined) return checkSuffix(ruleOf(imports, i, ['domainSuffix']), usedSuffix(rule));
    return hasTextType(imports, i) ? importFinding(rule, reason, imports, i) : [];
  });
  return [...checkSetSuffix(peer, imports), ...rules];
}

/** The suffix of a rule; undefined where the rule does not use it. */
function usedSuffix({ importAsLocal, domainSuffix }: ImportRule): string | undefined {
  return importAsLocal === true ? undefined : domainSuffix;
}

function importFinding(
  { type = '', domainSuffix: suffix }: ImportRule,
  reason: ImportSkipReason,
  set: ServiceSet<unknown>,
  index: number,
): readonly Finding[] {
  switch (reason) {
    case 'type-missing':
    case 'unknown-type':
      return [unknownType(type, IMPORT_TYPES, set, index)];
    case 'label-selector':
      return [finding('importByLabel', ruleOf(set, index, ['type']), {})];
    case 'selector-missing':
      return [finding('missingSelector', ruleOf(set, index), { type, selector: 'nameSelector' })];
    case 'suffix-is-cluster-domain':
      return suffix ? [finding('clusterSuffix', ruleOf(set, index, ['domainSuffix']), { suffix })] : [];
    // FED016 is about these.
    case 'local-without-alias-namespace':
      return [];
  }
}

function checkSetSuffix(peer: ObservedPeer, { object, rules }: ServiceSet<ImportRule>): readonly Finding[] {
  const suffix = textAt(object.value, SET_SUFFIX);
  if (suffix === undefined) return [];
  const place = { object, path: SET_SUFFIX };
  const scope = importScopeOf(peer);
  const skips = rules.some(
    (rule) => !rule.domainSuffix && importSkipReason(rule, scope) === 'suffix-is-cluster-domain',
  );
  return skips ? [finding('clusterSuffixOfSet', place, { suffix })] : checkSuffix(place, suffix);
}

function checkSuffix(place: ManifestPlace, suffix: string | undefined): readonly Finding[] {
  if (!suffix || suffix.startsWith('svc.')) return [];
  return [finding(suffix === 'cluster.local' ? 'clusterDomain' : 'suffixWithoutSvc', place, { suffix })];
}
