import type { FactKind } from '../facts/kind';
import type { BlockPlace } from '../facts/place';
import { parseToken, tokenPattern } from '../facts/token';
import { valueAt } from '../values';
import { type DocumentFill, type FillableDocument, keyPattern, NO_FILL, REST, valuePattern } from './document-fill';
import { makeSlot, type TokenValues } from './token-values';

/** The line that has the place of a block. */
interface BlockLine {
  readonly index: number;
  readonly indent: string;
  readonly key: string;
  readonly token: string;
  /** What follows the token. */
  readonly rest: string;
  readonly isToken: boolean;
}

/** The forms that the line may have. */
interface BlockPatterns {
  /** The token itself, and a comment. */
  readonly unfilled: RegExp;
  /** The head of a block, with the token as its comment. */
  readonly filled: RegExp;
}

/** Fills the blocks of one place of a kind. */
export type BlockFiller = (document: FillableDocument, values: TokenValues) => DocumentFill;

/**
 * Fills a block of text, such as root certificates in a ConfigMap, under either of its keys. The token stays behind its
 * `|`, so that a later run finds the place again.
 */
export function blockFiller(kind: FactKind, place: BlockPlace): BlockFiller {
  const fillers = pathsOf(place).map((path) => fillerAt(kind, place.objectKind, path));
  return (document, values) => {
    const fills = fillers.map((fill) => fill(document, values));
    return fills.find(({ slots }) => slots.length > 0) ?? NO_FILL;
  };
}

/** The ways to a block: with the key that its readers read, then with the key of an incomplete one. */
export function pathsOf({ path, incomplete }: BlockPlace): readonly (readonly string[])[] {
  return incomplete === undefined ? [path] : [path, [...path.slice(0, -1), incomplete.key]];
}

function fillerAt({ name, isNamed }: FactKind, objectKind: string, path: readonly string[]): BlockFiller {
  const patterns = patternsOf(path.at(-1) ?? '', tokenPattern(name, isNamed));
  return ({ lines, value: document }, values) => {
    if (valueAt(document, ['kind']) !== objectKind || typeof valueAt(document, path) !== 'string') return NO_FILL;
    const found = lines.flatMap((line, index) => blockLine(line, index, patterns) ?? []);
    const [place] = found;
    const subject = place && parseToken(place.token);
    // A second line of this form is a part of some text, and which of the two is the key is unknown.
    if (place === undefined || found.length > 1 || subject === undefined) return NO_FILL;
    const block = values.of(subject)?.block;
    const slots = [makeSlot(place.token, place.isToken, block !== undefined)];
    if (block === undefined) return { ...NO_FILL, slots, places: [path] };
    return {
      slots,
      edits: [
        { from: place.index, to: place.isToken ? place.index : endOfBlock(lines, place), lines: write(place, block) },
      ],
      values: [{ path, value: block, isBlock: true }],
      places: [path],
    };
  };
}

function patternsOf(key: string, token: string): BlockPatterns {
  const lead = `^( *)(${keyPattern(key)} *: +)`;
  return {
    unfilled: new RegExp(`${lead}${valuePattern(token)}${REST}$`),
    filled: new RegExp(String.raw`${lead}[|>][-+0-9]*[ \t]+#[ \t]*(${token})(.*)$`),
  };
}

function blockLine(line: string, index: number, { unfilled, filled }: BlockPatterns): BlockLine | undefined {
  const token = unfilled.exec(line);
  if (token !== null) {
    const [, indent = '', key = '', plain, double, single, rest = ''] = token;
    return { index, indent, key, token: plain ?? double ?? single ?? '', rest: rest.trimEnd(), isToken: true };
  }
  const [whole, indent = '', key = '', comment = '', rest = ''] = filled.exec(line) ?? [];
  return whole === undefined ? undefined : { index, indent, key, token: comment, rest, isToken: false };
}

function write({ indent, key, token, rest }: BlockLine, block: string): readonly string[] {
  const lines = block.trimEnd().split('\n');
  return [`${indent}${key}| # ${token}${rest}`, ...lines.map((line) => `${indent}  ${line}`)];
}

/** The last line of a block that is not blank; the blank lines behind it are not replaced. */
function endOfBlock(lines: readonly string[], { index, indent }: BlockLine): number {
  let end = index;
  for (let i = index + 1; i < lines.length; i += 1) {
    const depth = (lines[i] ?? '').search(/\S/);
    if (depth >= 0 && depth <= indent.length) break;
    if (depth >= 0) end = i;
  }
  return end;
}
