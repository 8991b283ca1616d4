/** The end of the hosts of Kubernetes Services. */
const SUFFIX = '.svc.cluster.local';

/** The host of a Service. */
export function hostOfService(name: string, namespace: string): string {
  return `${name}.${namespace}${SUFFIX}`;
}

/** The Service that a host names; undefined for hosts of another form. */
export function serviceOfHost(host: string): { readonly name: string; readonly namespace: string } | undefined {
  if (!host.endsWith(SUFFIX)) return undefined;
  const [name = '', namespace = '', ...others] = host.slice(0, -SUFFIX.length).split('.');
  return name === '' || name.includes('*') || namespace === '' || others.length > 0 ? undefined : { name, namespace };
}

/** Whether a pattern is `*` or begins with `*.`. */
export function isWildcard(pattern: string): boolean {
  return pattern === '*' || pattern.startsWith('*.');
}

/** Whether a host, or all hosts of a wildcard, fit a pattern: the same host, `*`, or `*.` and an end of the host. */
export function fitsHost(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}

/** All patterns that fit a host, or all hosts of a wildcard: itself, `*`, and `*.` with each end of it. */
export function patternsFor(host: string): readonly string[] {
  const labels = host.split('.');
  const ends = labels.slice(1).map((_, i) => `*.${labels.slice(i + 1).join('.')}`);
  return [...new Set([host, '*', ...ends])];
}

/** The trust domain of a SPIFFE identity, with or without `spiffe://`; undefined where it has none. */
export function trustDomainOf(identity: string): string | undefined {
  const [, domain] = /^(?:spiffe:\/\/)?([^/*]+)\/./.exec(identity) ?? [];
  return domain;
}
