import { type ManifestObject, objectName } from '../manifests/object';
import { textAt } from '../observed/fields';
import { groupBy } from '../values';
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
  /** The key of the diagnostics that it suppresses, see `keysOf`; undefined if it is invalid. */
  readonly key?: string;
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
  const byKey = groupBy(suppressions, ({ key }) => key ?? '');
  const used = new Set<Suppression>();
  const left = diagnostics.filter((diagnostic) => {
    const matching = keysOf(diagnostic).flatMap((key) => byKey.get(key) ?? []);
    for (const suppression of matching) used.add(suppression);
    return matching.length === 0;
  });
  const unused = suppressions.filter((suppression) => !used.has(suppression)).map((one) => one.unused);
  return { diagnostics: [...left, ...unused], suppressed: diagnostics.length - left.length };
}

/** The keys of the suppressions that match a diagnostic: of its rule, and of its rule for its object. */
function keysOf({ rule, object, cluster, file }: Diagnostic): readonly string[] {
  return [rule, JSON.stringify([rule, object, cluster, file])];
}

function byRule({ rule, origin }: Ignore): Suppression {
  const isFlag = origin.startsWith('-');
  const place = { cluster: '', file: isFlag ? '' : origin, object: '', path: isFlag ? origin : `lint.ignore.${rule}` };
  return { key: rule, unused: unusedSuppression(rule, place) };
}

/** Whether an object has an annotation that suppresses diagnostics. */
export function hasSuppression({ value }: ManifestObject): boolean {
  return textAt(value, ['metadata', 'annotations', IGNORE_ANNOTATION]) !== undefined;
}

function byAnnotation(object: ManifestObject): readonly Suppression[] {
  const text = textAt(object.value, ['metadata', 'annotations', IGNORE_ANNOTATION]);
  if (text === undefined) return [];
  const place = placeOf({ object, path: ['metadata', 'annotations', IGNORE_ANNOTATION] });
  const ids = ignoredIn(object);
  if (ids.length === 0) return [{ unused: invalidSuppression(text, place) }];
  const name = objectName(object);
  return ids.map((rule) => ({
    key: JSON.stringify([rule, name, object.cluster, object.file.path]),
    unused: unusedSuppression(rule, place),
  }));
}

/** The rules that the annotation of an object suppresses for it; none if the annotation has no reason. */
export function ignoredIn({ value }: ManifestObject): readonly string[] {
  const text = textAt(value, ['metadata', 'annotations', IGNORE_ANNOTATION]) ?? '';
  const [, rules = '', reason = ''] = /^((?:FED\d{3}[\s,:]*)*)(.*)$/s.exec(text) ?? [];
  // A reason lets readers decide later whether the suppression is still right.
  return reason.trim() === '' ? [] : (rules.match(/FED\d{3}/g) ?? []);
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
