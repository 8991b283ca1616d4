import type { Path } from '../issues/issue';
import type { ManifestObject } from '../manifests/object';
import type { Labels } from '../matching/label-selector';
import { labelsAt, listAt, mapAt, textAt, textsAt } from '../observed/fields';
import type { DraftFailure, DraftHop } from './draft';
import {
  allOf,
  anyOf,
  type Certainty,
  matchesPrincipal,
  matchesText,
  not,
  type Principal,
  principalText,
} from './identity';

/** The pods that policies protect, and who calls them. */
export interface PolicyQuestion {
  /** The AuthorizationPolicies of the mesh. */
  readonly policies: readonly ManifestObject[];
  /** The namespace whose policies without a selector apply to all pods of the mesh. */
  readonly rootNamespace: string;
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The labels of the pods, as far as they are known. */
  readonly labels: Labels;
  /** The identity of the caller. */
  readonly principal: Principal;
  /** The trust domain of the mesh, its aliases and `cluster.local`, which mean each other in policies. */
  readonly ownDomains: readonly string[];
  /** The port of the pods; undefined where it is unknown. */
  readonly port: number | undefined;
}

/** What policies say about a call: hops for those that were looked at, and a failure if they deny it. */
export interface Verdict {
  /** The hops. */
  readonly hops: readonly DraftHop[];
  /** Why the call is denied; undefined if it is allowed, or if that depends on what manifests do not say. */
  readonly denial?: Omit<DraftFailure, 'arrives' | 'code'>;
}

const DENIED = 'the call gets 403 "RBAC: access denied"';

/** Judges a call by AuthorizationPolicies: one that denies it comes first, then one must allow it if there are any. */
export function judge(question: PolicyQuestion): Verdict {
  const own = question.policies.filter((policy) => applies(policy, question));
  const ofAction = (action: string) =>
    own.filter(({ value }) => (textAt(value, ['spec', 'action']) ?? 'ALLOW') === action);
  const who = principalText(question.principal);
  const denies = ofAction('DENY').map((policy) => ({ policy, ...match(policy, question) }));
  const denying = denies.find(({ answer }) => answer === 'yes');
  if (denying !== undefined) {
    const subject = { object: denying.policy, path: denying.path };
    return {
      hops: [policyHop(denying.policy, denying.path, 'denies', who)],
      denial: {
        message: `this policy denies calls of "${who}"`,
        effect: DENIED,
        fix: `leave "${who}" out of the policy`,
        subject,
      },
    };
  }
  const notes = denies
    .filter(({ answer }) => answer === 'maybe')
    .map(({ policy, path }) => policyHop(policy, path, 'denies some calls of', who));
  const allows = ofAction('ALLOW').map((policy) => ({ policy, ...match(policy, question) }));
  const best = allows.find(({ answer }) => answer === 'yes') ?? allows.find(({ answer }) => answer === 'maybe');
  if (best !== undefined) {
    const word = best.answer === 'yes' ? 'allows' : 'allows some calls of';
    return { hops: [...notes, policyHop(best.policy, best.path, word, who)] };
  }
  const last = allows.at(-1);
  if (last === undefined) return { hops: notes };
  return {
    hops: [...notes, policyHop(last.policy, ['spec', 'rules'], 'does not allow', who)],
    denial: {
      message: `no rule allows "${who}", the identity with which the call arrives`,
      effect: DENIED,
      fix: `add "${who}" to the principals of a rule`,
      subject: { object: last.policy, path: ['spec', 'rules'] },
    },
  };
}

function policyHop(object: ManifestObject, path: Path, word: string, who: string): DraftHop {
  const name = `AuthorizationPolicy ${object.namespace ?? ''}/${object.name}`;
  return { kind: 'policy', text: `${name} ${word} ${who}`, subject: { object, path } };
}

/** Whether a policy applies to the pods. */
function applies({ value, namespace }: ManifestObject, question: PolicyQuestion): boolean {
  const spec = mapAt(value, ['spec']);
  if ('targetRef' in spec || 'targetRefs' in spec) return false;
  const selector = Object.entries(labelsAt(spec, ['selector', 'matchLabels']));
  if (namespace !== question.namespace && !(namespace === question.rootNamespace && selector.length === 0))
    return false;
  return selector.every(([key, text]) => question.labels[key] === text);
}

/** Whether any rule of a policy matches, and the first one that does best. */
function match(
  { value }: ManifestObject,
  question: PolicyQuestion,
): { readonly answer: Certainty; readonly path: Path } {
  const rules = listAt(value, ['spec', 'rules']).map((rule, i) => ({
    answer: matchRule(rule, question),
    path: ['spec', 'rules', i],
  }));
  const answer = anyOf(rules.map((rule) => rule.answer));
  return { answer, path: rules.find((rule) => rule.answer === answer)?.path ?? ['spec'] };
}

function matchRule(rule: unknown, question: PolicyQuestion): Certainty {
  const [from, to, when] = ['from', 'to', 'when'].map((field) => listAt(rule, [field])) as [
    unknown[],
    unknown[],
    unknown[],
  ];
  return allOf([
    from.length === 0 ? 'yes' : anyOf(from.map((one) => matchSource(mapAt(one, ['source']), question))),
    to.length === 0 ? 'yes' : anyOf(to.map((one) => matchOperation(mapAt(one, ['operation']), question))),
    when.length === 0 ? 'yes' : 'maybe',
  ]);
}

function matchSource(source: { readonly [field: string]: unknown }, question: PolicyQuestion): Certainty {
  const { principal } = question;
  const principals = (field: string) =>
    anyOf(
      textsAt(source, [field])
        .flatMap((text) => withAliases(text, question))
        .map((text) => matchesPrincipal(text, principal)),
    );
  const namespaces = (field: string): Certainty =>
    textsAt(source, [field]).some((text) => matchesText(text, principal.namespace)) ? 'yes' : 'no';
  return allOf(
    Object.keys(source).map((field): Certainty => {
      if (field === 'principals') return principals(field);
      if (field === 'notPrincipals') return not(principals(field));
      if (field === 'namespaces') return namespaces(field);
      if (field === 'notNamespaces') return not(namespaces(field));
      return 'maybe';
    }),
  );
}

function matchOperation(operation: { readonly [field: string]: unknown }, { port }: PolicyQuestion): Certainty {
  return allOf(
    Object.entries(operation).map(([field, value]): Certainty => {
      if (port === undefined || field !== 'ports') return 'maybe';
      return listAt(value).some((text) => String(text) === String(port)) ? 'yes' : 'no';
    }),
  );
}

/**
 * A principal with each name of the own trust domain in place of the one that it has. Istio replaces those of whole
 * principals, and takes a pattern as it is written. Source: istio/istio pilot/pkg/security/trustdomain/bundle.go.
 */
function withAliases(text: string, { ownDomains }: PolicyQuestion): readonly string[] {
  const [domain = '', ...rest] = text.split('/');
  const isWhole = rest.length === 4 && rest[0] === 'ns' && rest[2] === 'sa';
  return isWhole && ownDomains.includes(domain) ? ownDomains.map((one) => [one, ...rest].join('/')) : [text];
}
