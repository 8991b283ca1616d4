import { readToken } from './tokens';

/** The length of the longest text that is searched; what is longer is content, not a value. */
const MAX_LENGTH = 1000;

const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{[^{}]*\}\}|\{\{|\}\}/,
  /\$\{\w+\}/,
  // A named group of a regular expression has angle brackets too, after a question mark or a P.
  /(?<![?P])<[A-Za-z_][\w .:/-]*>/,
  /(?<![A-Za-z0-9])(change|replace)[-_ ]?me(?![A-Za-z0-9])/i,
  /(?<![A-Za-z0-9])x{3,}(?![A-Za-z0-9])/i,
  /^(TODO|FIXME|TBD)$/,
];

/** A part of each placeholder; nearly all texts have none, which is faster to find out. */
const SUSPECT = /[{}<]|change|replace|xxx|todo|fixme|tbd/i;

/**
 * The unresolved placeholder in a text; undefined without one. Text of several lines, long text and JSON may contain
 * braces. Tokens that `ossm-fed inject` fills in are reported by FED010 and FED011.
 */
export function leftoverIn(text: string): string | undefined {
  if (text.length > MAX_LENGTH || !SUSPECT.test(text)) return undefined;
  if (text.includes('\n') || isJson(text) || readToken(text)) return undefined;
  for (const pattern of PLACEHOLDERS) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]\s*["[{\]}]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
