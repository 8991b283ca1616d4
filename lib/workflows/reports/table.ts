/** A text in a table, and what colors it. */
export interface Cell {
  /** The text, on one line. */
  readonly text: string;
  /** Colors the text. Default: no color. */
  readonly color?: (text: string) => string;
}

/** A cell without a color. */
export function plain(text: string): Cell {
  return { text };
}

/**
 * Lines with columns of the same width; empty without rows. Where they are too wide, the last column goes below the
 * others.
 *
 * @param head the names of the columns; the first one is indented by the two characters of a symbol
 * @param columns the width of the terminal; undefined for other streams
 */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], columns?: number): string {
  if (rows.length === 0) return '';
  const lines = [head.map((text, i) => plain(i === 0 ? `  ${text}` : text)), ...rows];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]?.text.length ?? 0)));
  const width = widths.reduce((sum, one) => sum + one + 2, -2);
  const isFolded = columns !== undefined && width > columns;
  return lines
    .map((line) => {
      const cells = line.map(({ text, color = (same: string) => same }, i) => color(text.padEnd(widths[i] ?? 0)));
      if (!isFolded) return `${cells.join('  ').trimEnd()}\n`;
      return `${cells.slice(0, -1).join('  ').trimEnd()}\n    ${cells.at(-1)?.trimEnd()}\n`;
    })
    .join('');
}
