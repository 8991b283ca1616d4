import type { Path } from '../issues/issue';
import type { Slot } from './values';

/** Lines that others take the place of: from `from` up to and with `to`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** How a document is filled. */
export interface Plan {
  readonly slots: readonly Slot[];
  readonly edits: readonly Edit[];
  /** What the values of the document become by the edits. */
  readonly values: readonly { readonly path: Path; readonly value: unknown }[];
  /** The parts of the document that slots were found in; a token there is accounted for. */
  readonly places: readonly Path[];
}

/** What there is where a document has no place for values. */
export const NO_PLAN: Plan = { slots: [], edits: [], values: [], places: [] };

/** The part of plain data at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let part = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = (part as { readonly [key: string | number]: unknown })[key];
  }
  return part;
}

/** A copy of plain data with another value at a path, all of which but the last key must be there. */
export function withValue(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((item, i) => (i === key ? withValue(item, rest, value) : item));
  const fields = data as { readonly [key: string]: unknown };
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}

/** How far a line is indented; undefined for one that says nothing. */
export function indentOf(line: string): number | undefined {
  const indent = line.search(/\S/);
  return indent < 0 || line[indent] === '#' ? undefined : indent;
}
