import { readToken } from './tokens';

/** A longer text, in characters, is not a value that somebody fills in. */
const MAX_LENGTH = 1000;

const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{[^{}]*\}\}|\{\{|\}\}/,
  /\$\{\w+\}/,
  // A group of a regular expression has a name in angle brackets as well, after a question mark or a P.
  /(?<![?P])<[A-Za-z_][\w .:/-]*>/,
  /(?<![A-Za-z0-9])(change|replace)[-_ ]?me(?![A-Za-z0-9])/i,
  /(?<![A-Za-z0-9])x{3,}(?![A-Za-z0-9])/i,
  /^(TODO|FIXME|TBD)$/,
];

/**
 * The placeholder in a text that was not filled in, or undefined. Text of several lines, long text and JSON may have
 * braces. FED010 and FED011 report what this project fills in itself.
 */
export function leftoverIn(text: string): string | undefined {
  if (text.length > MAX_LENGTH || text.includes('\n') || isJson(text) || readToken(text)) return undefined;
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
