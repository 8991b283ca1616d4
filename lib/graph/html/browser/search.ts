import type { PageElement } from '../page-data';
import { button, html, need, say } from './dom';
import type { ElementIndex } from './element-index';
import { amount, KIND_WORDS } from './words';

/** How many results are listed. */
const MAX_RESULTS = 30;

/** What the search asks of the page. */
export interface SearchActions {
  /** Opens a node or an edge. */
  readonly open: (id: string) => void;
  /** Opens an object. */
  readonly openObject: (object: number) => void;
  /** Marks what was found; undefined where nothing is searched. */
  readonly highlight: (ids: ReadonlySet<string> | undefined) => void;
}

/** Something that was found. */
interface SearchResult {
  readonly label: string;
  readonly note: string;
  readonly open: () => void;
}

/** Finds nodes, edges and objects while a user types. */
export class Search {
  private readonly field = need('find') as HTMLInputElement;
  private readonly list = need('found');
  private readonly texts = new Map<string, string>();

  /**
   * @param index the data
   * @param actions what it asks of the page
   */
  constructor(
    private readonly index: ElementIndex,
    private readonly actions: SearchActions,
  ) {
    this.field.addEventListener('input', () => this.update());
    for (const part of [this.field, this.list]) part.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Puts the focus into the field. */
  focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** Hides the results; returns whether there were any. */
  close(): boolean {
    if (this.list.hidden) return false;
    this.list.hidden = true;
    this.field.value = '';
    this.actions.highlight(undefined);
    this.field.focus();
    return true;
  }

  private update(): void {
    const words = this.field.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const isEmpty = words.length === 0;
    const found = isEmpty ? [] : this.index.data.elements.filter((element) => hasAll(this.textOf(element), words));
    const elements = nearestFirst(found, words);
    const results = [
      ...elements.map((element) => this.elementResult(element)),
      ...(isEmpty ? [] : this.objectResults(words)),
    ];
    this.actions.highlight(isEmpty ? undefined : new Set(elements.map(({ id }) => id)));
    this.list.hidden = isEmpty;
    const more = results.length - MAX_RESULTS;
    this.list.replaceChildren(
      ...results.slice(0, MAX_RESULTS).map(({ label, note, open }) => {
        const entry = button(label, () => {
          this.list.hidden = true;
          this.actions.highlight(undefined);
          open();
        });
        entry.append(html('span', { class: 'note' }, note));
        return html('li', {}, entry);
      }),
      ...(more > 0 ? [html('li', { class: 'note' }, `and ${more} more; type more of the name`)] : []),
      ...(results.length === 0 && !isEmpty ? [html('li', { class: 'note' }, 'nothing found')] : []),
    );
    say(isEmpty ? '' : amount(results.length, 'result'));
  }

  /** All that an element is found by. */
  private textOf(element: PageElement): string {
    const { kind, label, detail = '', id } = element;
    const known = this.texts.get(id);
    if (known !== undefined) return known;
    const text = `${label} ${KIND_WORDS[kind]} ${detail} ${this.index.pathOf(element)} ${decodeURIComponent(id)}`;
    this.texts.set(id, text.toLowerCase());
    return text.toLowerCase();
  }

  private elementResult(element: PageElement): SearchResult {
    const { kind, label, id } = element;
    const path = this.index.pathOf(element);
    const note = path === '' ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} in ${path}`;
    return { label, note, open: () => this.actions.open(id) };
  }

  private objectResults(words: readonly string[]): readonly SearchResult[] {
    return this.index.data.objects.flatMap(({ cluster, name, place }, object) => {
      if (!hasAll(`${cluster} ${name}`.toLowerCase(), words)) return [];
      return [{ label: name, note: `${cluster} · ${place}`, open: () => this.actions.openObject(object) }];
    });
  }

  private onKey(event: KeyboardEvent): void {
    const entries = [...this.list.querySelectorAll('button')];
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Enter' && document.activeElement === this.field) entries[0]?.click();
    else if (event.key === 'ArrowDown') entries[at + 1]?.focus();
    else if (event.key === 'ArrowUp') (entries[at - 1] ?? this.field).focus();
    else return;
    event.preventDefault();
  }
}

function hasAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** Elements whose label is one of the words, then those whose label has a word, then all others. */
function nearestFirst(elements: readonly PageElement[], words: readonly string[]): readonly PageElement[] {
  const distance = ({ label }: PageElement) => {
    const text = label.toLowerCase();
    if (words.includes(text)) return 0;
    return words.some((word) => text.includes(word)) ? 1 : 2;
  };
  return [...elements].sort((a, b) => distance(a) - distance(b));
}
