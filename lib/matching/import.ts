import { firstCovering } from './covering';
import { type ImportRule, LABEL_SELECTOR, NAME_SELECTOR } from './rules';
import { applyAlias, isAny, matchesName, type NamespacedName } from './service-name';

/**
 * Why istiod skips an import rule: `type` is missing, unknown or `LabelSelector` (labels are not transferred), the
 * selector is missing, `importAsLocal` has no fixed alias namespace, or the suffix equals `svc.<cluster domain>`.
 */
export type ImportSkipReason =
  | 'type-missing'
  | 'unknown-type'
  | 'label-selector'
  | 'selector-missing'
  | 'local-without-alias-namespace'
  | 'suffix-is-cluster-domain';

/** Settings of the importer that determine the hosts of imported services. */
export interface ImportScope {
  /** Name of the importer's own ServiceMeshPeer, which is also the name of the ImportedServiceSet. */
  readonly peerName: string;
  /** `spec.domainSuffix` of the set, used as written. Default: `svc.<peer>-imports.local`. */
  readonly domainSuffix?: string;
  /** DNS domain of the importing cluster. Default: `cluster.local`. */
  readonly clusterDomain?: string;
}

/** The name and host of a service in the importing mesh, and the rule that decided them. */
export interface ImportedService extends NamespacedName {
  /** Index of the rule in `spec.importRules`. */
  readonly rule: number;
  /** The host that workloads call. */
  readonly host: string;
  /** True if the host is below the cluster domain (`importAsLocal`). */
  readonly local: boolean;
}

/**
 * Why istiod skips a rule, or undefined if the rule is used. A skipped rule does not affect the others.
 * Source: maistra/istio pkg/servicemesh/federation/common/imports.go `convertServiceImportsToNameMapper`.
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
 * How the rules import a service of the peer: the first rule that matches decides. Undefined if no rule matches, also
 * for missing or empty rules: the service is not imported. The input is the exported name, after the exporter's
 * aliases. Source: maistra/istio pkg/servicemesh/federation/common/imports.go `NameForService`.
 */
export function importedAs(
  rules: readonly ImportRule[] | undefined,
  exported: NamespacedName,
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
 * For each rule, the index of the first earlier one that provably matches everything that it matches, so that the rule
 * never applies; undefined if there is none or if istiod skips the rule. Only pairs of rules are compared.
 */
export function shadowedImports(rules: readonly ImportRule[], scope: ImportScope): readonly (number | undefined)[] {
  return firstCovering(
    rules.map((rule) => (importSkipReason(rule, scope) === undefined ? rule.nameSelector : undefined)),
  );
}

/**
 * Suffix of the hosts of a rule: `svc.<cluster domain>` with `importAsLocal`, regardless of `domainSuffix`; otherwise
 * the suffix of the rule, of the set, or `svc.<peer>-imports.local`. A suffix is used as written, without a prefix.
 * Source: maistra/istio pkg/servicemesh/federation/common/imports.go.
 */
export function importSuffix(rule: Pick<ImportRule, 'importAsLocal' | 'domainSuffix'>, scope: ImportScope): string {
  if (rule.importAsLocal === true) return localSuffix(scope);
  // An empty suffix counts as missing.
  return rule.domainSuffix || scope.domainSuffix || `svc.${scope.peerName}-imports.local`;
}

function localSuffix({ clusterDomain = 'cluster.local' }: ImportScope): string {
  return `svc.${clusterDomain}`;
}
