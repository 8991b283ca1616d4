import type { PageElement, PageFinding, PageGroup } from '../page-data';
import { button, type DomContent, html, longList, need, say } from './dom';
import type { ElementIndex } from './element-index';
import { DETAIL_WORDS, KIND_WORDS, STATE_MARKS } from './words';

/** What the panel asks of the page. */
export interface PanelActions {
  /** Opens a node or an edge. */
  readonly open: (id: string) => void;
  /** The clusters that the picture draws as one with a cluster; undefined for other nodes. */
  readonly groupOf: (id: string) => PageGroup | undefined;
  /** Whether the clusters of a group are drawn one by one. */
  readonly isExpanded: (group: PageGroup) => boolean;
  /** Draws the clusters of a group one by one, or as one. */
  readonly toggle: (group: PageGroup) => void;
  /** What shows a node or an edge in the picture; undefined where it is shown already, or where the view lacks it. */
  readonly showInPicture: (id: string) => (() => void) | undefined;
  /** Is called after the panel closed. */
  readonly closed: () => void;
}

/** The side panel with all that is known about a node, an edge or an object. */
export class Panel {
  private readonly box = need('panel');

  /**
   * @param index the data
   * @param actions what it asks of the page
   */
  constructor(
    private readonly index: ElementIndex,
    private readonly actions: PanelActions,
  ) {}

  /** Whether it is open. */
  get isOpen(): boolean {
    return !this.box.hidden;
  }

  /** Shows a node or an edge. */
  showElement(element: PageElement): void {
    const { kind, label, own, inside } = element;
    this.fill(KIND_WORDS[kind], label, [
      ...stateOf(element),
      this.facts(element),
      ...this.pictureLink(element),
      ...this.group(element),
      ...this.elements('Contains', this.index.childrenOf(element.id)),
      ...this.elements('Connections', this.index.edgesAt(element.id)),
      ...this.objects('Objects', own, own.length > 0 && own.length < 3),
      ...this.objects(`All objects in this ${KIND_WORDS[kind]}`, inside, false),
    ]);
  }

  /** Shows one object. */
  showObject(object: number): void {
    this.fill('object', this.index.data.objects[object]?.name ?? '', [
      ...this.objects('Object', [object], true),
      ...this.elements('In the picture', this.index.elementsOf(object)),
    ]);
  }

  /** Closes it. */
  close(): void {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.box.replaceChildren();
    this.actions.closed();
  }

  private fill(kind: string, label: string, content: readonly HTMLElement[]): void {
    const title = html('h2', { id: 'panel-title', tabindex: -1 }, html('span', { class: 'kind' }, kind), ' ', label);
    const close = button('×', () => this.close(), { class: 'close', 'aria-label': 'Close (Escape)' });
    this.box.replaceChildren(
      html('div', { class: 'panel-top' }, title, close),
      html('div', { class: 'panel-body' }, ...content),
    );
    this.box.hidden = false;
    title.focus();
    say(`${kind} ${label}`);
  }

  private facts(element: PageElement): HTMLElement {
    const { kind, detail, ends } = element;
    const link = (id: string) => this.link(this.index.find(id));
    const rows: (readonly [string, readonly DomContent[]])[] = [
      [
        'In',
        separated(
          this.index.ancestorsOf(element).map((one) => this.link(one)),
          ' / ',
        ),
      ],
      [DETAIL_WORDS[kind] ?? 'Details', detail === undefined ? [] : [detail]],
      ['From', ends === undefined ? [] : [link(ends.from)]],
      ['Through', separated((ends?.via ?? []).map(link), ' → ')],
      ['To', ends === undefined ? [] : [link(ends.to)]],
      ['Name in the importer', ends?.names === undefined ? [] : [ends.names.from]],
      ['Name in the exporter', ends?.names === undefined ? [] : [ends.names.to]],
    ];
    const shown = rows.filter(([, content]) => content.length > 0);
    return html('dl', {}, ...shown.flatMap(([term, content]) => [html('dt', {}, term), html('dd', {}, ...content)]));
  }

  private pictureLink({ id }: PageElement): readonly HTMLElement[] {
    const show = this.actions.showInPicture(id);
    return show === undefined ? [] : [button('Show in the picture', show)];
  }

