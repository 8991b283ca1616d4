/** A set of texts as AuthorizationPolicies have them: whole ones, and ones with a star at the start or the end. */
export class TextPatterns {
  private readonly whole: ReadonlySet<string>;
  private readonly starred: readonly string[];

  constructor(patterns: readonly string[]) {
    this.whole = new Set(patterns.filter((pattern) => !isStarred(pattern)));
    this.starred = patterns.filter(isStarred);
  }

  /** Whether one of the patterns matches a text. */
  match(text: string): boolean {
    return this.whole.has(text) || this.starred.some((pattern) => matches(pattern, text));
  }
}

function isStarred(pattern: string): boolean {
  return pattern.startsWith('*') || pattern.endsWith('*');
}

function matches(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text.endsWith(pattern.slice(1));
}

/** The identity of a gateway that the operator creates, without `spiffe://`; maistra/istio-operator resources/helm. */
export function gatewayIdentity(trustDomain: string, namespace: string, gateway: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${gateway}-service-account`;
}
