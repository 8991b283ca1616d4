import { colors } from './colors';

/**
 * Characters that a terminal acts on or does not show: control characters, marks of direction, zero-width characters,
 * line and paragraph separators, tags, halves of surrogate pairs, and code points that are no characters.
 */
const HIDDEN = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]';

/** Made when a text needs it, which few do: V8 takes 2 ms for the sets of characters. */
let anyHidden: RegExp | undefined;

/** What {@link printableLines} looks at: colors, and hidden characters besides the line feed. Made as the other one. */
let colorOrHidden: RegExp | undefined;

/** Characters of ASCII of which none is hidden. */
const PLAIN = /^[ -~]*$/;

/** The same with line feeds. */
const PLAIN_LINES = /^[\n -~]*$/;

const SHORT: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text of the input for a report, on one line: hidden characters are escaped as in JSON, such as `\n` and `\u202e`.
 * Without it a name could add lines to a report, change its colors, or reverse the order of its words.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  anyHidden ??= new RegExp(HIDDEN, 'gu');
  return text.replace(anyHidden, escaped);
}

/**
 * A whole report without hidden characters besides its line feeds and, on a terminal, its colors. JSON stays the same
 * JSON, because the escapes are those of JSON.
 */
export function printableLines(text: string): string {
  if (PLAIN_LINES.test(text)) return text;
  colorOrHidden ??= new RegExp(`\\x1b\\[\\d{1,2}m|(?!\\n)${HIDDEN}`, 'gu');
  return text.replace(colorOrHidden, (found) => {
    return found.length > 2 && colors.isColorSupported ? found : Array.from(found, escaped).join('');
  });
}

function escaped(character: string): string {
  return SHORT[character] ?? character.split('').map(escapedUnit).join('');
}

function escapedUnit(unit: string): string {
  return /^[ -~]$/.test(unit) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
