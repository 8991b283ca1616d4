import { MAX_FILE_CHARACTERS } from '../bounds';
import type { FactKind } from '../facts/kind';
import { TOKEN_START } from '../facts/token';
import type { Position } from '../issues/place';
import type { Lock } from '../lock/model';
import { parseText } from '../manifests/parse';
import { addressFiller } from './address-fill';
import { blockFiller } from './block-fill';
import { type BlockKeys, blockKeys } from './block-keys';
import { certificateFiller } from './certificate-fill';
import type { DocumentFill, FillableDocument } from './document-fill';
import { applyEdits, valuesAfter } from './edits';
import { listFiller } from './list-fill';
import { misplacedTokens } from './misplaced';
import { scalarFiller } from './scalar-fill';
import { type Slot, TokenValues } from './token-values';
import { type UnknownForms, unknownForms } from './unknown-forms';

/** A token that cannot be filled at its place, or a text that cannot be read. */
export interface FillProblem extends Position {
  /** Which of the two it is; nothing is filled in a text that cannot be read. */
  readonly kind: 'unreadable' | 'misplaced';
  /** What is wrong, without a full stop. */
  readonly message: string;
}

/** A text after filling. */
export interface FilledText {
  /** The text; the one before where nothing was filled. */
  readonly text: string;
  /** The places for values in it, in their order. */
  readonly slots: readonly Slot[];
  /** What could not be filled. */
  readonly problems: readonly FillProblem[];
}

/** Fills texts from one lock. */
export type FillText = (text: string) => FilledText;

/**
 * Makes a function that replaces the tokens of a text by the values of a lock. The token stays behind each value as a
 * comment, so that a later run replaces the value. Nothing else changes: each document is read again after it is filled,
 * and stays as it was where anything but these values would differ.
 *
 * @param kinds all kinds of facts, with the places at which manifests may have their tokens
 */
export function textFiller(lock: Lock, kinds: readonly FactKind[]): FillText {
  const values = new TokenValues(lock, kinds);
  const fillers = documentFillers(kinds);
  const keys = blockKeys(kinds);
  const toUnknown = unknownForms(kinds);
  return (text) => {
    if (!text.includes(TOKEN_START)) return unchanged(text);
    if (text.length > MAX_FILE_CHARACTERS) {
      return unreadable(text, `too large: ${text.length} characters, maximum ${MAX_FILE_CHARACTERS}`, {
        line: 1,
        column: 1,
      });
    }
    return fillDocuments(text, values, { fillers, keys, toUnknown });
  };
}

/** Fills one place in a document, given what was filled so far. */
type DocumentFiller = (
  document: FillableDocument,
  values: TokenValues,
  earlier: readonly DocumentFill[],
) => DocumentFill;

function documentFillers(kinds: readonly FactKind[]): readonly DocumentFiller[] {
  return kinds.flatMap((kind) =>
    kind.places.map((place): DocumentFiller => {
      if (place.form === 'block') return blockFiller(kind, place);
      if (place.form === 'list') return listFiller(kind, place);
      if (place.form === 'certificate') return certificateFiller(kind, place);
      if (place.form === 'address') return addressFiller(kind, place);
      const fill = scalarFiller(kind, place);
      return (document, values, earlier) =>
        fill(
          document,
          values,
          earlier.flatMap(({ places }) => places),
        );
    }),
  );
}

/** What documents are filled with. */
interface Fillers {
  readonly fillers: readonly DocumentFiller[];
  readonly keys: BlockKeys;
  readonly toUnknown: UnknownForms;
}

function fillDocuments(text: string, values: TokenValues, { fillers, keys, toUnknown }: Fillers): FilledText {
  let line = 0;
  const parts = documentsOf(text).map((written): FilledDocument => {
    const part = toUnknown(written);
    const isRead = part.includes(TOKEN_START) || keys.mayHave(part);
    const filled = isRead ? fillDocument(part, values, fillers, line) : unchanged(part);
    line += part.split('\n').length - 1;
    return filled;
  });
  const problems = parts.flatMap((part) => part.problems);
  if (problems.some(({ kind }) => kind === 'unreadable')) return { text, slots: [], problems };
  return { text: keys.settle(parts).join(''), slots: parts.flatMap(({ slots }) => slots), problems };
}

/** A document after filling. */
interface FilledDocument extends FilledText {
  /** Its value; undefined if it was not read. */
  readonly value?: unknown;
}

function unchanged(text: string): FilledText {
  return { text, slots: [], problems: [] };
}

function unreadable(text: string, message: string, { line, column }: Position): FilledText {
  return { text, slots: [], problems: [{ kind: 'unreadable', message, line, column }] };
}

/** The documents of a text: in YAML, `---` at the beginning of a line is always between documents. */
function documentsOf(text: string): readonly string[] {
  return text.split(/(?<=^|\n)(?=---(?:\s|$))/);
}

function fillDocument(
  text: string,
  values: TokenValues,
  fillers: readonly DocumentFiller[],
  line: number,
): FilledDocument {
  const parsed = parseText(text);
  if ('problem' in parsed) {
    const { message, position } = parsed.problem;
    return unreadable(text, message, { ...position, line: line + position.line });
  }
  if (parsed.values.length !== 1) {
    return unreadable(text, 'its documents are not separated by "---"', { line: line + 1, column: 1 });
  }
  const [value] = parsed.values;
  const lines = text.split('\n');
  const document = { text, lines: lines.map(withoutReturn), value };
  const fills: DocumentFill[] = [];
  for (const fill of fillers) fills.push(fill(document, values, fills));
  const expected = fills.flatMap((fill) => fill.values);
  const edits = fills.flatMap((fill) => fill.edits);
  const filled = applyEdits(lines, edits);
  const after = expected.length === 0 ? value : valuesAfter(filled, value, expected);
  const isRight = after !== undefined;
  const places = isRight ? fills.flatMap((fill) => fill.places) : [];
  const misplaced = misplacedTokens(text, value, places, line, values.kinds);
  return {
    text: isRight ? filled : text,
    value: isRight ? after : value,
    slots: isRight ? fills.flatMap(({ slots }) => slots) : [],
    problems: misplaced.map((problem) => ({ kind: 'misplaced', ...problem })),
  };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
