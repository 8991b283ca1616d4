/** Sizes in pixels. */

/** The sizes of the font: of titles, of the other lines, and of labels of lines. */
export const FONT = { title: 13, line: 11, label: 11 } as const;

/** The heights of lines of text. */
export const LINE = { title: 20, line: 16, label: 15 } as const;

/** The space around the text of a card. */
export const PADDING = { x: 12, y: 9 } as const;

/** How far the boxes of gateways reach into their meshes, in parts of their width. */
export const GATEWAY_INSET = 0.5;
