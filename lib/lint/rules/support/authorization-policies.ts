import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt, listAt, mapAt, textAt, textsAt } from '../../../observed/fields';
import type { ObservedMesh } from '../../../observed/model';
import { TextPatterns } from './identities';

/** An AuthorizationPolicy as its mesh reads it. */
export interface AuthorizationPolicy {
  /** The AuthorizationPolicy. */
  readonly object: ManifestObject;
  /** Its action; `ALLOW` by default. */
  readonly action: string;
  /** The labels of the pods that it selects; it selects all pods of its namespace where this is empty. */
  readonly selector: Labels;
  /** Where its rules have their sources. */
  readonly sources: readonly Path[];
  /**
   * Whether a rule matches a caller. Other conditions of a rule, such as `to`, `when` or an address, are assumed to
   * match, as that is not known from manifests.
   */
  readonly matches: (principal: string, namespace: string) => boolean;
}

/** Reads the AuthorizationPolicies of a mesh; those for a target of the Gateway API are left out. */
export function readAuthorizationPolicies(
  mesh: ObservedMesh,
  objects: readonly ManifestObject[],
): readonly AuthorizationPolicy[] {
  return objects
    .filter(({ value }) => Object.keys(mapAt(value, ['spec', 'targetRef'])).length === 0)
    .map((object) => ({
      object,
      action: textAt(object.value, ['spec', 'action']) ?? 'ALLOW',
      selector: labelsAt(object.value, ['spec', 'selector', 'matchLabels']),
      ...readRules(mesh, object),
    }));
}

/** The aliases of a mesh for its own trust domain; maistra/istio pilot/pkg/security/trustdomain/bundle.go. */
export function trustDomainAliases(mesh: ObservedMesh): readonly string[] {
  return ['cluster.local', ...textsAt(mesh.spec, ['security', 'trust', 'additionalDomains'])];
}

function readRules(mesh: ObservedMesh, object: ManifestObject): Pick<AuthorizationPolicy, 'sources' | 'matches'> {
  const aliases = new Set(trustDomainAliases(mesh));
  const patterns = (path: Path) => textsAt(object.value, path).map((text) => withOwnDomain(text, aliases, mesh));
  const sources: Path[] = [];
  const principals: string[] = [];
  const others: Caller[] = [];
  let matchesAll = false;
  for (const [i, rule] of listAt(object.value, ['spec', 'rules']).entries()) {
    const from = listAt(rule, ['from']).map((_, j): Path => ['spec', 'rules', i, 'from', j, 'source']);
    matchesAll ||= from.length === 0;
    for (const path of from) {
      sources.push(path);
      const [field, ...more] = Object.keys(mapAt(object.value, path));
      // Sources with only principals are put together, as a hub may have one for each of a thousand peers.
      if (field === 'principals' && more.length === 0) principals.push(...patterns([...path, field]));
      else others.push(callerOf((name) => patterns([...path, name])));
    }
  }
  const usual = new TextPatterns(principals);
  const matches: Caller = (principal, namespace) =>
    matchesAll || usual.match(principal) || others.some((other) => other(principal, namespace));
  return { sources, matches };
}

type Caller = (principal: string, namespace: string) => boolean;

function callerOf(patterns: (field: string) => readonly string[]): Caller {
  const texts = {
    principals: patterns('principals'),
    notPrincipals: patterns('notPrincipals'),
    namespaces: patterns('namespaces'),
    notNamespaces: patterns('notNamespaces'),
  };
  const principals = new TextPatterns(texts.principals);
  const notPrincipals = new TextPatterns(texts.notPrincipals);
  const namespaces = new TextPatterns(texts.namespaces);
  const notNamespaces = new TextPatterns(texts.notNamespaces);
  return (principal, namespace) =>
    (texts.principals.length === 0 || principals.match(principal)) &&
    !notPrincipals.match(principal) &&
    (texts.namespaces.length === 0 || namespaces.match(namespace)) &&
    !notNamespaces.match(namespace);
}

/** A principal with the real name of the mesh's own trust domain in place of an alias. */
function withOwnDomain(principal: string, aliases: ReadonlySet<string>, mesh: ObservedMesh): string {
  const slash = principal.indexOf('/');
  return slash > 0 && aliases.has(principal.slice(0, slash)) ? mesh.trustDomain + principal.slice(slash) : principal;
}
