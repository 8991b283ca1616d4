import { coversLabels, labelSelectorProblem, matchesLabels } from './label-selector';
import { type ExportRule, LABEL_SELECTOR, type LabelSelector, NAME_SELECTOR } from './rules';
import type { ServiceFacts } from './service';
import { applyAlias, covers, matchesName, type ServiceName } from './service-name';

/**
 * Why istiod drops an export rule: no `type`, a `type` it does not know, no selector at all, only the selector
 * of the other type, or label conditions Kubernetes refuses.
 */
export type ExportSkipReason =
  | 'type-missing'
  | 'unknown-type'
  | 'selector-missing'
  | 'selector-of-other-kind'
  | 'bad-label-selector';

/** The name under which a service is offered to the peer, and the rule that gave it. */
export interface ExportedName extends ServiceName {
  /** Index of the rule in `spec.exportRules`. */
  readonly rule: number;
}

/**
 * Why istiod drops a rule, or undefined when the rule is used. A dropped rule never affects the others.
 * Source: fact sheet 2.4; maistra/istio common/exports.go `convertServiceExportsToNameMapper`.
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
 * The name under which the rules export a service: the first rule that matches decides. Undefined when no rule
 * matches, also for missing or empty rules. Call {@link isOffered} of `service.ts` first: rules never see the rest.
 * Source: fact sheet 2.4; maistra/istio common/exports.go `NameForService`.
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
 * Index of the first earlier rule that provably matches everything the rule at `index` matches, so that the rule
 * can never decide; undefined when there is none or the rule is dropped anyway. Only pairs of rules are compared.
 * Source: fact sheet 2.5 (X18, X19).
 */
export function exportShadowedBy(rules: readonly ExportRule[], index: number): number | undefined {
  const rule = rules[index];
  if (rule === undefined || exportSkipReason(rule) !== undefined) return undefined;
  const earlier = rules
    .slice(0, index)
    .findIndex((other) => exportSkipReason(other) === undefined && hides(other, rule));
  return earlier < 0 ? undefined : earlier;
}

/**
 * Last part of the hosts offered to a peer: `svc.<peer>-exports.local`, where the peer has the name of the
 * exporter's own ServiceMeshPeer. Source: fact sheet 2.1; maistra/istio server/server.go `exportDomainSuffix`.
 */
export function exportSuffix(peerName: string): string {
  return `svc.${peerName}-exports.local`;
}

/** Host of an exported service: `<name>.<namespace>.svc.<peer>-exports.local`. Source: fact sheet 2.1. */
export function exportHost({ name, namespace }: ServiceName, peerName: string): string {
  return `${name}.${namespace}.${exportSuffix(peerName)}`;
}

function selectorReason(own: object | undefined, other: object | undefined): ExportSkipReason | undefined {
  if (own !== undefined) return undefined;
  return other === undefined ? 'selector-missing' : 'selector-of-other-kind';
}

function nameFromRule(
  { type, nameSelector = {}, labelSelector = {} }: ExportRule,
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
): ServiceName | undefined {
  if (type === LABEL_SELECTOR) return nameFromLabels(labelSelector, service);
  return matchesName(nameSelector, service) ? applyAlias(nameSelector.alias ?? {}, service) : undefined;
}

function nameFromLabels(
  { namespace, selector, aliases = [] }: LabelSelector,
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
): ServiceName | undefined {
  if (!covers(namespace, service.namespace) || !matchesLabels(selector, service.labels)) return undefined;
  // The rule has matched: when no entry fits, the service keeps its name and later rules are not asked.
  return applyAlias(aliases.find((entry) => matchesName(entry, service))?.alias ?? {}, service);
}

function hides(earlier: ExportRule, later: ExportRule): boolean {
  const wide = matchedSet(earlier);
  const narrow = matchedSet(later);
  return (
    covers(wide.namespace, narrow.namespace) &&
    covers(wide.name, narrow.name) &&
    coversLabels(wide.selector, narrow.selector)
  );
}

function matchedSet({ type, nameSelector = {}, labelSelector = {} }: ExportRule) {
  return type === LABEL_SELECTOR
    ? { namespace: labelSelector.namespace, name: undefined, selector: labelSelector.selector }
    : { namespace: nameSelector.namespace, name: nameSelector.name, selector: undefined };
}
