import type { IssueList, Path } from '../issues/issue';
import type { ImportRef, MatchProps, TextMatch, TrafficProps } from '../topology/model';
import { isFields } from '../values';
import { importedRef, type RefContext } from './import-refs';
import type { ImportedRef, Route } from './model';

/** Whether a traffic entry has a VirtualService. */
export function routesRequests(props: TrafficProps): boolean {
  const { split, mirror, routes, timeout, retries, hosts, gateways, override } = props;
  return [split, mirror, routes, timeout, retries, hosts, gateways, override].some((part) => part !== undefined);
}

/** Reports matches without a condition or with a wrong one, and hosts that calls of workloads cannot have. */
export function checkRouteForms(props: TrafficProps, path: Path, issues: IssueList): void {
  for (const [i, { match }] of (props.routes ?? []).entries()) {
    for (const [j, one] of match.entries()) checkMatch(one, [...path, 'routes', i, 'match', j], issues);
  }
  const { gateways = ['mesh'], hosts = [] } = props;
  const any = hosts.indexOf('*');
  if (any < 0 || !gateways.includes('mesh')) return;
  const fix = 'write the hosts, or only Gateways in "gateways"';
  issues.add('TOP149', [...path, 'hosts', any], 'the host "*" requires "gateways" without "mesh"', fix);
}

function checkMatch(match: MatchProps, path: Path, issues: IssueList): void {
  const { uri, headers = {}, method } = match;
  const texts: readonly (readonly [TextMatch, Path])[] = [
    ...(uri === undefined ? [] : [[uri, [...path, 'uri']] as const]),
    ...Object.entries(headers).map(([name, text]) => [text, [...path, 'headers', name]] as const),
  ];
  if (texts.length === 0 && method === undefined) {
    const fix = 'add "uri", "headers" or "method", or use "split" of the entry for all other requests';
    issues.add('TOP149', path, 'a match without a condition', fix);
  }
  for (const [text, where] of texts) {
    if (Object.keys(text).length === 1) continue;
    const message = 'a condition on a text must have exactly one of "exact", "prefix" and "regex"';
    issues.add('TOP149', where, message, 'write exactly one of them');
  }
  for (const name of Object.keys(headers)) {
    if (/^[-!#$%&'*+.^_`|~a-z0-9]+$/.test(name)) continue;
    const fix = `write "${name.toLowerCase()}"; for the path, the method and the host there are "uri", "method" and "hosts"`;
    issues.addAtKey('TOP149', [...path, 'headers', name], `invalid header name "${name}"`, fix);
  }
}

/** The hosts of requests, without references to nothing. */
export function requestHosts(
  hosts: readonly (string | ImportRef)[],
  path: Path,
  context: RefContext,
): readonly (string | ImportedRef)[] {
  return hosts.flatMap((host, i) =>
    typeof host === 'string' ? host : (importedRef(host, [...path, i], context) ?? []),
  );
}

/**
 * The references to imports in an override: maps with `share` as a `host`, or in a list of `hosts`.
 *
 * @param path the place of the override in the topology
 */
export function hostsIn(override: unknown, path: Path, context: RefContext): Route['overrideHosts'] {
  return refsIn(override, []).map(({ at, ref }) => {
    const imported = importedRef(ref, [...path, ...at], context);
    return { at, ...(imported !== undefined && { imported }) };
  });
}

function refsIn(value: unknown, at: Path): readonly { readonly at: Path; readonly ref: ImportRef }[] {
  if (typeof value !== 'object' || value === null) return [];
  const isHost = at.at(-1) === 'host' || at.at(-2) === 'hosts';
  if (isHost && isFields(value) && isImportRef(value)) return [{ at, ref: value }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, part]) => refsIn(part, [...at, key]));
}

/** Whether a value of any shape is a reference to an import. */
function isImportRef(value: { readonly [key: string]: unknown }): value is ImportRef & typeof value {
  const { share, mesh, service, ...others } = value;
  const isService =
    service === undefined || (isFields(service) && isString(service.name) && isString(service.namespace));
  return isString(share) && (mesh === undefined || isString(mesh)) && isService && Object.keys(others).length === 0;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
