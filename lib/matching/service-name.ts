import type { Alias, NameSelector } from './rules';

/** The name of a service in federation. */
export interface NamespacedName {
  /** First part of the host. */
  readonly name: string;
  /** Second part of the host; after an alias not necessarily an existing namespace. */
  readonly namespace: string;
}

/**
 * Whether a part of a selector or an alias matches every value: missing, empty or `"*"`.
 * Source: maistra/istio pkg/servicemesh/federation/common/namemapping.go, `MatchAny`.
 */
export function isAny(part: string | undefined): part is undefined | '' | '*' {
  return part === undefined || part === '' || part === '*';
}

/** A part of a selector or an alias; undefined where it matches every value. */
export function fixedPart(part: string | undefined): string | undefined {
  return isAny(part) ? undefined : part;
}

/**
 * Whether a name selector matches a service: each part equals the whole string, or matches every value.
 * Source: maistra/istio pkg/servicemesh/federation/common/namemapping.go `nameMatcher.NameForService`.
 */
export function matchesName(selector: NameSelector, service: NamespacedName): boolean {
  return covers(selector.namespace, service.namespace) && covers(selector.name, service.name);
}

/**
 * The name of a service after an alias; parts of the alias that match every value change nothing.
 * Source: maistra/istio pkg/servicemesh/federation/common/namemapping.go `nameMatcher.NameForService`.
 */
export function applyAlias({ name, namespace }: Alias, service: NamespacedName): NamespacedName {
  return {
    name: isAny(name) ? service.name : name,
    namespace: isAny(namespace) ? service.namespace : namespace,
  };
}

/** Whether two selectors can match a common service. */
export function meets(a: Alias, b: Alias): boolean {
  const meet = (one: string | undefined, other: string | undefined) => covers(one, other) || covers(other, one);
  return meet(a.namespace, b.namespace) && meet(a.name, b.name);
}

/** Whether one part of a selector matches everything that another part (or a literal value) matches. */
export function covers(wider: string | undefined, narrower: string | undefined): boolean {
  return isAny(wider) || wider === narrower;
}
