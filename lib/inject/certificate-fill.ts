import type { FactKind } from '../facts/kind';
import type { CertificatePlace } from '../facts/place';
import { parseToken, tokenPattern } from '../facts/token';
import { isFields, valueAt } from '../values';
import { type DocumentFill, type FillableDocument, type LineEdit, NO_FILL } from './document-fill';
import { type MapItem, MapLines } from './map-lines';
import { makeSlot, type Slot, type TokenValues } from './token-values';

/** Fills the certificates of one place of a kind. */
export type CertificateFiller = (document: FillableDocument, values: TokenValues) => DocumentFill;

/** What becomes of an item. */
interface ItemFill {
  readonly slot: Slot;
  readonly edit?: LineEdit;
  readonly value?: unknown;
}

/**
 * Fills certificates in items of a list, such as those that an Istio resource trusts. The token stays as a comment behind the
 * key, so that a later run finds the place again.
 */
export function certificateFiller(kind: FactKind, place: CertificatePlace): CertificateFiller {
  const fillItem = itemFiller(kind, place);
  return ({ text, lines, value: document }, values) => {
    const list = valueAt(document, place.path);
    if (valueAt(document, ['kind']) !== place.objectKind || !Array.isArray(list)) return NO_FILL;
    const fills = new Map(
      new MapLines(text, lines).itemsAt(place.path).flatMap((item): readonly (readonly [number, ItemFill])[] => {
        const fill = fillItem(item, list[item.index], lines, values);
        return fill === undefined ? [] : [[item.index, fill]];
      }),
    );
    const all = [...fills.values()];
    const filled: readonly unknown[] = list.map((item: unknown, i) => fills.get(i)?.value ?? item);
    return {
      slots: all.map(({ slot }) => slot),
      edits: all.flatMap(({ edit }) => edit ?? []),
      values: all.some(({ edit }) => edit !== undefined) ? [{ path: place.path, value: filled }] : [],
      places: [],
    };
  };
}

/** Fills an item of a list; undefined for one without a token. */
type ItemFiller = (
  item: MapItem,
  value: unknown,
  lines: readonly string[],
  values: TokenValues,
) => ItemFill | undefined;

function itemFiller({ name, isNamed }: FactKind, place: CertificatePlace): ItemFiller {
  const comment = new RegExp(String.raw`#[ \t]*(${tokenPattern(name, isNamed)})(.*)$`);
  return ({ keys }, value, lines, values) => {
    const at = keys.get(place.unknownKey) ?? keys.get(place.key);
    const [, token = '', rest = ''] = comment.exec(lines[at?.line ?? -1] ?? '') ?? [];
    const subject = parseToken(token);
    if (at === undefined || subject === undefined) return undefined;
    const block = values.of(subject)?.block;
    const slot = makeSlot(token, keys.has(place.unknownKey), block !== undefined);
    if (block === undefined) return { slot };
    const indent = ' '.repeat(at.lead.length + 2);
    const text = block.trimEnd().split('\n');
    const written = [`${at.lead}${place.key}: | # ${token}${rest}`, ...text.map((line) => `${indent}${line}`)];
    return { slot, edit: { from: at.line, to: at.end, lines: written }, value: withKey(value, place, block) };
  };
}

function withKey(item: unknown, { key, unknownKey }: CertificatePlace, text: string): unknown {
  const { [unknownKey]: _, ...others } = isFields(item) ? item : {};
  return { ...others, [key]: text };
}
