/** How wide texts are at most. Readers have different fonts; of the common ones DejaVu Sans and Verdana are the widest. */

/** Characters by their width in DejaVu Sans, in parts of the font size. */
const GROUPS: readonly (readonly [number, string])[] = [
  [0.32, "'ijlIJ ,.·"],
  [0.39, '/:;\\|f-()[]t'],
  [0.46, '!r"'],
  [0.56, '*_`sz?cL'],
  [0.64, 'FkvxyPTYaoeESbdghnpqu$0123456789{}'],
  [0.7, 'KAVBRXZC'],
  [0.79, 'UHNDG&OQ'],
  [0.86, 'w#+<=>^~→−✓✗M'],
  [1, '%mW@…'],
];

const WIDTHS: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);

/** The width of any other character, such as those of Chinese and Japanese. */
const OTHER = 1.1;

/** How much wider a bold text is than a regular one. */
const BOLD = 1.15;

/** The width of each character of monospaced fonts, which some readers use for all texts. */
const MONOSPACED = 0.61;

/** The width of a text in pixels in the widest of the common fonts. */
export function textWidth(text: string, size: number, isBold = false): number {
  const characters = [...text];
  const proportional = characters.reduce((sum, character) => sum + (WIDTHS.get(character) ?? OTHER), 0);
  return Math.ceil(size * Math.max(proportional * (isBold ? BOLD : 1), characters.length * MONOSPACED));
}
