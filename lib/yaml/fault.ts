/** What is wrong with a text whose nesting no parser can follow. */
export const TOO_DEEP = 'values are nested too deeply';

/**
 * What a message of the YAML parser says, without the part of the text that it quotes: the text may be a secret, such as
 * a password that begins with `*` or `!`.
 */
export function faultText(message: string): string {
  // The parser is recursive.
  if (message.includes('call stack')) return TOO_DEEP;
  const [place = ''] = / at line \d+, column \d+(?=:)/.exec(message) ?? [];
  const [text = ''] = message.split(' at line ');
  return QUOTING.reduce((left, [quoting, words]) => left.replace(quoting, words), text) + place;
}

/** The forms in which the parser quotes a text, and what is left of them. */
const QUOTING: readonly (readonly [RegExp, string])[] = [
  [/^(Not a valid tag|Could not resolve tag|Unresolved tag)\b.*$/s, 'Unresolved tag'],
  [/^Verbatim tags .*$/s, 'Invalid verbatim tag'],
  [/^The .* tag has no suffix$/s, 'The tag has no suffix'],
  [/^(Invalid escape sequence|Unknown directive|Unsupported YAML version) .*$/s, '$1'],
  [/(?<=\S): .*$/s, ''],
];
