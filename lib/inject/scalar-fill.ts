import type { FactKind } from '../facts/kind';
import type { ScalarPlace } from '../facts/place';
import { parseToken, tokenPattern } from '../facts/token';
import type { Path } from '../issues/issue';
import { valueAt } from '../values';
import { scalarLines } from '../yaml/scalar-lines';
import {
  type DocumentFill,
  type FillableDocument,
  type LineEdit,
  NO_FILL,
  REST,
  scalarText,
  valuePattern,
} from './document-fill';
import { makeSlot, type Slot, type TokenValues } from './token-values';

/** A line whose value is a token, or has one as its comment. */
interface ScalarLine {
  readonly index: number;
  /** What precedes the value. */
  readonly lead: string;
  readonly token: string;
  /** What follows the token. */
  readonly rest: string;
  readonly isToken: boolean;
}

/** Fills the scalars of one place of a kind; places that others fill are left out. */
export type ScalarFiller = (document: FillableDocument, values: TokenValues, others: readonly Path[]) => DocumentFill;

/** Whatever precedes a value on its line: dashes of items, and a key. */
const LEAD = String.raw`^( *(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#&*!|>{}[\],-][^#"']*?) *: +)?)`;

/** A value on one line that is not a token. */
const VALUE = String.raw`(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#&*!|>{}[\],<][^#]*?)`;

/**
 * Fills texts of one line, wherever a token is the value of a key or an item of a list. The token becomes a comment, so
 * that a later run finds the place again.
 */
export function scalarFiller({ name, isNamed }: FactKind, { objectKind }: ScalarPlace): ScalarFiller {
  const token = tokenPattern(name, isNamed);
  const unfilled = new RegExp(`${LEAD}${valuePattern(token)}${REST}$`);
  const filled = new RegExp(String.raw`${LEAD}${VALUE}[ \t]+#[ \t]*(${token})(.*)$`);
  return ({ text, lines, value: document }, values, others) => {
    if (objectKind !== undefined && valueAt(document, ['kind']) !== objectKind) return NO_FILL;
    const found = lines.flatMap((line, index) => scalarLine(line, index, unfilled, filled) ?? []);
    if (found.length === 0) return NO_FILL;
    const taken = new Set(others.map((path) => JSON.stringify(path)));
    const paths = scalarLines(text);
    const fills = found.flatMap((line) => {
      // Of several values on one line, and of a line within a text, it is unknown which value the token stands for.
      const [path, ...rest] = paths.get(line.index) ?? [];
      return path === undefined || rest.length > 0 || taken.has(JSON.stringify(path))
        ? []
        : [fillOne(line, path, values)];
    });
    return {
      slots: fills.map(({ slot }) => slot),
      edits: fills.flatMap(({ edit }) => edit ?? []),
      values: fills.flatMap(({ value }) => value ?? []),
      places: fills.map(({ path }) => path),
    };
  };
}

function scalarLine(text: string, index: number, unfilled: RegExp, filled: RegExp): ScalarLine | undefined {
  const token = unfilled.exec(text);
  if (token !== null) {
    const [, lead = '', plain, double, single, rest = ''] = token;
    return { index, lead, token: plain ?? double ?? single ?? '', rest: rest.trimEnd(), isToken: true };
  }
  const [whole, lead = '', comment = '', rest = ''] = filled.exec(text) ?? [];
  return whole === undefined ? undefined : { index, lead, token: comment, rest, isToken: false };
}

interface ScalarFill {
  readonly slot: Slot;
  readonly path: Path;
  readonly edit?: LineEdit;
  readonly value?: { readonly path: Path; readonly value: string };
}

function fillOne({ index, lead, token, rest, isToken }: ScalarLine, path: Path, values: TokenValues): ScalarFill {
  const subject = parseToken(token);
  const text = subject && values.of(subject)?.scalar;
  const slot = makeSlot(token, isToken, text !== undefined);
  if (text === undefined) return { slot, path };
  const lines = [`${lead}${scalarText(text)} # ${token}${rest}`];
  return { slot, path, edit: { from: index, to: index, lines }, value: { path, value: text } };
}
