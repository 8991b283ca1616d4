import { addressType } from '../facts/address/address-type';
import type { FactKind } from '../facts/kind';
import type { AddressPlace, PlaceValue } from '../facts/place';
import { parseToken, tokenPattern } from '../facts/token';
import { groupBy, valueAt } from '../values';
import {
  type DocumentFill,
  type FillableDocument,
  type FilledValue,
  type LineEdit,
  NO_FILL,
  scalarText,
} from './document-fill';
import { type MapItem, MapLines } from './map-lines';
import { makeSlot, type TokenValues } from './token-values';
import { UNKNOWN_HOST } from './unknown-forms';

/** How many addresses a Gateway may have. Source: Gateway API, GatewaySpec. */
const MAX_ADDRESSES = 16;

/** Fills the addresses of one place of a kind. */
export type AddressFiller = (document: FillableDocument, values: TokenValues) => DocumentFill;

/** The items of one token. */
interface TokenItems {
  readonly token: string;
  readonly items: readonly MapItem[];
  readonly isUnknown: boolean;
  readonly value: PlaceValue | undefined;
}

/**
 * Fills addresses with their types in items of a list, such as those of a Gateway, and their port. The token stays as a comment
 * behind each address, so that a later run finds the place again.
 */
export function addressFiller(kind: FactKind, place: AddressPlace): AddressFiller {
  const comment = new RegExp(String.raw`#[ \t]*(${tokenPattern(kind.name, kind.isNamed)})`);
  return ({ text, lines, value: document }, values) => {
    const list = valueAt(document, place.path);
    if (valueAt(document, ['kind']) !== place.objectKind || !Array.isArray(list)) return NO_FILL;
    const map = new MapLines(text, lines);
    const tokenOf = ({ keys }: MapItem) => comment.exec(lines[keys.get('value')?.line ?? -1] ?? '')?.[1];
    const items = map.itemsAt(place.path).filter((item) => tokenOf(item) !== undefined);
    const groups = [...groupBy(items, (item) => tokenOf(item) ?? '')].map(([token, own]): TokenItems => {
      const subject = parseToken(token);
      const isUnknown = own.some(({ index }) => valueAt(list[index], ['value']) === UNKNOWN_HOST);
      return { token, items: own, isUnknown, value: subject && values.of(subject) };
    });
    const known = groups.filter(({ value }) => value?.list !== undefined);
    const port = known.map((group) => portFill(place, group, document, map, lines, comment)).find(Boolean);
    return {
      slots: groups.map(({ token, isUnknown, value }) => makeSlot(token, isUnknown, value?.list !== undefined)),
      edits: [...known.flatMap(itemEdits), ...(port === undefined ? [] : [port.edit])],
      values: [
        ...(known.length === 0 ? [] : [{ path: place.path, value: filledList(list, known) }]),
        ...(port === undefined ? [] : [port.value]),
      ],
      places: [],
    };
  };
}

function addressesOf({ value }: TokenItems): readonly { readonly type: string; readonly value: string }[] {
  return (value?.list ?? []).slice(0, MAX_ADDRESSES).map((address) => ({ type: addressType(address), value: address }));
}

/** The first item becomes all addresses, and the others are removed. */
function itemEdits(group: TokenItems): readonly LineEdit[] {
  return group.items.map(({ keys }, i) => {
    const all = [...keys.values()];
    const from = Math.min(...all.map(({ line }) => line));
    const to = Math.max(...all.map(({ end }) => end));
    const lead = all.find(({ line }) => line === from)?.lead ?? '';
    const indent = ' '.repeat(lead.length);
    const lines = addressesOf(group).flatMap(({ type, value }) => [
      `${lead}type: ${type}`,
      `${indent}value: ${scalarText(value)} # ${group.token}`,
    ]);
    return { from, to, lines: i === 0 ? lines : [] };
  });
}

function filledList(list: readonly unknown[], groups: readonly TokenItems[]): readonly unknown[] {
  const first = new Map<number | undefined, readonly unknown[]>(
    groups.map((group) => [group.items[0]?.index, addressesOf(group)]),
  );
  const removed = new Set(groups.flatMap(({ items }) => items.map(({ index }) => index)));
  return list.flatMap((item, i) => first.get(i) ?? (removed.has(i) ? [] : [item]));
}

/** The port of a gateway; one that a person wrote stays. */
function portFill(
  { port: { path, name, usual } }: AddressPlace,
  { token, value }: TokenItems,
  document: unknown,
  map: MapLines,
  lines: readonly string[],
  comment: RegExp,
): { readonly edit: LineEdit; readonly value: FilledValue } | undefined {
  const number = value?.ports?.[name];
  const at = map.keyAt(path);
  if (number === undefined || at === undefined) return undefined;
  const wasFilled = comment.test(lines[at.line] ?? '');
  if (!wasFilled && (valueAt(document, path.map(String)) !== usual || number === usual)) return undefined;
  const line = `${at.lead}${path.at(-1)}: ${number} # ${token}`;
  return { edit: { from: at.line, to: at.end, lines: [line] }, value: { path, value: number } };
}
