import type { Path } from '../../issues/issue';
import { nearest } from '../../issues/suggest';
import { type ExportSkipReason, exportSkipReason } from '../../matching/export';
import { type ImportSkipReason, importSkipReason } from '../../matching/import';
import { labelSelectorProblem } from '../../matching/label-selector';
import { type ExportRule, type ImportRule, LABEL_SELECTOR, NAME_SELECTOR } from '../../matching/rules';
import { importScopeOf } from '../../observed/exchange';
import { textAt, valueAt } from '../../observed/fields';
import type { ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

/** What a rule says wrongly: the place below the rule, what is wrong, and what to write. */
interface Fault {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

const SET_SUFFIX = ['spec', 'domainSuffix'];

/** FED022: istiod takes all rules. */
export const skippedRules: Rule = {
  id: 'FED022',
  severity: 'error',
  title: 'istiod can use every rule of an ExportedServiceSet and an ImportedServiceSet',
  cause:
    'The type of a rule is free text to the API server, and nothing checks that the selector belongs to it. A suffix may be any text.',
  effect: 'istiod skips the rule with a line in its log; no status shows it, and later rules still apply',
  fix: 'Write type NameSelector with nameSelector, or in exports type LabelSelector with labelSelector, and a suffix that begins with "svc.".',
  source: 'fact sheet 2.4, 2.5 (X16, X17, X21, M10 to M14)',
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
      for (const finding of [...checkExports(peer.exports), ...checkImports(peer)]) report(finding);
    }
  },
};

function checkExports(set: ServiceSet<ExportRule> | undefined): readonly Finding[] {
  if (set === undefined) return [];
  return set.rules.flatMap((rule, i) => {
    const reason = exportSkipReason(rule);
    if (reason === undefined || !hasTextType(set, i)) return [];
    return [finding(set, i, exportFault(rule, reason))];
  });
}

/** Whether a rule has a type of the right shape; FED023 is about the others. */
function hasTextType({ object, path }: ServiceSet<unknown>, index: number): boolean {
  return typeof valueAt(object.value, [...path, index, 'type']) === 'string';
}

function finding({ object, path }: ServiceSet<unknown>, index: number, fault: Fault): Finding {
  return { object, path: [...path, index, ...fault.path], message: fault.message, fix: fault.fix };
}

function exportFault(rule: ExportRule, reason: ExportSkipReason): Fault {
  const wanted = rule.type === LABEL_SELECTOR ? 'labelSelector' : 'nameSelector';
  const other = rule.type === LABEL_SELECTOR ? 'nameSelector' : 'labelSelector';
  switch (reason) {
    case 'type-missing':
    case 'unknown-type':
      return typeFault(rule.type ?? '', [NAME_SELECTOR, LABEL_SELECTOR]);
    case 'selector-missing':
      return { path: [], message: `the rule of type "${rule.type}" has no ${wanted}`, fix: `add ${wanted}` };
    case 'selector-of-other-kind': {
      const fix = `write type "${rule.type === LABEL_SELECTOR ? NAME_SELECTOR : LABEL_SELECTOR}", or ${wanted}`;
      return { path: ['type'], message: `the rule has the type "${rule.type}" but ${other} instead of ${wanted}`, fix };
    }
    case 'bad-label-selector':
      return labelFault(rule);
  }
}

function typeFault(type: string, types: readonly string[]): Fault {
  const near = nearest(type, types);
  const list = types.map((one) => `"${one}"`).join(' or ');
  const fix = near === undefined ? `write ${list}` : `write "${near}"`;
  return { path: ['type'], message: `the type "${type}" is none of ${list}`, fix };
}

