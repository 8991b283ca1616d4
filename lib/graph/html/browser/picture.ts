import type { PageGroup } from '../page-data';
import { say, setAttributes } from './dom';
import type { ElementIndex } from './element-index';
import { tilesOf } from './tiles';
import { panned, showing, type ViewBox, viewBoxOf, viewBoxText, zoomed } from './view-box';
import { spokenName } from './words';

/** The width that clusters need which are drawn one by one, in units of the picture. */
const MIN_TILES_WIDTH = 1000;

/** One drawn view of the federation, with its part that is seen. */
export class PictureView {
  private whole: ViewBox;
  private seen: ViewBox;
  private readonly drawn: ViewBox;
  private readonly expanded = new Set<PageGroup>();

  /**
   * @param svg the picture
   * @param index the data of what it shows
   * @param open is called with the id of a node or an edge that is clicked, or chosen with a key
   */
  constructor(
    readonly svg: SVGSVGElement,
    private readonly index: ElementIndex,
    private readonly open: (id: string) => void,
  ) {
    this.drawn = viewBoxOf(svg);
    this.whole = this.drawn;
    this.seen = this.whole;
    for (const name of ['width', 'height', 'aria-labelledby']) svg.removeAttribute(name);
    setAttributes(svg, { role: 'group', 'aria-label': index.data.title, preserveAspectRatio: 'xMidYMin meet' });
    splitLines(svg);
    this.makeReachable(svg);
  }

  /** Makes nodes and edges clickable, and reachable by Tab; an edge of several lines by its first. */
  private makeReachable(root: Element): void {
    const seen = new Set<string>();
    for (const shape of root.querySelectorAll<SVGElement>('[data-id]')) {
      const id = shape.dataset.id ?? '';
      const element = this.index.find(id);
      if (element === undefined) continue;
      shape.addEventListener('click', () => this.open(id));
      if (seen.has(id)) continue;
      seen.add(id);
      setAttributes(shape, {
        tabindex: 0,
        role: 'button',
        'aria-label': spokenName(element, writtenOn(shape), this.index.pathOf(element)),
      });
      shape.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        this.open(id);
      });
      // A click has shown that it is seen.
      shape.addEventListener('focus', () => shape.matches(':focus-visible') && this.reveal(shape));
    }
  }

  /** Moves the picture so that a part of it is seen. */
  reveal(shape: SVGElement): void {
    if (shape instanceof SVGGraphicsElement && typeof shape.getBBox === 'function')
      this.look(showing(this.seen, shape.getBBox()));
  }

  /** Enlarges by a factor, around a point of the window or the center. */
  zoom(factor: number, at?: { readonly x: number; readonly y: number }): void {
    this.look(zoomed(this.seen, this.whole, factor, at && this.pointAt(at)));
    if (at === undefined) say(`Zoom ${Math.round((this.whole.width / this.seen.width) * 100)} percent`);
  }

  /** Moves by parts of what is seen: 0.1 is a tenth of it. */
  pan(right: number, down: number): void {
    this.look(panned(this.seen, this.whole, right * this.seen.width, down * this.seen.height));
  }

  /** Moves by pixels of the window. */
  drag(right: number, down: number): void {
    const perPixel = 1 / (this.svg.getScreenCTM()?.a ?? 1);
    this.look(panned(this.seen, this.whole, -right * perPixel, -down * perPixel));
  }

  /** Shows the whole picture. */
  fit(): void {
    this.look(this.whole);
  }

  /** Marks one node or edge. */
  select(id: string | undefined): void {
    for (const shape of this.svg.querySelectorAll<SVGElement>('[data-id]')) {
      shape.classList.toggle('selected', shape.dataset.id === id);
    }
  }

  /** Draws all but some nodes and edges pale; undefined draws all as they are. */
  highlight(ids: ReadonlySet<string> | undefined): void {
    for (const shape of this.svg.querySelectorAll<SVGElement>('[data-id]')) {
      shape.classList.toggle('pale', ids !== undefined && !ids.has(shape.dataset.id ?? ''));
    }
  }

  /** The first shape of a node or an edge; undefined where this view does not have it. */
  shapeOf(id: string): SVGElement | undefined {
    return [...this.svg.querySelectorAll<SVGElement>('[data-id]')].find((shape) => shape.dataset.id === id);
  }

  /** Whether the clusters of a group are drawn one by one. */
  isExpanded(group: PageGroup): boolean {
    return this.expanded.has(group);
  }

  /** Draws the clusters of a group one by one below the picture, or removes them. */
  toggle(group: PageGroup): void {
    if (!this.expanded.delete(group)) this.expanded.add(group);
    for (const old of this.svg.querySelectorAll('.tiles')) old.remove();
    const width = Math.max(this.drawn.width, this.expanded.size > 0 ? MIN_TILES_WIDTH : 0);
    let bottom = this.drawn.y + this.drawn.height;
    for (const one of this.expanded) {
      const { element, height } = tilesOf(one, this.index, { y: bottom, width });
      this.svg.append(element);
      this.makeReachable(element);
      bottom += height;
    }
    this.whole = { ...this.drawn, width, height: bottom - this.drawn.y };
    const page = this.svg.querySelector('.page');
    if (page !== null) setAttributes(page, { width, height: this.whole.height });
    this.fit();
  }

  private look(box: ViewBox): void {
    this.seen = box;
    this.svg.setAttribute('viewBox', viewBoxText(box));
  }

  private pointAt({ x, y }: { readonly x: number; readonly y: number }): { x: number; y: number } | undefined {
    const matrix = this.svg.getScreenCTM();
    if (matrix === null) return undefined;
    const point = new DOMPoint(x, y).matrixTransform(matrix.inverse());
    return { x: point.x, y: point.y };
  }
}

/** The text that is written on a shape, without the hint that a pointer shows. */
function writtenOn(shape: SVGElement): string {
  return [...shape.querySelectorAll('text')].map(({ textContent }) => textContent ?? '').join(', ');
}

/** Moves the lines of workloads out of the boxes of their services, as a button cannot contain another one. */
function splitLines(picture: SVGSVGElement): void {
  for (const line of picture.querySelectorAll<SVGElement>('[data-id] [data-id]')) {
    const box = line.closest('g[data-id]');
    const own = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    setAttributes(own, { class: 'node workload', 'data-id': line.dataset.id });
    line.removeAttribute('data-id');
    own.append(line);
    box?.after(own);
  }
}
