import { stringify } from 'yaml';

/** Keys that come first, in this order; all others follow alphabetically. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'type', 'name', 'namespace', 'enabled', 'labels', 'annotations'];
const RANKS: ReadonlyMap<string, number> = new Map(FIRST_KEYS.map((key, rank) => [key, rank]));

/**
 * Texts that every YAML version reads as strings, such as names, images, paths, identities and tokens; not the words
 * that YAML 1.1 reads as booleans.
 */
const PLAIN = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)(?:[A-Za-z][\w./-]*|[A-Za-z/<][\w./:<>*-]*[\w/>*])$/i;

/**
 * Texts that `yaml` may write without quotes and other parsers read differently: document markers, the merge key, and
 * the value `=` of YAML 1.1, tabs, the line breaks of YAML 1.1, noncharacters, and halves of surrogate pairs.
 */
const MISREAD = /^(?:---|\.\.\.|<<$|=$)|[\t\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Cs}]/u;
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** The longest key that parsers read without `?` before it, in characters (YAML 1.2, 7.4.2). */
const MAX_KEY = 1024;

/**
 * A Kubernetes object as YAML: the same bytes as the `yaml` package writes for the same keys in the same order, except
 * for ambiguous strings. That package builds a tree of nodes for each object, which took six of nine seconds for 1,000
 * clusters; here it formats only strings that may need quotes.
 *
 * @param object plain JSON values; keys with the value undefined are omitted
 */
export function toYaml(object: unknown): string {
  return isEmpty(object) || !isCollection(object) ? `${scalar(object, '')}\n` : block(object, '', '');
}

/** A map or a list that is not empty, in lines with the given indent; the first line has `lead` instead. */
function block(value: object, pad: string, lead: string): string {
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? lead : pad}- ${listItem(item, `${pad}  `)}`;
    return text;
  }
  const values = value as { readonly [key: string]: unknown };
  for (const key of keysOf(values)) {
    const written = keyText(key, pad);
    text += `${text === '' ? lead : pad}${written}:${mapValue(values[key], `${pad}  `)}`;
  }
  return text;
}

/** A key on its line; a long one is marked as key, and its value follows on the next line. */
function keyText(key: string, pad: string): string {
  const written = PLAIN.test(key) ? key : key.includes('\n') ? inQuotes(key) : scalar(key, pad);
  return written.length <= MAX_KEY ? written : `? ${written}\n${pad}`;
}

/**
 * The way to the first text with half of a surrogate pair, which no encoding can write; none in nearly all cases.
 *
 * @param text the value as {@link toYaml} writes it
 */
export function malformedPath(value: unknown, text: string): readonly string[] {
  // Nearly no text has the first part, for which looking takes less time.
  return text.includes('\\ud') && /\\ud[89a-f]/.test(text) ? findMalformed(value, []).slice(0, 1) : [];
}

function findMalformed(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value === 'string') return HALF_PAIR.test(value) ? [path.join('.')] : [];
  if (!isCollection(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    HALF_PAIR.test(key) ? [path.join('.')] : findMalformed(item, [...path, key]),
  );
}

/** Half of a surrogate pair. */
const HALF_PAIR = /\p{Cs}/u;

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

/** The keys of a map in output order. */
function keysOf(map: { readonly [key: string]: unknown }): readonly string[] {
  const keys: string[] = [];
  let [isOrdered, last, lastRank] = [true, '', 0];
  for (const key of Object.keys(map)) {
    if (map[key] === undefined) continue;
    const rank = rankOf(key);
    if (rank < lastRank || (rank === lastRank && key < last)) isOrdered = false;
    [last, lastRank] = [key, rank];
    keys.push(key);
  }
  // Most maps are made in this order.
  return isOrdered ? keys : keys.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

/** The position of a key among {@link FIRST_KEYS}, or the one after them. */
function rankOf(key: string): number {
  return RANKS.get(key) ?? FIRST_KEYS.length;
}

/** A scalar on the line of its key; a multi-line string continues with the given indent. */
function scalar(value: unknown, pad: string): string {
  if (isCollection(value)) return Array.isArray(value) ? '[]' : '{}';
  // YAML 1.1 reads a number with an exponent and without a dot as a string.
  if (typeof value === 'number') return String(value).replace(/^(-?\d+)e/, '$1.0e');
  if (typeof value !== 'string') return String(value ?? null);
  if (PLAIN.test(value)) return value;
  if (!value.includes('\n')) return quoted(value);
  if (!fitsBlock(value)) return inQuotes(value);
  const lines = value.replace(/\n$/, '').split('\n');
  return [value.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? line : pad + line))].join('\n');
}

/** Whether a multi-line string can be a block scalar with `|` or `|-`. */
function fitsBlock(text: string): boolean {
  return (
    /^\S/.test(text) &&
    /\S\n?$/.test(text) &&
    !/[ \t]$/m.test(text) &&
    !/[^\P{Cc}\n]|[\u2028\u2029\ufeff\ufffe\uffff\p{Cs}]/u.test(text)
  );
}

/** A string in double quotes, always on one line. */
function inQuotes(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The cache of {@link quoted}: a federation repeats the same few thousand strings. */
const QUOTED = new Map<string, string>();
const MAX_CACHED = 10_000;

/**
 * A one-line string, quoted if any parser could read it as another type: Kubernetes reads YAML 1.1, in which `yes` and
 * `1:30` are not strings, and others read YAML 1.2, in which `0o1` is not.
 */
function quoted(text: string): string {
  const known = QUOTED.get(text);
  if (known !== undefined) return known;
  const safe = MISREAD.test(text) ? inQuotes(text) : whereNeeded(text);
  if (QUOTED.size < MAX_CACHED) QUOTED.set(text, safe);
  return safe;
}

/** A string as one of the two YAML versions quotes it, or without quotes if neither does. */
function whereNeeded(text: string): string {
  const written = (['1.1', '1.2'] as const).map((version) => stringify(text, { version, lineWidth: 0 }).slice(0, -1));
  return written.find((candidate) => candidate !== text) ?? text;
}
