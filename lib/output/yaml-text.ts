import { stringify } from 'yaml';

/** Keys that people write first, in this order; all others follow in the order of the alphabet. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'type', 'name', 'namespace', 'enabled', 'labels', 'annotations'];
const IS_FIRST: ReadonlySet<string> = new Set(FIRST_KEYS);

/**
 * Texts that no YAML version takes for anything but a text, such as names, images, paths, identities and tokens; the
 * words that YAML 1.1 takes for booleans are not.
 */
const PLAIN = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)(?:[A-Za-z][\w./-]*|[A-Za-z/<][\w./:<>*-]*[\w/>*])$/i;

/**
 * Texts that `yaml` may write bare and other readers take for something else: the marks between documents, the merge
 * key, and what YAML 1.1 has for ends of lines.
 */
const MISREAD = /^(?:---|\.\.\.|<<$)|[\u007f-\u009f\u2028\u2029\ufeff]/;
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/**
 * A Kubernetes object as YAML, to the byte what the `yaml` package writes for the same keys in the same order, save
 * for texts that are read in two ways. That package builds a tree of nodes for each object, which took six of nine
 * seconds for 1,000 clusters; here only the texts that may need quoting go through it.
 *
 * @param object plain JSON values; keys whose value is undefined are left out
 */
export function toYaml(object: unknown): string {
  return isEmpty(object) || !isCollection(object) ? `${scalar(object, '')}\n` : block(object, '', '');
}

/** A map or a list that is not empty, in lines with the given indent; the first line has `lead` in its place. */
function block(value: object, pad: string, lead: string): string {
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? lead : pad}- ${listItem(item, `${pad}  `)}`;
    return text;
  }
  const values = value as { readonly [key: string]: unknown };
  for (const key of keysOf(values)) {
    const written = key.includes('\n') ? inQuotes(key) : scalar(key, pad);
    text += `${text === '' ? lead : pad}${written}:${mapValue(values[key], `${pad}  `)}`;
  }
  return text;
}

/** What follows the dash of a list item, up to the end of its last line. */
function listItem(item: unknown, pad: string): string {
  return !isCollection(item) || isEmpty(item) ? `${scalar(item, pad)}\n` : block(item, pad, '');
}

/** What follows the colon of a key, up to the end of its last line. */
function mapValue(item: unknown, pad: string): string {
  return !isCollection(item) || isEmpty(item) ? ` ${scalar(item, pad)}\n` : `\n${block(item, pad, pad)}`;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  if (!isCollection(value)) return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const key in value) if ((value as { readonly [key: string]: unknown })[key] !== undefined) return false;
  return true;
}

/** The keys of a map in the order in which they are written. */
function keysOf(map: { readonly [key: string]: unknown }): readonly string[] {
  const first: string[] = [];
  const others: string[] = [];
  for (const key of Object.keys(map)) if (map[key] !== undefined) (IS_FIRST.has(key) ? first : others).push(key);
  others.sort();
  if (first.length === 0) return others;
  first.sort((a, b) => FIRST_KEYS.indexOf(a) - FIRST_KEYS.indexOf(b));
  return [...first, ...others];
}

/** A value that stands on its key's line; the lines of a text with several follow with the given indent. */
function scalar(value: unknown, pad: string): string {
  if (isCollection(value)) return Array.isArray(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value ?? null);
  if (PLAIN.test(value)) return value;
  if (!value.includes('\n')) return quoted(value);
  if (!fitsBlock(value)) return inQuotes(value);
  const lines = value.replace(/\n$/, '').split('\n');
  return [value.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? line : pad + line))].join('\n');
}

/** Whether a text of several lines needs no more than `|` or `|-` before it to be read back as it is. */
function fitsBlock(text: string): boolean {
  return (
    /^\S/.test(text) && /\S\n?$/.test(text) && !/[ \t]$/m.test(text) && !/[^\P{Cc}\n]|[\u2028\u2029\ufeff]/u.test(text)
  );
}

/** A text in double quotes, on one line whatever it holds. */
function inQuotes(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What {@link quoted} found out: a federation repeats the same few thousand texts. */
const QUOTED = new Map<string, string>();
const MOST_QUOTED = 10_000;

/**
 * A text of one line, in quotes where any reader could take it for something else: Kubernetes reads YAML 1.1, in which
 * `yes` and `1:30` are no texts, and others read YAML 1.2, in which `0o1` is none.
 */
function quoted(text: string): string {
  const known = QUOTED.get(text);
  if (known !== undefined) return known;
  const safe = MISREAD.test(text) ? inQuotes(text) : whereNeeded(text);
  if (QUOTED.size < MOST_QUOTED) QUOTED.set(text, safe);
  return safe;
}

/** A text as one of the two YAML versions quotes it, or bare where neither does. */
function whereNeeded(text: string): string {
  const written = (['1.1', '1.2'] as const).map((version) => stringify(text, { version, lineWidth: 0 }).slice(0, -1));
  return written.find((candidate) => candidate !== text) ?? text;
}
