import fc from 'fast-check';
import { hostileSyntax } from './hostile';

/** One change of a text. */
export type TextEdit = (text: string) => string;

/** A place in a text of any length, as a share of it. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** The most that a text grows by repetitions, in characters. */
const MAX_GROWTH = 60_000;

function at(text: string, share: number): number {
  return Math.floor(share * text.length);
}

/** Replaces the characters from a place on; a length of 0 inserts. */
const splice = fc.tuple(place, fc.integer({ min: 0, max: 40 }), hostileSyntax).map(
  ([start, length, insert]): TextEdit =>
    (text) => {
      const from = at(text, start);
      return text.slice(0, from) + insert + text.slice(from + length);
    },
);

/** Removes a part. */
const cut = fc.tuple(place, fc.integer({ min: 1, max: 200 })).map(
  ([start, length]): TextEdit =>
    (text) => {
      const from = at(text, start);
      return text.slice(0, from) + text.slice(from + length);
    },
);

/** Ends the text early. */
const truncate = place.map(
  (end): TextEdit =>
    (text) =>
      text.slice(0, at(text, end)),
);

/** Repeats a part, rarely very often. */
const repeat = fc
  .tuple(
    place,
    fc.integer({ min: 1, max: 60 }),
    fc.oneof({ weight: 60, arbitrary: fc.integer({ min: 2, max: 9 }) }, fc.integer({ min: 100, max: 20_000 })),
  )
  .map(
    ([start, length, times]): TextEdit =>
      (text) => {
        const from = at(text, start);
        const part = text.slice(from, from + length);
        const count = Math.min(times, Math.ceil(MAX_GROWTH / Math.max(1, part.length)));
        return text.slice(0, from) + part.repeat(count) + text.slice(from + length);
      },
  );

/** Copies a line to another place: duplicate keys, keys of another map. */
const copyLine = fc.tuple(place, place).map(
  ([from, to]): TextEdit =>
    (text) => {
      const lines = text.split('\n');
      const line = lines[Math.floor(from * (lines.length - 1))] ?? '';
      lines.splice(Math.floor(to * lines.length), 0, line);
      return lines.join('\n');
    },
);

/** Indents a line by fewer or more spaces, or by a tab. */
const indent = fc.tuple(place, fc.constantFrom('', ' ', '  ', '   ', '\t', '        ')).map(
  ([share, space]): TextEdit =>
    (text) => {
      const lines = text.split('\n');
      const index = Math.floor(share * (lines.length - 1));
      lines[index] = space + (lines[index] ?? '').trimStart();
      return lines.join('\n');
    },
);

/** Changes of a text, character by character and line by line. */
export const textEdits: fc.Arbitrary<readonly TextEdit[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: splice }, cut, truncate, repeat, copyLine, { weight: 2, arbitrary: indent }),
  { minLength: 1, maxLength: 3 },
);

/** Bytes that are inserted at places of the encoded text: most make it invalid UTF-8. */
export const byteEdits: fc.Arbitrary<readonly { readonly place: number; readonly bytes: Uint8Array }[]> = fc.array(
  fc.record({ place, bytes: fc.uint8Array({ minLength: 1, maxLength: 3 }) }),
  { maxLength: 2 },
);
