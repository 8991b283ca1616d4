import { stringify } from 'yaml';
import { lint } from '../../../lib/library/lint';
import type { KubeObject } from '../../helpers/synthesize';
import type { Manifests } from '../harness/world';

const textOf = (objects: readonly KubeObject[]): string => objects.map((object) => stringify(object)).join('---\n');

/** What the linter finds in manifests: each code with its message. */
export function findingsOf(manifests: Manifests): readonly string[] {
  const files = Object.entries(manifests).map(([cluster, objects]) => [cluster, { 'all.yaml': textOf(objects) }]);
  return lint(Object.fromEntries(files)).diagnostics.map(({ rule, message }) => `${rule} ${message}`);
}

/** The codes of what the linter finds in broken manifests and not in the right ones, each once. */
export function newCodes(right: Manifests, wrong: Manifests): readonly string[] {
  const before = new Set(findingsOf(right));
  const found = findingsOf(wrong).filter((finding) => !before.has(finding));
  return [...new Set(found.map((finding) => finding.slice(0, 6)))].sort();
}

/** The code of a rule of the specification, such as FED105 for X5. */
export function codeOf(rule: string): string {
  return `FED1${rule.slice(1).padStart(2, '0')}`;
}
