import { type ImportRule, LABEL_SELECTOR, NAME_SELECTOR } from './rules';
import { applyAlias, covers, isAny, matchesName, type ServiceName } from './service-name';

/**
 * Why istiod drops an import rule: no `type`, a `type` it does not know, selection by labels (imports never see
 * labels), no selector, `importAsLocal` without a fixed alias namespace, or a suffix equal to `svc.<cluster domain>`.
 */
export type ImportSkipReason =
  | 'type-missing'
  | 'unknown-type'
  | 'label-selector'
  | 'selector-missing'
  | 'local-without-alias-namespace'
  | 'suffix-is-cluster-domain';

/** The settings outside the rules on which the hosts of imported services depend. */
export interface ImportScope {
  /** Name of the importer's own ServiceMeshPeer, which is also the name of the ImportedServiceSet. */
  readonly peerName: string;
  /** `spec.domainSuffix` of the set, used as written. Default: `svc.<peer>-imports.local`. */
  readonly domainSuffix?: string;
  /** DNS domain of the importing cluster. Default: `cluster.local`. */
  readonly clusterDomain?: string;
}

/** The name and host an exported service gets in the importing mesh, and the rule that gave it. */
export interface ImportedService extends ServiceName {
  /** Index of the rule in `spec.importRules`. */
  readonly rule: number;
  /** Host by which workloads call the service. */
  readonly host: string;
  /** True when the host lies under the cluster domain (`importAsLocal`). */
  readonly local: boolean;
}

/**
 * Why istiod drops a rule, or undefined when the rule is used. A dropped rule never affects the others.
 * Source: fact sheet 2.4; maistra/istio common/imports.go `convertServiceImportsToNameMapper`.
 */
export function importSkipReason(rule: ImportRule, scope: ImportScope): ImportSkipReason | undefined {
  const { type, nameSelector } = rule;
  if (type === undefined || type === '') return 'type-missing';
  if (type === LABEL_SELECTOR) return 'label-selector';
  if (type !== NAME_SELECTOR) return 'unknown-type';
  if (nameSelector === undefined) return 'selector-missing';
  if (rule.importAsLocal === true) {
    return isAny(nameSelector.alias?.namespace) ? 'local-without-alias-namespace' : undefined;
  }
  return importSuffix(rule, scope) === localSuffix(scope) ? 'suffix-is-cluster-domain' : undefined;
}

/**
 * What the rules make of a service of the peer: the first rule that matches decides. Undefined when no rule
 * matches, also for missing or empty rules: the service is not imported then. The input is the name as exported,
 * after the exporter's aliases. Source: fact sheet 2.4; maistra/istio common/imports.go `NameForService`.
 */
export function importedAs(
  rules: readonly ImportRule[] | undefined,
  exported: ServiceName,
  scope: ImportScope,
): ImportedService | undefined {
  for (const [index, rule] of (rules ?? []).entries()) {
    const { nameSelector = {} } = rule;
    if (importSkipReason(rule, scope) !== undefined || !matchesName(nameSelector, exported)) continue;
    const { name, namespace } = applyAlias(nameSelector.alias ?? {}, exported);
    const host = `${name}.${namespace}.${importSuffix(rule, scope)}`;
    return { rule: index, name, namespace, host, local: rule.importAsLocal === true };
  }
  return undefined;
}

/**
 * Index of the first earlier rule that provably matches everything the rule at `index` matches, so that the rule
 * can never decide; undefined when there is none or the rule is dropped anyway. Only pairs of rules are compared.
 * Source: fact sheet 2.5 (M16).
 */
export function importShadowedBy(rules: readonly ImportRule[], index: number, scope: ImportScope): number | undefined {
  const rule = rules[index];
  if (rule === undefined || importSkipReason(rule, scope) !== undefined) return undefined;
  const earlier = rules
    .slice(0, index)
    .findIndex((other) => importSkipReason(other, scope) === undefined && hides(other, rule));
  return earlier < 0 ? undefined : earlier;
}

/**
 * Last part of the hosts a rule gives: `svc.<cluster domain>` with `importAsLocal`, whatever else is set; otherwise
 * the suffix of the rule, of the set, or `svc.<peer>-imports.local`. Nothing is put in front of a written suffix.
 * Source: fact sheet 2.1 and 2.4; maistra/istio common/imports.go.
 */
export function importSuffix(rule: Pick<ImportRule, 'importAsLocal' | 'domainSuffix'>, scope: ImportScope): string {
  if (rule.importAsLocal === true) return localSuffix(scope);
  // An empty suffix counts as not written.
  return rule.domainSuffix || scope.domainSuffix || `svc.${scope.peerName}-imports.local`;
}

function localSuffix({ clusterDomain = 'cluster.local' }: ImportScope): string {
  return `svc.${clusterDomain}`;
}

function hides(earlier: ImportRule, later: ImportRule): boolean {
  const wide = earlier.nameSelector;
  const narrow = later.nameSelector;
  return covers(wide?.namespace, narrow?.namespace) && covers(wide?.name, narrow?.name);
}
