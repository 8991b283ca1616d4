import { button, html, setAttributes } from './dom';

/** A part of the page that a tab shows. */
export interface TabPart {
  /** The id of the part. */
  readonly id: string;
  /** The name on its tab. */
  readonly name: string;
  /** The part. */
  readonly content: HTMLElement;
}

/** Fills a list of tabs; returns a function that shows a part by its id. */
export function makeTabs(list: HTMLElement, parts: readonly TabPart[]): (id: string) => void {
  const tabs = parts.map(({ id, name, content }) => {
    setAttributes(content, { role: 'tabpanel', id, 'aria-labelledby': `tab-${id}` });
    const tab = button(name, () => show(id), { role: 'tab', id: `tab-${id}`, 'aria-controls': id });
    return { id, tab, content };
  });
  const show = (id: string): void => {
    for (const one of tabs) {
      const isShown = one.id === id;
      one.content.hidden = !isShown;
      setAttributes(one.tab, { 'aria-selected': String(isShown), tabindex: isShown ? 0 : -1 });
    }
  };
  list.append(...tabs.map(({ tab }) => tab));
  list.addEventListener('keydown', (event) => {
    const at = tabs.findIndex(({ tab }) => tab === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    show(next.id);
    next.tab.focus();
  });
  show(parts[0]?.id ?? '');
  return show;
}

/** A group of choices of which one is made; the first is chosen at the start. */
export function choices<T extends string>(
  label: string,
  values: readonly T[],
  onChange: (value: T) => void,
): HTMLElement {
  const options = values.map((value, i) => {
    const input = html('input', { type: 'radio', name: label, value, ...(i === 0 && { checked: '' }) });
    input.addEventListener('change', () => onChange(value));
    return html('label', {}, input, html('span', {}, value));
  });
  return html('fieldset', { class: 'choices' }, html('legend', { class: 'unseen' }, label), ...options);
}