  private group({ id }: PageElement): readonly HTMLElement[] {
    const group = this.actions.groupOf(id);
    if (group === undefined) return [];
    const count = group.members.length;
    const text = `One of ${count} clusters that are alike; the picture draws one of them with its contents.`;
    const label = () => (this.actions.isExpanded(group) ? 'Collapse them' : `Expand all ${count}`);
    const toggle = button(label(), () => {
      this.actions.toggle(group);
      toggle.textContent = label();
    });
    return [html('p', {}, text), toggle];
  }

  private elements(heading: string, elements: readonly PageElement[]): readonly HTMLElement[] {
    if (elements.length === 0) return [];
    const itemOf = (element: PageElement) =>
      html('span', {}, this.link(element), html('span', { class: 'note' }, ` ${this.noteOf(element)}`));
    return section(`${heading} (${elements.length})`, longList(elements, itemOf));
  }

  /** What an element is, with its ends where its label does not have them. */
  private noteOf({ kind, state, ends }: PageElement): string {
    const label = (id: string) => this.index.find(id)?.label ?? '';
    const isNamed = kind === 'peering' || kind === 'share';
    const between = ends === undefined || isNamed ? [] : [`${label(ends.from)} → ${label(ends.to)}`];
    const mark = state === undefined ? [] : [`${STATE_MARKS[state.health]} ${state.health}`];
    return [KIND_WORDS[kind], ...between, ...mark].join(' · ');
  }

  private link(element: PageElement | undefined): DomContent {
    return element === undefined ? '' : button(element.label, () => this.actions.open(element.id), { class: 'link' });
  }

  private objects(heading: string, objects: readonly number[], isOpen: boolean): readonly HTMLElement[] {
    if (objects.length === 0) return [];
    const found = objects.flatMap((object) => this.index.findingsIn(object));
    const list = longList(objects, (object) => this.object(object, isOpen));
    const findings = found.length === 0 ? [] : section(`Findings (${found.length})`, longList(found, findingOf));
    return [...findings, ...section(`${heading} (${objects.length})`, list)];
  }

  /** An object, whose YAML becomes part of the page when it is opened. */
  private object(object: number, isOpen: boolean): HTMLElement {
    const { name = '', place = '', cluster = '', yaml = '' } = this.index.data.objects[object] ?? {};
    const summary = html(
      'summary',
      {},
      html('span', { class: 'object-name' }, name),
      html('span', { class: 'note' }, `${cluster} · ${place}`),
    );
    const details = html('details', {}, summary);
    const fill = () => {
      if (!details.open || details.querySelector('pre') !== null) return;
      details.append(html('pre', { tabindex: 0, role: 'region', 'aria-label': `YAML of ${name}` }, yaml));
    };
    details.addEventListener('toggle', fill);
    details.open = isOpen;
    fill();
    return details;
  }
}

function stateOf({ state, change }: PageElement): readonly HTMLElement[] {
  const changes = change === undefined ? [] : [html('p', { class: `mark ${change}` }, change)];
  if (state === undefined) return changes;
  const reasons = state.reasons.map((reason) => html('li', {}, reason));
  const list = reasons.length === 0 ? [] : [html('ul', {}, ...reasons)];
  return [
    ...changes,
    html('p', { class: `mark ${state.health}` }, `${STATE_MARKS[state.health]} ${state.health}`),
    ...list,
  ];
}

/** A finding of the linter. */
export function findingOf({ rule, severity, message, effect, fix, place }: PageFinding): HTMLElement {
  const text = [message, effect].filter((part) => part !== '').join('; ');
  return html(
    'div',
    { class: 'finding' },
    html('p', {}, html('span', { class: `mark ${severity}` }, `${severity} ${rule}`), ` ${text}`),
    ...(fix === '' ? [] : [html('p', {}, `To fix it, ${fix}`)]),
    html('p', { class: 'note' }, place),
  );
}

function section(heading: string, content: readonly HTMLElement[]): readonly HTMLElement[] {
  return [html('section', {}, html('h3', {}, heading), ...content)];
}

function separated(items: readonly DomContent[], by: string): readonly DomContent[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [by, item]));
}
