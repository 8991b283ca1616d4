import type { ListPlace, PlaceValue, PortField } from '../facts/place';
import { valueAt } from '../values';
import { type FilledValue, indentOf, type LineEdit } from './document-fill';
import type { ListLines } from './list-lines';

/** How the ports beside a list are filled. */
export interface PortFill {
  /** New lines, which follow the list. */
  readonly added: readonly string[];
  /** What becomes of lines that have ports. */
  readonly edits: readonly LineEdit[];
  /** What becomes of the values. */
  readonly values: readonly FilledValue[];
}

/** Fills the ports beside a list. */
export type FillPorts = (
  lines: readonly string[],
  list: ListLines,
  document: unknown,
  token: string,
  ports: NonNullable<PlaceValue['ports']>,
) => PortFill;

/** Fills ports that are missing, and those that have the token as their comment; others were written by a person. */
export function portFiller({ path, ports: fields }: Pick<ListPlace, 'path' | 'ports'>): FillPorts {
  const parent = path.slice(0, -1);
  const patterns = fields.map((field) => ({ ...field, pattern: portPattern(field) }));
  return (lines, list, document, token, ports) => {
    const fills = patterns.flatMap(({ field, port, pattern }) => {
      const value = ports[port];
      const path = [...parent, field];
      const isStated = valueAt(document, path) !== undefined;
      const line = isStated ? portLine(lines, list, token, pattern) : undefined;
      if (value === undefined || (isStated && line === undefined)) return [];
      return [{ field, path, value, line }];
    });
    return {
      added: fills.flatMap(({ field, value, line }) => (line ? [] : [`${list.indent}${field}: ${value} # ${token}`])),
      edits: fills.flatMap(({ value, line }) => (line ? [portEdit(line, value)] : [])),
      values: fills.map(({ path, value }) => ({ path, value })),
    };
  };
}

function portEdit({ index, lead, rest }: PortLine, value: number): LineEdit {
  return { from: index, to: index, lines: [`${lead}${value}${rest}`] };
}

/** A line that has a port. */
interface PortLine {
  readonly index: number;
  /** What precedes the port. */
  readonly lead: string;
  /** What follows the port. */
  readonly rest: string;
}

function portPattern({ field }: PortField): RegExp {
  return new RegExp(String.raw`^( *)(${field} *: +)\d+([ \t]+#[ \t]*(<[^<>]+>).*)$`);
}

/** The line of a port that was filled from the same token before, among the neighbors of the list. */
function portLine(
  lines: readonly string[],
  { line, indent }: ListLines,
  token: string,
  pattern: RegExp,
): PortLine | undefined {
  const isInside = (i: number) => (indentOf(lines[i] ?? '') ?? indent.length) >= indent.length;
  let start = line;
  while (start > 0 && isInside(start - 1)) start -= 1;
  for (let i = start; i < lines.length && isInside(i); i += 1) {
    const [, own = '', lead = '', rest = '', owner] = pattern.exec(lines[i] ?? '') ?? [];
    if (own === indent && owner === token) return { index: i, lead: `${own}${lead}`, rest };
  }
  return undefined;
}
