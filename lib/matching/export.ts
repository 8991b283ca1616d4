import { firstCovering, type MatchedSet } from './covering';
import { labelConditions, labelSelectorProblem, matchesLabels } from './label-selector';
import { type ExportRule, LABEL_SELECTOR, type LabelSelector, NAME_SELECTOR } from './rules';
import type { ServiceFacts } from './service';
import { applyAlias, covers, matchesName, type NamespacedName } from './service-name';

/**
 * Why istiod skips an export rule: `type` is missing or unknown, the selector is missing, only the selector of the
 * other type is present, or the label selector is invalid.
 */
export type ExportSkipReason =
  | 'type-missing'
  | 'unknown-type'
  | 'selector-missing'
  | 'selector-of-other-kind'
  | 'bad-label-selector';

/** The name under which a service is exported to the peer, and the rule that decided it. */
export interface ExportedName extends NamespacedName {
  /** Index of the rule in `spec.exportRules`. */
  readonly rule: number;
}

/**
 * Why istiod skips a rule, or undefined if the rule is used. A skipped rule does not affect the others.
 * Source: maistra/istio pkg/servicemesh/federation/common/exports.go `convertServiceExportsToNameMapper`.
 */
export function exportSkipReason(rule: ExportRule): ExportSkipReason | undefined {
  const { type, nameSelector, labelSelector } = rule;
  if (type === undefined || type === '') return 'type-missing';
  if (type === NAME_SELECTOR) return selectorReason(nameSelector, labelSelector);
  if (type !== LABEL_SELECTOR) return 'unknown-type';
  const reason = selectorReason(labelSelector, nameSelector);
  if (reason !== undefined) return reason;
  return labelSelectorProblem(labelSelector?.selector) === undefined ? undefined : 'bad-label-selector';
}

/**
 * The name under which the rules export a service: the first rule that matches decides. Undefined if no rule matches,
 * also for missing or empty rules. Call {@link isOffered} of `service.ts` first: rules apply only to such services.
 * Source: maistra/istio pkg/servicemesh/federation/common/exports.go `NameForService`.
 */
export function exportedName(
  rules: readonly ExportRule[] | undefined,
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
): ExportedName | undefined {
  for (const [index, rule] of (rules ?? []).entries()) {
    const name = exportSkipReason(rule) === undefined ? nameFromRule(rule, service) : undefined;
    if (name !== undefined) return { rule: index, ...name };
  }
  return undefined;
}

/**
 * For each rule, the index of the first earlier one that provably matches everything that it matches, so that the rule
 * never applies; undefined if there is none or if istiod skips the rule. Only pairs of rules are compared.
 */
export function shadowedExports(rules: readonly ExportRule[]): readonly (number | undefined)[] {
  return firstCovering(rules.map((rule) => (exportSkipReason(rule) === undefined ? matchedSet(rule) : undefined)));
}

/**
 * Suffix of the hosts exported to a peer: `svc.<peer>-exports.local`, where `<peer>` is the name of the exporter's
 * ServiceMeshPeer. Source: maistra/istio pkg/servicemesh/federation/server/server.go `exportDomainSuffix`.
 */
export function exportSuffix(peerName: string): string {
  return `svc.${peerName}-exports.local`;
}

function selectorReason(own: object | undefined, other: object | undefined): ExportSkipReason | undefined {
  if (own !== undefined) return undefined;
  return other === undefined ? 'selector-missing' : 'selector-of-other-kind';
}

function nameFromRule(
  { type, nameSelector = {}, labelSelector = {} }: ExportRule,
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
): NamespacedName | undefined {
  if (type === LABEL_SELECTOR) return nameFromLabels(labelSelector, service);
  return matchesName(nameSelector, service) ? applyAlias(nameSelector.alias ?? {}, service) : undefined;
}

function nameFromLabels(
  { namespace, selector, aliases = [] }: LabelSelector,
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
): NamespacedName | undefined {
  if (!covers(namespace, service.namespace) || !matchesLabels(selector, service.labels)) return undefined;
  // The rule has matched: without a matching alias the service keeps its name, and later rules do not apply.
  return applyAlias(aliases.find((entry) => matchesName(entry, service))?.alias ?? {}, service);
}

function matchedSet({ type, nameSelector = {}, labelSelector = {} }: ExportRule): MatchedSet {
  const { namespace, selector } = labelSelector;
  return type === LABEL_SELECTOR ? { namespace, conditions: labelConditions(selector) } : nameSelector;
}
