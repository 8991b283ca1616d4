import type { FactKind } from '../facts/kind';
import type { ListPlace, PlaceValue } from '../facts/place';
import { parseToken } from '../facts/token';
import type { Path } from '../issues/issue';
import { groupBy, valueAt } from '../values';
import { type DocumentFill, type FillableDocument, type LineEdit, NO_FILL, scalarText } from './document-fill';
import { type ListLines, listFinder, type TokenItem } from './list-lines';
import { portFiller } from './list-ports';
import { makeSlot, type Slot, type TokenValues } from './token-values';

/** The items of one token, with its value; the list is undefined where the lock has none. */
interface ItemGroup {
  readonly token: string;
  readonly items: readonly [TokenItem, ...TokenItem[]];
  readonly value: PlaceValue | undefined;
}

/** Fills the lists of one place of a kind. */
export type ListFiller = (document: FillableDocument, values: TokenValues) => DocumentFill;

/**
 * Fills a list, such as the addresses of a ServiceMeshPeer: an item for each text, with the token as its comment, so that
 * a later run finds the place again. Ports that are missing, or that have the token as their comment, are filled too.
 */
export function listFiller(kind: FactKind, { objectKind, path, ports: fields }: ListPlace): ListFiller {
  const findList = listFinder(kind, path.at(-1) ?? '');
  const fillPorts = portFiller({ path, ports: fields });
  return ({ lines, value: document }, values) => {
    const written = valueAt(document, path);
    if (valueAt(document, ['kind']) !== objectKind || !Array.isArray(written)) return NO_FILL;
    const lists = lines.flatMap((_, index) => findList(lines, index) ?? []).filter(({ items }) => items.length > 0);
    const [list] = lists;
    // A second list of this form is a part of some text, and which of the two is meant is unknown.
    if (list === undefined || lists.length > 1) return NO_FILL;
    const groups = groupsOf(list, values);
    const slots = groups.map(slotOf);
    const known = groups.filter(({ value }) => value?.list !== undefined);
    const places = groups.flatMap(({ items }) => items.map(({ position }): Path => [...path, position]));
    if (known.length === 0) return { ...NO_FILL, slots, places };
    // The ports are those of the first gateway of the list; until it is known, none are written.
    const { token = '', value } = groups[0] ?? {};
    const ports = fillPorts(lines, list, document, token, value?.ports ?? {});
    return {
      slots,
      edits: [...itemEdits(list, known, ports.added), ...ports.edits],
      values: [{ path, value: filledList(written, known) }, ...ports.values],
      places,
    };
  };
}

function groupsOf({ items }: ListLines, values: TokenValues): readonly ItemGroup[] {
  return [...groupBy(items, ({ token }) => token)].flatMap(([token, [first, ...others]]) => {
    const subject = parseToken(token);
    if (subject === undefined || first === undefined) return [];
    return [{ token, items: [first, ...others], value: values.of(subject) }];
  });
}

function slotOf({ token, items, value }: ItemGroup): Slot {
  const isToken = items.some((item) => item.isToken);
  return makeSlot(token, isToken, value?.list !== undefined);
}

/** The edits of items: the first one of each group becomes all its values, and the others are removed. */
function itemEdits(list: ListLines, groups: readonly ItemGroup[], added: readonly string[]): readonly LineEdit[] {
  const byLine = new Map<number, readonly string[]>();
  for (const { items, value } of groups) {
    const [first, ...others] = items;
    const written = (value?.list ?? []).map((text, i) => {
      return `${first.lead}${scalarText(text)} # ${first.token}${i === 0 ? first.rest : ''}`;
    });
    byLine.set(first.line, list.head === undefined ? written : [list.head, ...written]);
    for (const { line } of others) byLine.set(line, []);
  }
  const edits = [...byLine].map(([line, written]) => ({ from: line, to: line, lines: written }));
  if (added.length === 0) return edits;
  const last = edits.find(({ to }) => to === list.end);
  if (last === undefined) return [...edits, { from: list.end + 1, to: list.end, lines: added }];
  return edits.map((edit) => (edit === last ? { ...edit, lines: [...edit.lines, ...added] } : edit));
}

/** The list as it is read after it is filled. */
function filledList(written: readonly unknown[], groups: readonly ItemGroup[]): readonly unknown[] {
  const first = new Map<number, readonly unknown[]>(
    groups.map(({ items, value }) => [items[0].position, value?.list ?? []]),
  );
  const removed = new Set(groups.flatMap(({ items }) => items.map(({ position }) => position)));
  return written.flatMap((item, i) => first.get(i) ?? (removed.has(i) ? [] : [item]));
}
