import { type Problem, placeFields } from '../../issues/problem';
import type { Diagnostic } from '../diagnostic';

/** A diagnostic as a problem for programs, whose code is the rule. */
export function diagnosticProblem(diagnostic: Diagnostic): Problem {
  const { rule, finding, severity, message, effect, fix, related } = diagnostic;
  return {
    code: rule,
    ...(finding !== undefined && { finding }),
    severity,
    ...placeFields(diagnostic),
    message,
    ...(effect !== '' && { effect }),
    fix,
    related: related.map((place) => ({ ...placeFields(place), text: place.text })),
  };
}
