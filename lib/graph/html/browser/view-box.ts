/** The part of a picture that is seen, in units of the picture. */
export interface ViewBox {
  /** The left edge. */
  readonly x: number;
  /** The upper edge. */
  readonly y: number;
  /** The width. */
  readonly width: number;
  /** The height. */
  readonly height: number;
}

/** How much larger and smaller than the whole picture a part can be. */
const [SMALLEST, LARGEST] = [1 / 60, 1.5] as const;

/** A part that is smaller or larger by a factor, around a point that stays where it is. */
export function zoomed(
  box: ViewBox,
  whole: ViewBox,
  factor: number,
  at: { readonly x: number; readonly y: number } = { x: box.x + box.width / 2, y: box.y + box.height / 2 },
): ViewBox {
  const wanted = box.width / factor;
  const width = Math.min(Math.max(wanted, whole.width * SMALLEST), whole.width * LARGEST);
  const scale = width / box.width;
  return {
    x: at.x - (at.x - box.x) * scale,
    y: at.y - (at.y - box.y) * scale,
    width,
    height: box.height * scale,
  };
}

/** A part that is moved, but not so far that nothing of the picture is seen. */
export function panned(box: ViewBox, whole: ViewBox, dx: number, dy: number): ViewBox {
  const limit = (value: number, start: number, length: number, own: number) =>
    Math.min(Math.max(value, start - own * 0.8), start + length - own * 0.2);
  return {
    ...box,
    x: limit(box.x + dx, whole.x, whole.width, box.width),
    y: limit(box.y + dy, whole.y, whole.height, box.height),
  };
}

/**
 * A part in which another part is seen: the same one if it is, otherwise moved to its center. Of what is larger than the
 * part that is seen, it is enough to see some.
 */
export function showing(box: ViewBox, part: ViewBox): ViewBox {
  const [wide, high] = [
    isSeen([box.x, box.width], [part.x, part.width]),
    isSeen([box.y, box.height], [part.y, part.height]),
  ];
  if (wide && high) return box;
  return { ...box, x: part.x + part.width / 2 - box.width / 2, y: part.y + part.height / 2 - box.height / 2 };
}

function isSeen([from, length]: readonly [number, number], [start, size]: readonly [number, number]): boolean {
  const [end, stop] = [from + length, start + size];
  return size > length ? start < end && stop > from : start >= from && stop <= end;
}

/** A part of a picture as the attribute `viewBox`. */
export function viewBoxText({ x, y, width, height }: ViewBox): string {
  return [x, y, width, height].map((value) => Math.round(value * 100) / 100).join(' ');
}

/** The part of a picture that its attribute `viewBox` has. */
export function viewBoxOf(picture: SVGSVGElement): ViewBox {
  const [x = 0, y = 0, width = 1, height = 1] = (picture.getAttribute('viewBox') ?? '').split(' ').map(Number);
  return { x, y, width, height };
}
