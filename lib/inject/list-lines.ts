import type { FactKind } from '../facts/kind';
import { tokenPattern } from '../facts/token';
import { indentOf, keyPattern, REST, valuePattern } from './document-fill';

/** An item of a list that has the place of values. */
export interface TokenItem {
  /** The index of its line. */
  readonly line: number;
  /** The position in the list. */
  readonly position: number;
  /** What precedes the value on its line. */
  readonly lead: string;
  /** The token. */
  readonly token: string;
  /** What follows the token. */
  readonly rest: string;
  /** Whether the token itself is the value so far. */
  readonly isToken: boolean;
}

/** The lines of a list. */
export interface ListLines {
  /** The index of the line with the key. */
  readonly line: number;
  /** The blanks before the key. */
  readonly indent: string;
  /** The index of the last line. */
  readonly end: number;
  /** The items with tokens. */
  readonly items: readonly TokenItem[];
  /** The new line of the key; only of a list in brackets, which is written as lines. */
  readonly head?: string;
}

/** Finds the list whose key is on a line; undefined if the line has no such key. */
export type FindList = (lines: readonly string[], line: number) => ListLines | undefined;

/** The forms that lines may have. */
interface ListPatterns {
  /** The key of a list whose items are on lines of their own. */
  readonly key: RegExp;
  /** A list of one token in brackets. */
  readonly brackets: RegExp;
  /** A token as an item. */
  readonly unfilled: RegExp;
  /** A value as an item, with the token as its comment. */
  readonly filled: RegExp;
}

/** Finds lists with a key that have tokens of a kind. */
export function listFinder({ name, isNamed }: FactKind, key: string): FindList {
  const patterns = patternsOf(key, tokenPattern(name, isNamed));
  return (lines, line) => {
    const text = lines[line] ?? '';
    const [block, indent = ''] = patterns.key.exec(text) ?? [];
    return block === undefined ? listInBrackets(text, line, patterns) : listOfLines(lines, line, indent, patterns);
  };
}

function patternsOf(key: string, token: string): ListPatterns {
  const lead = `^( *)(${keyPattern(key)} *:)`;
  const value = valuePattern(token);
  return {
    key: new RegExp(`${lead}${REST}$`),
    brackets: new RegExp(String.raw`${lead}[ \t]+\[[ \t]*${value}[ \t]*\]${REST}$`),
    unfilled: new RegExp(`^( *- +)${value}${REST}$`),
    filled: new RegExp(String.raw`^( *- +)(?:"[^"]*"|'[^']*'|[^\s"'#&*!|>{[][^\s#]*)[ \t]+#[ \t]*(${token})(.*)$`),
  };
}

function listInBrackets(text: string, line: number, { brackets }: ListPatterns): ListLines | undefined {
  const [whole, indent = '', key = '', plain, double, single, rest = ''] = brackets.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const token = plain ?? double ?? single ?? '';
  const item: TokenItem = { line, position: 0, lead: `${indent}  - `, token, rest: '', isToken: true };
  return { line, indent, end: line, items: [item], head: `${indent}${key}${rest.trimEnd()}` };
}

function listOfLines(lines: readonly string[], line: number, indent: string, patterns: ListPatterns): ListLines {
  const items: TokenItem[] = [];
  let end = line;
  let depth: number | undefined;
  let position = -1;
  for (let i = line + 1; i < lines.length; i += 1) {
    const text = lines[i] ?? '';
    const own = indentOf(text);
    if (own === undefined) continue;
    depth ??= own;
    const isItem = own === depth && own >= indent.length && /^ *-( |$)/.test(text);
    if (!isItem && own <= depth) break;
    if (isItem) position += 1;
    end = i;
    const item = isItem ? tokenItem(text, i, position, patterns) : undefined;
    if (item !== undefined) items.push(item);
  }
  return { line, indent, end, items };
}

function tokenItem(
  text: string,
  line: number,
  position: number,
  { unfilled, filled }: ListPatterns,
): TokenItem | undefined {
  const token = unfilled.exec(text);
  if (token !== null) {
    const [, lead = '', plain, double, single, rest = ''] = token;
    return { line, position, lead, token: plain ?? double ?? single ?? '', rest: rest.trimEnd(), isToken: true };
  }
  const [whole, lead = '', comment = '', rest = ''] = filled.exec(text) ?? [];
  return whole === undefined ? undefined : { line, position, lead, token: comment, rest, isToken: false };
}
