import { stringify } from 'yaml';

/** Keys that people write first, in this order; all others follow in the order of the alphabet. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'type', 'name', 'namespace', 'enabled', 'labels', 'annotations'];
const IS_FIRST: ReadonlySet<string> = new Set(FIRST_KEYS);

/** Texts that no YAML version takes for anything but a text; the words that YAML 1.1 takes for booleans are not. */
const PLAIN = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][\w./-]*$/i;

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
  return isEmpty(object) || !isCollection(object) ? `${scalar(object, 0)}\n` : block(object, 0);
}

/** A map or a list that is not empty, in lines with the given indent. */
function block(value: object, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) return value.map((item) => `${pad}- ${listItem(item, indent + 2)}`).join('');
  return entriesOf(value)
    .map(([key, item]) => `${pad}${key.includes('\n') ? inQuotes(key) : scalar(key, indent)}:${mapValue(item, indent)}`)
    .join('');
}

/** What follows the dash of a list item, up to the end of its last line. */
function listItem(item: unknown, indent: number): string {
  if (!isCollection(item) || isEmpty(item)) return `${scalar(item, indent)}\n`;
  return block(item, indent).slice(indent);
}

/** What follows the colon of a key, up to the end of its last line. */
function mapValue(item: unknown, indent: number): string {
  if (!isCollection(item) || isEmpty(item)) return ` ${scalar(item, indent + 2)}\n`;
  return `\n${block(item, indent + 2)}`;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isCollection(value) && (Array.isArray(value) ? value.length === 0 : entriesOf(value).length === 0);
}

/** The entries of a map in the order in which they are written. */
function entriesOf(map: object): readonly (readonly [string, unknown])[] {
  const values = map as { readonly [key: string]: unknown };
  const first = FIRST_KEYS.filter((key) => Object.hasOwn(values, key));
  const others = Object.keys(values).filter((key) => !IS_FIRST.has(key));
  return [...first, ...others.sort()]
    .map((key) => [key, values[key]] as const)
    .filter(([, value]) => value !== undefined);
}

/** A value that stands on its key's line; the lines of a text with several follow with the given indent. */
function scalar(value: unknown, indent: number): string {
  if (isCollection(value)) return Array.isArray(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value ?? null);
  if (PLAIN.test(value)) return value;
  if (!value.includes('\n')) return quoted(value);
  if (!fitsBlock(value)) return inQuotes(value);
  const pad = ' '.repeat(indent);
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
