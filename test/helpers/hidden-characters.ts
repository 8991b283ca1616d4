import fc from 'fast-check';

/** Ranges of characters that must never be written to a terminal, as numbers, so that no test depends on lib/. */
const RANGES: readonly (readonly [string, number, number])[] = [
  ['C0', 0x00, 0x1f],
  ['DEL and C1', 0x7f, 0x9f],
  ['soft hyphen', 0xad, 0xad],
  ['Arabic letter mark', 0x61c, 0x61c],
  ['zero-width characters and marks of direction', 0x200b, 0x200f],
  ['separators, bidi embeddings and overrides', 0x2028, 0x202e],
  ['word joiner and invisible operators, bidi isolates', 0x2060, 0x206f],
  ['surrogates without a partner', 0xd800, 0xdfff],
  ['variation selectors', 0xfe00, 0xfe0f],
  ['byte order mark', 0xfeff, 0xfeff],
  ['interlinear annotations', 0xfff9, 0xfffb],
  ['code points that are no characters', 0xfffe, 0xffff],
  ['tags and more variation selectors', 0xe0000, 0xe0fff],
];

/** A character of each range, by its name. */
export const HIDDEN_SAMPLES: readonly (readonly [string, string])[] = RANGES.flatMap(([name, first, last]) => [
  [`the first of ${name}`, String.fromCodePoint(first)] as const,
  [`the last of ${name}`, String.fromCodePoint(last)] as const,
]);

/** Any such character. */
export const hiddenCharacter = fc
  .oneof(...RANGES.map(([, min, max]) => fc.integer({ min, max })))
  .map((code) => String.fromCodePoint(code));

/** The hidden characters of a text besides line feeds, as hexadecimal numbers. */
export function hiddenIn(text: string): readonly string[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0)
    .filter((code) => code !== 0x0a && RANGES.some(([, first, last]) => first <= code && code <= last))
    .map((code) => code.toString(16));
}
