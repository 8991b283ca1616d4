import type { Alias, NameSelector } from './rules';

/** The two parts by which federation knows a service. */
export interface ServiceName {
  /** First part of the host. */
  readonly name: string;
  /** Second part of the host; it need not be an existing namespace once an alias was applied. */
  readonly namespace: string;
}

/**
 * Whether a part of a selector or an alias stands for every value: missing, empty or `"*"`.
 * Source: fact sheet 2.4; maistra/istio common/namemapping.go, `MatchAny`.
 */
export function isAny(part: string | undefined): part is undefined | '' | '*' {
  return part === undefined || part === '' || part === '*';
}

/**
 * Whether a name selector matches a service: both parts are equal as whole strings, or stand for every value.
 * Source: fact sheet 2.4; maistra/istio common/namemapping.go `nameMatcher.NameForService`.
 */
export function matchesName(selector: NameSelector, service: ServiceName): boolean {
  return covers(selector.namespace, service.namespace) && covers(selector.name, service.name);
}

/**
 * The name of a service after an alias; parts of the alias that stand for every value change nothing.
 * Source: fact sheet 2.4; maistra/istio common/namemapping.go `nameMatcher.NameForService`.
 */
export function applyAlias({ name, namespace }: Alias, service: ServiceName): ServiceName {
  return {
    name: isAny(name) ? service.name : name,
    namespace: isAny(namespace) ? service.namespace : namespace,
  };
}

/** Whether two selectors may accept a common service. */
export function meets(a: Alias, b: Alias): boolean {
  const meet = (one: string | undefined, other: string | undefined) => covers(one, other) || covers(other, one);
  return meet(a.namespace, b.namespace) && meet(a.name, b.name);
}

/** Whether one part of a selector accepts everything that another part (or a literal value) accepts. */
export function covers(wider: string | undefined, narrower: string | undefined): boolean {
  return isAny(wider) || wider === narrower;
}
