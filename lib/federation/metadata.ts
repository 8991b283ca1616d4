import type { IssueList, Path } from '../issues/issue';
import type { ClusterProps } from '../topology/model';

/** The name in a key, and the value of a label. Source: Kubernetes documentation, Labels and Selectors. */
const NAME = /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** The prefix of a key: a DNS name. */
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The maximum size of all annotations of an object in bytes. Source: Kubernetes documentation, Annotations. */
const MAX_ANNOTATIONS = 256 * 1024;

const KEY_FIX =
  'write at most 63 letters, digits, "-", "_" and ".", optionally after a DNS name and "/", such as example.org/team';
const VALUE_FIX =
  'write at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit, or use an annotation';

/**
 * Checks labels and annotations as the Kubernetes API does.
 *
 * @param path the place of a cluster, or of the defaults for all clusters
 */
export function checkMetadata(path: Path, { labels = {}, annotations = {} }: ClusterProps, issues: IssueList): void {
  checkLabels([...path, 'labels'], labels, issues);
  for (const key of Object.keys(annotations)) checkKey('an annotation', key, [...path, 'annotations', key], issues);
  const size = Object.entries(annotations).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (size <= MAX_ANNOTATIONS) return;
  const message = `the annotations have ${size} bytes, the maximum is ${MAX_ANNOTATIONS}`;
  issues.add('TOP105', [...path, 'annotations'], message, 'remove annotations');
}

/** Checks labels as the Kubernetes API does. */
export function checkLabels(path: Path, labels: { readonly [key: string]: string }, issues: IssueList): void {
  for (const [key, value] of Object.entries(labels)) {
    checkKey('a label', key, [...path, key], issues);
    if (value === '' || NAME.test(value)) continue;
    issues.add('TOP105', [...path, key], `invalid value "${value}" of the label "${key}"`, VALUE_FIX);
  }
}

function checkKey(what: string, key: string, path: Path, issues: IssueList): void {
  const parts = key.split('/');
  const [name = '', prefix] = parts.reverse();
  if (parts.length <= 2 && NAME.test(name) && (prefix === undefined || PREFIX.test(prefix))) return;
  issues.addAtKey('TOP105', path, `invalid key "${key}" of ${what}`, KEY_FIX);
}
