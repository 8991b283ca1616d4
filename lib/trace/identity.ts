import { TextPatterns } from '../lint/rules/support/identities';

/** The identity with which a call arrives; without an account where the manifests do not say it. */
export interface Principal {
  /** The trust domain. */
  readonly domain: string;
  /** The namespace. */
  readonly namespace: string;
  /** The service account; undefined where it is unknown. */
  readonly account?: string | undefined;
}

/** Whether something is so; `maybe` where the manifests do not say it. */
export type Certainty = 'yes' | 'no' | 'maybe';

/** A principal as AuthorizationPolicies write it. */
export function principalText({ domain, namespace, account = '<service account>' }: Principal): string {
  return `${domain}/ns/${namespace}/sa/${account}`;
}

/** Whether a pattern of an AuthorizationPolicy, whole or with a star at one end, matches a principal. */
export function matchesPrincipal(pattern: string, { domain, namespace, account }: Principal): Certainty {
  const known = `${domain}/ns/${namespace}/sa/${account ?? ''}`;
  if (pattern === '*') return 'yes';
  if (account !== undefined) return matchesText(pattern, known) ? 'yes' : 'no';
  if (pattern.startsWith('*')) return 'maybe';
  if (!pattern.endsWith('*')) return pattern.startsWith(known) ? 'maybe' : 'no';
  const prefix = pattern.slice(0, -1);
  if (known.startsWith(prefix)) return 'yes';
  return prefix.startsWith(known) ? 'maybe' : 'no';
}

/** Whether a pattern of an AuthorizationPolicy matches a text. */
export function matchesText(pattern: string, text: string): boolean {
  return new TextPatterns([pattern]).match(text);
}

/** Whether any of some answers is yes. */
export function anyOf(answers: readonly Certainty[]): Certainty {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('maybe') ? 'maybe' : 'no';
}

/** Whether all of some answers are yes. */
export function allOf(answers: readonly Certainty[]): Certainty {
  if (answers.includes('no')) return 'no';
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

/** The opposite of an answer. */
export function not(answer: Certainty): Certainty {
  if (answer === 'maybe') return answer;
  return answer === 'yes' ? 'no' : 'yes';
}
