import type { PageGroup } from '../page-data';
import { svg } from './dom';
import type { ElementIndex } from './element-index';
import { STATE_MARKS } from './words';

const [TILE_HEIGHT, GAP, MARGIN, HEADING] = [30, 8, 24, 44] as const;

/** The clusters of a group as a grid of boxes, which is drawn below the picture. */
export interface Tiles {
  /** The grid. */
  readonly element: SVGGElement;
  /** Its height. */
  readonly height: number;
}

/** Draws the clusters of a group in rows as wide as the picture. */
export function tilesOf(
  { members }: PageGroup,
  index: ElementIndex,
  place: { readonly y: number; readonly width: number },
): Tiles {
  const texts = members.map((id) => {
    const { label = id, state } = index.find(id) ?? {};
    return state === undefined ? label : `${STATE_MARKS[state.health]} ${label}`;
  });
  const needed = Math.min(260, Math.max(80, ...texts.map((text) => text.length * 8.6 + 24)));
  const room = place.width - 2 * MARGIN + GAP;
  const columns = Math.max(1, Math.floor(room / (needed + GAP)));
  const width = room / columns - GAP;
  const boxes = members.map((id, i) => {
    const [x, y] = [
      MARGIN + (i % columns) * (width + GAP),
      place.y + HEADING + Math.floor(i / columns) * (TILE_HEIGHT + GAP),
    ];
    const { state, change } = index.find(id) ?? {};
    const classes = ['node', 'tile', change ?? state?.health].filter((name) => name !== undefined);
    return svg(
      'g',
      { class: classes.join(' '), 'data-id': id },
      svg('rect', { class: 'box', x, y, width, height: TILE_HEIGHT, rx: 6 }),
      svg('text', { class: 'tile-text', x: x + 12, y: y + 20 }, texts[i] ?? id),
    );
  });
  const [first, last] = [texts[0] ?? '', texts.at(-1) ?? ''];
  const heading = svg(
    'text',
    { class: 'title', x: MARGIN, y: place.y + 28 },
    `${first} to ${last}: ${members.length} clusters alike`,
  );
  const rows = Math.ceil(members.length / columns);
  return {
    element: svg('g', { class: 'tiles' }, heading, ...boxes),
    height: HEADING + rows * (TILE_HEIGHT + GAP) + MARGIN,
  };
}
