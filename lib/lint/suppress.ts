import { type ManifestObject, objectName } from '../manifests/object';
import { textAt } from '../observed/fields';
import type { Diagnostic } from './diagnostic';
import { placeOf } from './run';

/** The annotation that suppresses diagnostics of its object: the numbers of rules, then a reason. */
const IGNORE_ANNOTATION = 'ossm-fed.dev/ignore';

/** The number under which the linter reports problems of its input and unused suppressions. */
export const INPUT_RULE = 'FED000';

/** A suppression of all diagnostics of a rule. */
export interface Ignore {
  /** The number of the rule: `FED042`. */
  readonly rule: string;
  /** Where it is written: `--ignore`, or the path of the topology file. */
  readonly origin: string;
}

/** The result of suppressions. */
export interface Remaining {
  /** The diagnostics that are not suppressed, and those on suppressions that are unused or invalid. */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of suppressed diagnostics. */
  readonly suppressed: number;
}

/** One suppression of one rule. */
interface Suppression {
  /** Whether it suppresses a diagnostic. */
  readonly matches: (diagnostic: Diagnostic) => boolean;
  /** What is reported where it matches no diagnostic. */
  readonly unused: Diagnostic;
}

/** Removes the diagnostics of ignored rules, and those that annotations of their objects suppress. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  objects: readonly ManifestObject[],
  ignores: readonly Ignore[],
): Remaining {
  const suppressions = [...ignores.map(byRule), ...objects.flatMap(byAnnotation)];
  const used = new Set<Suppression>();
  const left = diagnostics.filter((diagnostic) => {
    const matching = suppressions.filter(({ matches }) => matches(diagnostic));
    for (const suppression of matching) used.add(suppression);
    return matching.length === 0;
  });
  const unused = suppressions.filter((suppression) => !used.has(suppression)).map((one) => one.unused);
  return { diagnostics: [...left, ...unused], suppressed: diagnostics.length - left.length };
}

function byRule({ rule, origin }: Ignore): Suppression {
  const isFlag = origin.startsWith('-');
  const place = { cluster: '', file: isFlag ? '' : origin, object: '', path: isFlag ? origin : `lint.ignore.${rule}` };
  return { matches: (diagnostic) => diagnostic.rule === rule, unused: unusedSuppression(rule, place) };
}

/** Whether an object has an annotation that suppresses diagnostics. */
export function hasSuppression({ value }: ManifestObject): boolean {
  return textAt(value, ['metadata', 'annotations', IGNORE_ANNOTATION]) !== undefined;
}

function byAnnotation(object: ManifestObject): readonly Suppression[] {
  const text = textAt(object.value, ['metadata', 'annotations', IGNORE_ANNOTATION]);
  if (text === undefined) return [];
  const place = placeOf({ object, path: ['metadata', 'annotations', IGNORE_ANNOTATION] });
  const [, rules = '', reason = ''] = /^((?:FED\d{3}[\s,:]*)*)(.*)$/s.exec(text) ?? [];
  const ids = rules.match(/FED\d{3}/g) ?? [];
  // A reason lets readers decide later whether the suppression is still right.
  if (ids.length === 0 || reason.trim() === '')
    return [{ matches: () => false, unused: invalidSuppression(text, place) }];
  const name = objectName(object);
  return ids.map((rule) => ({
    matches: (diagnostic) =>
      diagnostic.rule === rule &&
      diagnostic.object === name &&
      diagnostic.cluster === object.cluster &&
      diagnostic.file === object.file.path,
    unused: unusedSuppression(rule, place),
  }));
}

type SuppressionPlace = Pick<Diagnostic, 'cluster' | 'file' | 'line' | 'column' | 'object' | 'path'>;

function unusedSuppression(rule: string, place: SuppressionPlace): Diagnostic {
  return problem(place, `unused suppression of ${rule}`, 'remove it');
}

function invalidSuppression(text: string, place: SuppressionPlace): Diagnostic {
  const fix = 'write rules and a reason, such as "FED042: a firewall restricts access"';
  return problem(place, `invalid suppression "${text}": expected rules and a reason`, fix);
}

function problem(place: SuppressionPlace, message: string, fix: string): Diagnostic {
  const effect = 'nothing is suppressed';
  return { rule: INPUT_RULE, severity: 'warning', ...place, message, effect, fix, related: [] };
}
