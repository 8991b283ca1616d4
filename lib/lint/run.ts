import { printPath } from '../issues/issue';
import { objectName, positionOf } from '../manifests/object';
import type { Fleet } from '../observed/model';
import type { Diagnostic, DiagnosticPlace, Finding, Subject } from './diagnostic';
import type { Rule } from './rule';

/** What all rules find in a fleet, in the order of the rules. */
export function findings(fleet: Fleet, rules: readonly Rule[]): readonly { rule: Rule; finding: Finding }[] {
  const found: { rule: Rule; finding: Finding }[] = [];
  for (const rule of rules) rule.check(fleet, (finding) => found.push({ rule, finding }));
  return found;
}

/** What all rules find in a fleet with places, sorted by these. */
export function runRules(fleet: Fleet, rules: readonly Rule[]): readonly Diagnostic[] {
  return sortDiagnostics(findings(fleet, rules).map(({ rule, finding }) => toDiagnostic(rule, finding)));
}

/** Diagnostics by cluster, file, line, column, rule and message, each once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = new Map(diagnostics.map((diagnostic) => [sortKey(diagnostic), diagnostic]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, diagnostic]) => diagnostic);
}

function sortKey({ cluster, file, line = 0, column = 0, rule, path, message }: Diagnostic): string {
  const pad = (number: number) => String(number).padStart(9, '0');
  return [cluster, file, pad(line), pad(column), rule, path, message].join('\0');
}

function toDiagnostic(rule: Rule, finding: Finding): Diagnostic {
  return {
    rule: rule.id,
    finding: finding.name,
    severity: finding.severity,
    ...placeOf(finding),
    message: finding.message,
    effect: finding.effect,
    fix: finding.fix,
    related: finding.related.map((related) => ({ ...placeOf(related), text: related.text })),
  };
}

/** The place of a part of an object. */
export function placeOf({ object, path = [], atKey }: Subject): DiagnosticPlace {
  return {
    cluster: object.cluster,
    file: object.file.path,
    ...positionOf(object, path, atKey),
    object: objectName(object),
    path: printPath(path),
  };
}
