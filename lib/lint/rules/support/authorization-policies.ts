import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { listAt, mapAt, textAt } from '../../../observed/fields';
import type { ObservedMesh } from '../../../observed/model';
import { TextPatterns } from './identities';
import { labelsAt, textsAt } from './texts';

/** An AuthorizationPolicy as its mesh understands it. */
export interface AuthorizationPolicy {
  readonly object: ManifestObject;
  readonly action: string;
  /** The labels of the pods that it is for; all pods of its namespace where it is empty. */
  readonly selector: Labels;
  /** Where the sources of its rules stand. */
  readonly sources: readonly Path[];
  /**
   * Whether a rule is for a caller. What else restricts a rule, such as `to`, `when` or an address, is taken to hold,
   * as nobody knows whether it does.
   */
  readonly isFor: (principal: string, namespace: string) => boolean;
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

/** The names of a mesh for its own trust domain, besides the real one; fact sheet 2.2. */
export function trustDomainAliases(mesh: ObservedMesh): readonly string[] {
  return ['cluster.local', ...textsAt(mesh.spec, ['security', 'trust', 'additionalDomains'])];
}

function readRules(mesh: ObservedMesh, object: ManifestObject): Pick<AuthorizationPolicy, 'sources' | 'isFor'> {
  const aliases = new Set(trustDomainAliases(mesh));
  const patterns = (path: Path) => textsAt(object.value, path).map((text) => withOwnDomain(text, aliases, mesh));
  const sources: Path[] = [];
  const principals: string[] = [];
  const others: Caller[] = [];
  let isForAll = false;
  for (const [i, rule] of listAt(object.value, ['spec', 'rules']).entries()) {
    const from = listAt(rule, ['from']).map((_, j): Path => ['spec', 'rules', i, 'from', j, 'source']);
    isForAll ||= from.length === 0;
    for (const path of from) {
      sources.push(path);
      const [field, ...more] = Object.keys(mapAt(object.value, path));
      // The usual ones are put together, as a hub may have one for each of a thousand peers.
      if (field === 'principals' && more.length === 0) principals.push(...patterns([...path, field]));
      else others.push(callerOf((name) => patterns([...path, name])));
    }
  }
  const usual = new TextPatterns(principals);
  const isFor: Caller = (principal, namespace) =>
    isForAll || usual.match(principal) || others.some((other) => other(principal, namespace));
  return { sources, isFor };
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

/** A principal that names the mesh's own trust domain otherwise, under its real name. */
function withOwnDomain(principal: string, aliases: ReadonlySet<string>, mesh: ObservedMesh): string {
  const slash = principal.indexOf('/');
  return slash > 0 && aliases.has(principal.slice(0, slash)) ? mesh.trustDomain + principal.slice(slash) : principal;
}
