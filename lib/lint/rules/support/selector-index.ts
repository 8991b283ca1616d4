import type { Labels } from '../../../matching/label-selector';

/** Values by the labels that they select. It finds those that select given labels without trying all of them. */
export class SelectorIndex<T> {
  private readonly unselective: T[] = [];
  private readonly byPair = new Map<string, { readonly selector: Labels; readonly value: T }[]>();

  /** Adds a value that selects what has all of these labels; one without labels selects everything. */
  add(selector: Labels, value: T): void {
    const [first] = Object.entries(selector);
    if (first === undefined) {
      this.unselective.push(value);
      return;
    }
    const pair = first.join('=');
    const entries = this.byPair.get(pair) ?? [];
    entries.push({ selector, value });
    this.byPair.set(pair, entries);
  }

  /** The values that select something with these labels. */
  selecting(labels: Labels): readonly T[] {
    const candidates = Object.entries(labels).flatMap((pair) => this.byPair.get(pair.join('=')) ?? []);
    return [...this.unselective, ...candidates.flatMap(({ selector, value }) => (has(labels, selector) ? value : []))];
  }
}

/** Whether labels have all those of a selector. */
function has(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
