import { isTyping } from './dom';
import type { PictureView } from './picture';

/** What keys do. */
export interface KeyActions {
  /** The picture that is shown; undefined while a table is. */
  readonly picture: () => PictureView | undefined;
  /** Searches. */
  readonly search: () => void;
  /** Closes what was opened last. */
  readonly close: () => void;
}

/** How far an arrow key moves, in parts of what is seen. */
const STEP = 0.1;

/** How much a key enlarges. */
const ZOOM = 1.25;

/** Moves and zooms the picture by keys: arrows, `+`, `-`, `0`; `/` searches, Escape closes. */
export function followKeys({ picture, search, close }: KeyActions): void {
  const moves: { readonly [key: string]: (shown: PictureView) => void } = {
    ArrowLeft: (shown) => shown.pan(-STEP, 0),
    ArrowRight: (shown) => shown.pan(STEP, 0),
    ArrowUp: (shown) => shown.pan(0, -STEP),
    ArrowDown: (shown) => shown.pan(0, STEP),
    '+': (shown) => shown.zoom(ZOOM),
    '=': (shown) => shown.zoom(ZOOM),
    '-': (shown) => shown.zoom(1 / ZOOM),
    '0': (shown) => shown.fit(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') return close();
    if (isTyping()) return;
    if (event.key === '/') {
      event.preventDefault();
      return search();
    }
    const move = moves[event.key];
    const shown = picture();
    if (move === undefined || shown === undefined || isElsewhere(event)) return;
    event.preventDefault();
    move(shown);
  });
}

/** Whether an arrow key belongs to something else that has the focus, such as a choice or text that scrolls. */
function isElsewhere({ key, target }: KeyboardEvent): boolean {
  return key.startsWith('Arrow') && target instanceof Element && target.closest('#panel, #found, fieldset') !== null;
}
