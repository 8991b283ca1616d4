import { ISSUE_CODES, isIssueCode } from '../issues/catalogue';
import { codeExplanation } from '../issues/explain';
import { explanationOf, INPUT_EXPLANATION } from '../lint/explain';
import { RULES } from '../lint/rules/all';
import { INPUT_RULE } from '../lint/suppress';

/** Every code that {@link explain} knows: lint rules, then issue codes. */
export const CODES: readonly string[] = [INPUT_RULE, ...RULES.map(({ id }) => id), ...ISSUE_CODES];

/** What a lint rule or an issue code means and how to fix it, as Markdown; undefined for an unknown code. */
export function explain(code: string): string | undefined {
  if (isIssueCode(code)) return codeExplanation(code);
  if (code === INPUT_RULE) return INPUT_EXPLANATION;
  const rule = RULES.find(({ id }) => id === code);
  return rule && explanationOf(rule);
}
