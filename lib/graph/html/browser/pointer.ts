import type { PictureView } from './picture';

/** How far the pointer moves before a press is a drag and not a click, in pixels. */
const CLICK_DISTANCE = 4;

/** Lets the pointer drag a picture, two fingers and the wheel zoom it. */
export function followPointer(area: HTMLElement, current: () => PictureView | undefined): void {
  const pointers = new Map<number, PointerEvent>();
  let moved = 0;
  area.addEventListener('pointerdown', (event) => {
    if (pointers.size === 0) moved = 0;
    if (event.button === 0) pointers.set(event.pointerId, event);
  });
  area.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved < CLICK_DISTANCE) return;
    // Not before it is a drag: otherwise the click would be on the area, not on a node.
    area.setPointerCapture(event.pointerId);
    const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other === undefined) current()?.drag(dx, dy);
    else current()?.zoom(distance(event, other) / Math.max(1, distance(before, other)), middle(event, other));
    pointers.set(event.pointerId, event);
  });
  for (const name of ['pointerup', 'pointercancel'] as const) {
    area.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId));
  }
  // The click that ends a drag is none.
  area.addEventListener('click', (event) => moved >= CLICK_DISTANCE && event.stopPropagation(), { capture: true });
  area.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 30;
      current()?.zoom(Math.exp(-pixels / 400), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );
}

function distance(a: PointerEvent, b: PointerEvent): number {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

function middle(a: PointerEvent, b: PointerEvent): { readonly x: number; readonly y: number } {
  return { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 };
}
