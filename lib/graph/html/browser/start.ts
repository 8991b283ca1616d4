import type { PageData, PageGroup } from '../page-data';
import { button, html, need } from './dom';
import { ElementIndex } from './element-index';
import { followKeys } from './keys';
import { Panel } from './panel';
import { PictureView } from './picture';
import { followPointer } from './pointer';
import { Search } from './search';
import { tablesOf } from './tables';
import { choices, makeTabs } from './tabs';

/** Makes the page work: fills tables, and lets a user move, search and open what the picture shows. */
export function startPage(now = new Date()): void {
  const data = JSON.parse(need('data').textContent ?? '') as PageData;
  new LivePage(new ElementIndex(data), now).start();
}

/** The parts of a page that work together. */
class LivePage {
  private readonly pictures: ReadonlyMap<string, PictureView>;
  private readonly panel: Panel;
  private readonly search: Search;
  private view: string;
  /** What names the button of a group after it was expanded or collapsed. */
  private readonly groupUpdates = new Map<PageGroup, () => void>();
  /** What had the focus before the panel opened. */
  private opener: Element | null = null;
  private showTab: (id: string) => void = () => undefined;
  private readonly actions = {
    open: (id: string) => this.open(id),
    openObject: (object: number) => this.openObject(object),
  };

  constructor(
    private readonly index: ElementIndex,
    private readonly now: Date,
  ) {
    const { open } = this.actions;
    this.view = index.data.views[0]?.view ?? '';
    this.pictures = new Map(
      [...document.querySelectorAll<HTMLElement>('[data-view]')].flatMap((drawing) => {
        const svg = drawing.querySelector('svg');
        return svg === null ? [] : [[drawing.dataset.view ?? '', new PictureView(svg, index, open)] as const];
      }),
    );
    this.panel = new Panel(index, {
      open,
      groupOf: (id) => this.groups.find(({ members }) => members.includes(id)),
      isExpanded: (group) => this.picture?.isExpanded(group) ?? false,
      toggle: (group) => this.toggle(group),
      showInPicture: (id) => this.showInPicture(id),
      closed: () => this.panelClosed(),
    });
    const highlight = (ids: ReadonlySet<string> | undefined) => {
      for (const picture of this.pictures.values()) picture.highlight(ids);
    };
    this.search = new Search(index, { ...this.actions, highlight });
  }

  start(): void {
    const tables = tablesOf(this.index, this.actions, this.now);
    const parts = tables.map(({ id, name, rows, content }) => {
      const part = html('section', { class: 'part', tabindex: 0 }, html('h2', { class: 'print' }, name), content);
      need('parts').append(part);
      return { id, name: `${name} (${rows})`, content: part };
    });
    this.showTab = makeTabs(need('tabs'), [{ id: 'picture', name: 'Picture', content: need('picture') }, ...parts]);
    this.addTools();
    this.showView(this.view);
    followPointer(need('area'), () => this.picture);
    followKeys({
      picture: () => (need('picture').hidden ? undefined : this.picture),
      search: () => this.search.focus(),
      close: () => this.search.close() || this.panel.close(),
    });
    window.addEventListener('beforeprint', () => this.picture?.fit());
  }

  private get picture(): PictureView | undefined {
    return this.pictures.get(this.view);
  }

  private addTools(): void {
    const views = this.index.data.views.map(({ view }) => view);
    const zoom = html(
      'div',
      { class: 'buttons' },
      button('+', () => this.picture?.zoom(1.25), { 'aria-label': 'Zoom in (+)' }),
      button('−', () => this.picture?.zoom(0.8), { 'aria-label': 'Zoom out (-)' }),
      button('Fit', () => this.picture?.fit(), { 'aria-label': 'Fit the whole picture (0)' }),
    );
    need('tools').append(
      choices('View', views, (view) => this.showView(view)),
      zoom,
      html('div', { id: 'groups', class: 'buttons' }),
    );
  }

  private showView(view: string): void {
    this.view = view;
    for (const drawing of document.querySelectorAll<HTMLElement>('[data-view]')) {
      drawing.hidden = drawing.dataset.view !== view;
    }
    need('groups').replaceChildren(...this.groups.map((group) => this.groupButton(group)));
  }

  private groupButton(group: PageGroup): HTMLElement {
    const count = group.members.length;
    const made = button('', () => this.toggle(group));
    const update = () => {
      const isExpanded = this.picture?.isExpanded(group) ?? false;
      made.textContent = `${isExpanded ? 'Collapse' : 'Expand'} ${count} clusters alike`;
      made.setAttribute('aria-expanded', String(isExpanded));
    };
    this.groupUpdates.set(group, update);
    update();
    return made;
  }

  /** The groups of the view that is shown. */
  private get groups(): readonly PageGroup[] {
    return this.index.data.views.find(({ view }) => view === this.view)?.groups ?? [];
  }

  private toggle(group: PageGroup): void {
    this.picture?.toggle(group);
    this.groupUpdates.get(group)?.();
  }

  private open(id: string): void {
    const element = this.index.find(id);
    if (element === undefined) return;
    this.rememberFocus();
    this.panel.showElement(element);
    for (const picture of this.pictures.values()) picture.select(id);
    const shape = this.picture?.shapeOf(id);
    if (shape !== undefined && !need('area').contains(this.opener)) this.picture?.reveal(shape);
  }

  /** What shows a node or an edge in the picture; undefined where the picture does not have it. */
  private showInPicture(id: string): (() => void) | undefined {
    const shape = this.picture?.shapeOf(id);
    if (shape === undefined || !need('picture').hidden) return undefined;
    return () => {
      this.showTab('picture');
      shape.focus();
    };
  }

  private openObject(object: number): void {
    this.rememberFocus();
    this.panel.showObject(object);
    for (const picture of this.pictures.values()) picture.select(undefined);
  }

  private rememberFocus(): void {
    if (!need('panel').contains(document.activeElement)) this.opener = document.activeElement;
  }

  private panelClosed(): void {
    for (const picture of this.pictures.values()) picture.select(undefined);
    const { opener } = this;
    if ((opener instanceof HTMLElement || opener instanceof SVGElement) && opener.isConnected) opener.focus();
  }
}
