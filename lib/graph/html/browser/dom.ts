/** Makes elements of the page. Texts are always text nodes, so no name of the input becomes markup. */

/** What an element can contain. */
export type DomContent = Node | string;

/** The attributes of an element; those with the value undefined are left out. */
export interface DomAttributes {
  /** The value of an attribute. */
  readonly [name: string]: string | number | undefined;
}

/** Makes an element of HTML. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: DomAttributes = {},
  ...content: readonly DomContent[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...content);
  return made;
}

/** Makes an element of SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: DomAttributes = {},
  ...content: readonly DomContent[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  setAttributes(made, attributes);
  made.append(...content);
  return made;
}

/** Sets attributes of an element. */
export function setAttributes(target: Element, attributes: DomAttributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) target.setAttribute(key, String(value));
  }
}

/** Makes a button that calls a function. */
export function button(label: string, onClick: () => void, attributes: DomAttributes = {}): HTMLButtonElement {
  const made = html('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** The element with an id, which the page always has. */
export function need(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks #${id}`);
  return found;
}

/** Whether a text field has the focus, in which keys are text. */
export function isTyping(): boolean {
  return document.activeElement instanceof HTMLInputElement && document.activeElement.type !== 'radio';
}

/** Says something to screen readers. */
export function say(text: string): void {
  need('live').textContent = text;
}

/** A list that shows its first items, and the others when a button is pressed. */
export function longList<T>(items: readonly T[], itemOf: (item: T) => DomContent, shown = 40): readonly HTMLElement[] {
  const list = html('ul', { class: 'plain' });
  const add = (some: readonly T[]) => list.append(...some.map((item) => html('li', {}, itemOf(item))));
  add(items.slice(0, shown));
  const rest = items.slice(shown);
  if (rest.length === 0) return [list];
  const more = button(`Show ${rest.length} more`, () => {
    more.remove();
    add(rest);
    list.children[shown]?.querySelector('button')?.focus();
  });
  return [list, more];
}
