import { ownEntry } from '../values';
/**
 * One expression of a Kubernetes label selector as written; the operator can be any text.
 * Source: Kubernetes `LabelSelectorRequirement`.
 */
export interface LabelRequirement {
  /** Label key. */
  readonly key?: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`, case-sensitive. */
  readonly operator?: string;
  /** Values of `In` and `NotIn`; must be missing or empty for the other two. Default: no values. */
  readonly values?: readonly string[];
}

/**
 * A Kubernetes label selector; all its conditions must be met. An empty one matches every service.
 * Source: Kubernetes `metav1.LabelSelector`.
 */
export interface KubernetesLabelSelector {
  /** Labels that must have exactly these values. Default: none. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** More conditions. Default: none. */
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** Labels of a Service object. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Why a selector is invalid: an unknown operator, `In`/`NotIn` without values, `Exists`/`DoesNotExist` with values, or
 * an invalid key or value of a label.
 */
export type LabelSelectorProblem =
  | 'unknown-operator'
  | 'values-missing'
  | 'values-not-allowed'
  | 'invalid-key'
  | 'invalid-value';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_PREFIX_LENGTH = 253;

const EVALUATORS: Readonly<Record<string, (requirement: Requirement, value: string | undefined) => boolean>> = {
  In: ({ values }, value) => value !== undefined && values.includes(value),
  // A Service without the label also meets NotIn.
  NotIn: ({ values }, value) => value === undefined || !values.includes(value),
  Exists: (_, value) => value !== undefined,
  DoesNotExist: (_, value) => value === undefined,
};

/**
 * The first reason why Kubernetes rejects a selector, or undefined for a valid one. A missing selector is valid.
 * Source: k8s.io/apimachinery `LabelSelectorAsSelector` and `labels.NewRequirement`.
 */
export function labelSelectorProblem(selector: KubernetesLabelSelector | undefined): LabelSelectorProblem | undefined {
  for (const requirement of toRequirements(selector)) {
    const problem = requirementProblem(requirement);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Whether the labels of a Service match a selector. A missing or empty selector matches everything, an invalid one (see
 * {@link labelSelectorProblem}) nothing. Source: Kubernetes label selectors.
 */
export function matchesLabels(selector: KubernetesLabelSelector | undefined, labels: Labels): boolean {
  if (labelSelectorProblem(selector) !== undefined) return false;
  return toRequirements(selector).every((requirement) => {
    const value = ownEntry(labels, requirement.key);
    return EVALUATORS[requirement.operator]?.(requirement, value) === true;
  });
}

/**
 * The conditions of a valid selector, each as one text, equal for equal conditions however they are written. A selector
 * provably matches everything that another one matches if that one has all of its conditions.
 */
export function labelConditions(selector: KubernetesLabelSelector | undefined): readonly string[] {
  return toRequirements(selector).map(canonicalText);
}

function toRequirements(selector: KubernetesLabelSelector | undefined): readonly Requirement[] {
  const equalities = Object.entries(selector?.matchLabels ?? {});
  return [
    ...equalities.map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...(selector?.matchExpressions ?? []).map(({ key = '', operator = '', values = [] }) => ({
      key,
      operator,
      values,
    })),
  ];
}

function requirementProblem({ key, operator, values }: Requirement): LabelSelectorProblem | undefined {
  if (!Object.hasOwn(EVALUATORS, operator)) return 'unknown-operator';
  if (!isLabelKey(key)) return 'invalid-key';
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) return 'values-missing';
  if (!needsValues && values.length > 0) return 'values-not-allowed';
  return values.every(isLabelValue) ? undefined : 'invalid-value';
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= MAX_PREFIX_LENGTH && DNS_SUBDOMAIN.test(prefix) && NAME.test(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === '' || NAME.test(value);
}

function canonicalText({ key, operator, values }: Requirement): string {
  return JSON.stringify([key, operator, [...new Set(values)].sort()]);
}
