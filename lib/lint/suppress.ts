import { type ManifestObject, objectName } from '../manifests/object';
import { textAt } from '../observed/fields';
import type { Diagnostic } from './diagnostic';
import { placeOf } from './run';

/** The annotation by which an object says what is not to be reported about it: rules, then a reason. */
export const IGNORE_ANNOTATION = 'ossm-fed.dev/ignore';

/** The rule under which the linter reports on its own input. */
export const INPUT_RULE = 'FED000';

/** A rule that is not to be reported, and who said so. */
export interface Ignore {
  readonly rule: string;
  /** Where it was said, such as `--ignore` or the topology file. */
  readonly origin: string;
}

/** What is left after suppressions. */
export interface Remaining {
  /** The diagnostics that nobody suppressed, and remarks on suppressions that did nothing. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many were suppressed. */
  readonly suppressed: number;
}

/** One suppression: what it takes away, and the remark on it where that is nothing. */
interface Suppression {
  readonly takes: (diagnostic: Diagnostic) => boolean;
  readonly remark: Diagnostic;
}

/** Takes away what is ignored by rule, and what annotated objects ignore about themselves. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  objects: readonly ManifestObject[],
  ignores: readonly Ignore[],
): Remaining {
  const suppressions = [...ignores.map(byRule), ...objects.flatMap(byAnnotation)];
  const used = new Set<Suppression>();
  const left = diagnostics.filter((diagnostic) => {
    const taking = suppressions.filter(({ takes }) => takes(diagnostic));
    for (const suppression of taking) used.add(suppression);
    return taking.length === 0;
  });
  const unused = suppressions.filter((suppression) => !used.has(suppression)).map(({ remark }) => remark);
  return { diagnostics: [...left, ...unused], suppressed: diagnostics.length - left.length };
}

function byRule({ rule, origin }: Ignore): Suppression {
  const place = { cluster: '', file: origin, line: 1, column: 1, object: '', path: '' };
  return { takes: (diagnostic) => diagnostic.rule === rule, remark: unusedRemark(rule, place) };
}

function byAnnotation(object: ManifestObject): readonly Suppression[] {
  const text = textAt(object.value, ['metadata', 'annotations', IGNORE_ANNOTATION]);
  if (text === undefined) return [];
  const place = placeOf({ object, path: ['metadata', 'annotations', IGNORE_ANNOTATION] });
  const [, rules = '', reason = ''] = /^((?:FED\d{3}[\s,:]*)*)(.*)$/s.exec(text) ?? [];
  const ids = rules.match(/FED\d{3}/g) ?? [];
  // Without a reason nobody can tell later whether the suppression is still right.
  if (ids.length === 0 || reason.trim() === '') return [{ takes: () => false, remark: formRemark(text, place) }];
  const name = objectName(object);
  return ids.map((rule) => ({
    takes: (diagnostic) =>
      diagnostic.rule === rule &&
      diagnostic.object === name &&
      diagnostic.cluster === object.cluster &&
      diagnostic.file === object.file.path,
    remark: unusedRemark(rule, place),
  }));
}

type Place = Pick<Diagnostic, 'cluster' | 'file' | 'line' | 'column' | 'object' | 'path'>;

function unusedRemark(rule: string, place: Place): Diagnostic {
  return remark(place, `the suppression of ${rule} suppresses nothing`, 'remove it');
}

function formRemark(text: string, place: Place): Diagnostic {
  const fix = 'write rules and a reason, such as "FED042: a firewall stands in front"';
  return remark(place, `"${text}" does not say which rules to ignore and why`, fix);
}

function remark(place: Place, message: string, fix: string): Diagnostic {
  const effect = 'nothing is suppressed, and the next reader is misled';
  return { rule: INPUT_RULE, severity: 'warning', ...place, message, effect, fix, related: [] };
}
