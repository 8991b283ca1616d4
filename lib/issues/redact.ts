import { countLeading } from '../values';

/** A part of a text that must not be repeated. */
export interface SecretSpan {
  /** The offset of its first character. */
  readonly start: number;
  /** The offset after its last character. */
  readonly end: number;
  /** What is printed in its place, such as `[private key]`. */
  readonly label: string;
}

/** How secrets of one sort are found. */
interface SecretPattern {
  /** Matches the secret as its group `secret`, in time that grows with the text. */
  readonly pattern: RegExp;
  readonly label: string;
  /** Each match has one of these in lower case; most texts have none, which is faster to find out. Default: any text. */
  readonly words?: readonly string[];
  /** Whether a text may have a match, which is faster to find out. Default: any text may. */
  readonly mayMatch?: (text: string) => boolean;
  /** Whether a match is one. Default: each is. */
  readonly isSecret?: (text: string) => boolean;
}

const KEY = '[private key]';

/** What is printed in place of a secret that is not a private key. */
export const REDACTED = '[redacted]';

/** A private key in PEM form or in that of PuTTY, whose end may be missing. */
const PRIVATE_KEY =
  /(?<secret>-{0,5}BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY.*?(?:END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-{0,5}|$)|Private-Lines:.*?(?:Private-MAC|$))/dgs;

/** Keys of maps and names of environment variables whose values are credentials. */
const CREDENTIAL =
  '(?:[\\w-]*(?:password|passwd|passphrase|client-key-data|client[-_]?secret|api[-_]?key|secret[-_]?key|[-_]token|(?:access|auth|bearer|id|refresh)token)|token|authorization)';

const CREDENTIAL_NAME = new RegExp(`^${CREDENTIAL}$`, 'i');

/** Whether the value of a key, or of an environment variable, is a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL_NAME.test(name);
}

const PATTERNS: readonly SecretPattern[] = [
  { pattern: PRIVATE_KEY, label: KEY, words: ['private key', 'private-lines:'] },
  { pattern: /(?<![\w+/-])(?<secret>[\w+/-]{40,}={0,2})/dg, label: KEY, mayMatch: hasLongRun, isSecret: isEncodedKey },
  // A password may have an "@" too, so the last one ends it.
  { pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/(?<secret>[^\s/?#"']+)@/dgi, label: REDACTED, words: ['://'] },
  {
    pattern: /\bAuthorization["']?\s{0,9}[:=]\s{0,9}["']?(?<secret>(?:[a-z]+ +)?[^\s"',}]+)/dgi,
    label: REDACTED,
    words: ['authorization'],
  },
  { pattern: /\bBearer +(?<secret>[\w.~+/=-]{20,})/dgi, label: REDACTED, words: ['bearer'] },
  {
    pattern: /(?<![\w-])(?<secret>eyJ[\w-]{10,}\.[\w.-]+|sha256~[\w-]{20,})/dg,
    label: REDACTED,
    words: ['eyj', 'sha256~'],
  },
  {
    pattern: new RegExp(
      `(?<![\\w-])${CREDENTIAL}\\\\?["']?\\s{0,9}[:=]\\s{0,9}(?:\\\\?"(?<double>(?:\\\\.|[^"\\\\])+)|'(?<single>(?:''|[^'])+)|(?<bare>[^\\s"',}\\]{[<|>]+))`,
      'dgi',
    ),
    label: REDACTED,
    words: ['password', 'passwd', 'passphrase', 'client-key-data', 'secret', 'apikey', 'api-key', 'api_key', 'token'],
  },
];

/** The private keys and credentials of a text, in the order of their starts. */
export function secretSpans(text: string): readonly SecretSpan[] {
  const lower = text.toLowerCase();
  const patterns = PATTERNS.filter(
    ({ words, mayMatch }) =>
      (words === undefined || words.some((word) => lower.includes(word))) && mayMatch?.(text) !== false,
  );
  const found = patterns.flatMap(({ pattern, label, isSecret }) =>
    [...text.matchAll(pattern)].flatMap(({ indices }) => {
      const [start, end] = Object.values(indices?.groups ?? {}).find((range) => range !== undefined) ?? [0, 0];
      return isSecret?.(text.slice(start, end)) === false ? [] : [{ start, end, label }];
    }),
  );
  return disjoint(found);
}

/** Spans in the order of their starts; those that overlap become one with the label of the first. */
export function disjoint(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const result: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) };
  }
  return result;
}

/** Each secret that {@link secretSpans} finds has one of these; nearly all paths and names of a report have none. */
const SUSPECT = /[:= ]|eyJ|sha256~|(?<![\w+/-])[\w+/-]{40}/;

/** A text for a report, without the private keys and credentials that it contains. */
export function redact(text: string): string {
  return !SUSPECT.test(text) ? text : withoutSpans(text, secretSpans(text), 0, text.length);
}

/**
 * A part of a text without secrets. A secret that ends after the part is left out altogether.
 *
 * @param spans the secrets of the whole text, see {@link disjoint}
 * @param from the offset of the first character of the part
 * @param to the offset after its last character
 */
export function withoutSpans(text: string, spans: readonly SecretSpan[], from: number, to: number): string {
  let result = '';
  let at = from;
  for (const { start, end, label } of spansWithin(spans, from, to)) {
    result += text.slice(at, Math.max(at, start)) + (end <= to ? label : '');
    at = Math.min(end, to);
  }
  return result + text.slice(at, to);
}

/** The spans of a list, see {@link disjoint}, that overlap a part of its text. */
export function spansWithin(spans: readonly SecretSpan[], from: number, to: number): readonly SecretSpan[] {
  const first = countLeading(spans, ({ end }) => end <= from);
  return spans.slice(
    first,
    Math.max(
      first,
      countLeading(spans, ({ start }) => start < to),
    ),
  );
}

/** The least length of Base64 that is taken for a key. */
const LONG_RUN = 40;

/** The characters of Base64 among those of ASCII. */
const ENCODED = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/-]/.test(String.fromCharCode(code)) ? 1 : 0));

/** Whether a text has a long run of characters of Base64, which has one at a multiple of the length. */
function hasLongRun(text: string): boolean {
  const isEncoded = (at: number) => ENCODED[text.charCodeAt(at)] === 1;
  for (let at = 0; at < text.length; at += LONG_RUN) {
    if (!isEncoded(at)) continue;
    let [start, end] = [at, at];
    while (start > 0 && isEncoded(start - 1)) start -= 1;
    while (isEncoded(end)) end += 1;
    if (end - start >= LONG_RUN) return true;
  }
  return false;
}

/** Whether a text is the Base64 of a private key: of its PEM form, or the content of that without its first line. */
function isEncodedKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return /PRIVATE KEY|Private-Lines:/.test(bytes.toString('latin1')) || isDerKey(bytes.subarray(0, 16));
}

/** Whether bytes are a sequence that begins with a version number, as private keys do and certificates do not. */
function isDerKey([tag, length = 0, ...rest]: Uint8Array): boolean {
  const [type, size, version = -1] = rest.slice(length < 0x80 ? 0 : length & 0x7f);
  return tag === 0x30 && type === 0x02 && size === 1 && [0, 1, 3].includes(version);
}