function labelFault({ labelSelector }: ExportRule): Fault {
  const problem = labelSelectorProblem(labelSelector?.selector);
  const path = ['labelSelector', 'selector'];
  switch (problem) {
    case 'unknown-operator': {
      const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
      const expressions = labelSelector?.selector?.matchExpressions ?? [];
      const index = expressions.findIndex(({ operator = '' }) => !operators.includes(operator));
      const operator = expressions[index]?.operator ?? '';
      const near = nearest(operator, operators);
      const fix = `write ${near === undefined ? operators.map((one) => `"${one}"`).join(', ') : `"${near}"`}`;
      return {
        path: [...path, 'matchExpressions', index, 'operator'],
        message: `the operator "${operator}" is none`,
        fix,
      };
    }
    case 'values-missing':
      return { path, message: 'an expression with In or NotIn has no values', fix: 'add values' };
    case 'values-not-allowed':
      return { path, message: 'an expression with Exists or DoesNotExist has values', fix: 'remove the values' };
    case 'invalid-key':
      return { path, message: 'a label key is none that Kubernetes takes', fix: 'write a key such as "app"' };
    default:
      return {
        path,
        message: 'a label value is none that Kubernetes takes',
        fix: 'write letters, digits, "-", "_" and ".", at most 63 of them',
      };
  }
}

function checkImports(peer: ObservedPeer): readonly Finding[] {
  const { imports } = peer;
  if (imports === undefined) return [];
  const scope = importScopeOf(peer);
  const rules = imports.rules.flatMap((rule, i): Finding[] => {
    const reason = importSkipReason(rule, scope);
    if (reason === undefined) return suffixWarning(imports, [...imports.path, i, 'domainSuffix'], ownSuffix(rule));
    const fault = hasTextType(imports, i) ? importFault(rule, reason) : undefined;
    return fault === undefined ? [] : [finding(imports, i, fault)];
  });
  return [...checkSetSuffix(peer, imports), ...rules];
}

/** The suffix of a rule, where it counts. */
function ownSuffix({ importAsLocal, domainSuffix }: ImportRule): string | undefined {
  return importAsLocal === true ? undefined : domainSuffix;
}

function importFault(rule: ImportRule, reason: ImportSkipReason): Fault | undefined {
  switch (reason) {
    case 'type-missing':
    case 'unknown-type':
      return typeFault(rule.type ?? '', [NAME_SELECTOR]);
    case 'label-selector': {
      const message = 'imports cannot be chosen by label: labels do not come along with a service';
      return { path: ['type'], message, fix: `write type "${NAME_SELECTOR}" and nameSelector` };
    }
    case 'selector-missing':
      return { path: [], message: `the rule of type "${rule.type}" has no nameSelector`, fix: 'add nameSelector' };
    // FED016 is about these.
    case 'local-without-alias-namespace':
      return undefined;
    case 'suffix-is-cluster-domain':
      return rule.domainSuffix ? { path: ['domainSuffix'], ...clusterDomain(rule.domainSuffix) } : undefined;
  }
}

function clusterDomain(suffix: string): Pick<Fault, 'message' | 'fix'> {
  return {
    message: `the suffix "${suffix}" is that of the own cluster`,
    fix: 'write importAsLocal: true with an alias namespace, or another suffix',
  };
}

function checkSetSuffix(peer: ObservedPeer, imports: ServiceSet<ImportRule>): readonly Finding[] {
  const suffix = textAt(imports.object.value, SET_SUFFIX);
  if (suffix === undefined) return [];
  const scope = importScopeOf(peer);
  const skips = imports.rules.some(
    (rule) => !rule.domainSuffix && importSkipReason(rule, scope) === 'suffix-is-cluster-domain',
  );
  if (!skips) return suffixWarning(imports, SET_SUFFIX, suffix);
  const effect = 'istiod skips all rules that neither import as local nor have a suffix of their own';
  return [{ object: imports.object, path: SET_SUFFIX, effect, ...clusterDomain(suffix) }];
}

/** A suffix is used as it is, so one without "svc." or with the end of another domain is seldom what was meant. */
function suffixWarning({ object }: ServiceSet<ImportRule>, path: Path, suffix: string | undefined): Finding[] {
  if (!suffix || suffix.startsWith('svc.')) return [];
  const isCluster = suffix === 'cluster.local';
  return [
    {
      object,
      path,
      severity: 'warning',
      message: isCluster
        ? 'the suffix "cluster.local" gives hosts that are no Services of the cluster'
        : `the suffix "${suffix}" does not begin with "svc."`,
      effect: `the hosts are <name>.<namespace>.${suffix}: nothing is put in front of a suffix`,
      fix: isCluster ? 'write importAsLocal: true, or another suffix' : `write "svc.${suffix}", unless that is wanted`,
    },
  ];
}
