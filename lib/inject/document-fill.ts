import type { Path } from '../issues/issue';
import type { Slot } from './token-values';

/** Lines that are replaced: from `from` up to and including `to`; none of them where `to` is before `from`. */
export interface LineEdit {
  /** The index of the first line that is replaced. */
  readonly from: number;
  /** The index of the last line that is replaced. */
  readonly to: number;
  /** The new lines. */
  readonly lines: readonly string[];
}

/** A value that a document has after it is filled. */
export interface FilledValue {
  /** The way to the value. */
  readonly path: Path;
  /** The value. */
  readonly value: unknown;
  /** Whether the value is a block of text, which lacks its last line end where the file ends without one. */
  readonly isBlock?: true;
}

/** How a document is filled. */
export interface DocumentFill {
  /** The tokens that were found. */
  readonly slots: readonly Slot[];
  /** What becomes of the lines of the document. */
  readonly edits: readonly LineEdit[];
  /** What becomes of the values of the document. */
  readonly values: readonly FilledValue[];
  /** The parts of the document in which slots were found; a token at another place cannot be filled. */
  readonly places: readonly Path[];
}

/** A document without places for values. */
export const NO_FILL: DocumentFill = { slots: [], edits: [], values: [], places: [] };

/** A document that is filled. */
export interface FillableDocument {
  /** The text. */
  readonly text: string;
  /** Its lines, without line ends. */
  readonly lines: readonly string[];
  /** Its value. */
  readonly value: unknown;
}

/** A copy of plain data with another value at a path, whose parts except the last one must exist. */
export function withValue(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((item, i) => (i === key ? withValue(item, rest, value) : item));
  const fields = data as { readonly [key: string]: unknown };
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}

/** How far a line is indented; undefined for blank lines and comments. */
export function indentOf(line: string): number | undefined {
  const indent = line.search(/\S/);
  return indent < 0 || line[indent] === '#' ? undefined : indent;
}

/** The pattern of a key as YAML may have it, plain or in quotes. */
export function keyPattern(key: string): string {
  const literal = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `(?:${literal}|"${literal}"|'${literal}')`;
}

/** The pattern, with three groups, of a token that is a value: plain, or in quotes of either form. */
export function valuePattern(token: string): string {
  return `(?:(${token})|"(${token})"|'(${token})')`;
}

/** What may follow a value on its line: nothing, or a comment. */
export const REST = String.raw`([ \t]*|[ \t]+#.*)`;

/** A text as YAML that no reader takes for anything but a string: `::` and `1.2` would not be. */
export function scalarText(text: string): string {
  return /^[A-Za-z][\w-]*\.[\w.-]*$|^\d+\.\d+\.\d+\.\d+$/.test(text) ? text : JSON.stringify(text);
}
