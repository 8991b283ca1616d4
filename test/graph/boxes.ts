/** Reads what an SVG of this program draws: boxes of nodes, their texts, and the labels of edges. */

/** A rectangle. */
export interface Rectangle {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node as it is drawn. */
export interface DrawnNode {
  readonly kind: string;
  readonly box: Rectangle;
  readonly texts: readonly Rectangle[];
}

/** What an SVG draws. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  /** The rows of labels of edges. */
  readonly labels: readonly Rectangle[];
}

/** The width of each character of a monospaced font, such as DejaVu Sans Mono, in parts of the font size. */
const CHARACTER = 0.602;

/** Reads an SVG. */
export function readDrawing(svg: string): Drawing {
  const groups = [...svg.matchAll(/<g class="(node|edge) (\w+)[^"]*" data-id="([^"]*)">\n([\s\S]*?)\n<\/g>/g)];
  const nodes = groups.flatMap(([, type, kind = '', id = '', inner = '']): readonly DrawnNode[] => {
    const rect = /<rect class="box" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(inner);
    if (type !== 'node' || rect === null) return [];
    const [x = 0, y = 0, width = 0, height = 0] = rect.slice(1).map(Number);
    return [{ kind, box: { what: id, x, y, width, height }, texts: textsIn(inner) }];
  });
  return { nodes, labels: groups.flatMap(([, type, , , inner = '']) => (type === 'edge' ? textsIn(inner) : [])) };
}

function textsIn(inner: string): readonly Rectangle[] {
  return [...inner.matchAll(/<text( class="[^"]*")? x="([-\d.]+)" y="([-\d.]+)">([^<]*)<\/text>/g)].map(
    ([, styles = '', x, y, content = '']) => {
      const what = content.replace(/&\w+;/g, '&');
      const size = styles.includes('title') ? 13 : 11;
      return {
        what,
        x: Number(x),
        y: Number(y) - size,
        width: [...what].length * size * CHARACTER,
        height: size * 1.2,
      };
    },
  );
}

/** Whether two rectangles have a part in common. */
export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether a rectangle is within another one. */
export function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  const isWide = inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width;
  return isWide && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}
