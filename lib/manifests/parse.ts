import { type Document, LineCounter } from 'yaml';
import { MAX_FILE_CHARACTERS } from '../bounds';
import { type Position, positionAt } from '../issues/place';
import { COMPLEX_KEY, complexKeyOf } from '../yaml/complex-keys';
import { parseDocuments } from '../yaml/documents';
import { duplicateKeys } from '../yaml/duplicates';
import { faultText, TOO_DEEP } from '../yaml/fault';
import { plainValue } from '../yaml/plain';
import { unknownAliasIn } from '../yaml/unknown-alias';
import { isTooDeep, newSharedFields, parseFast } from './parse-fast';
import { CONTROL } from './shared-fields';

/** Why a text could not be parsed, and where. */
export interface TextProblem {
  /** What is wrong, without a period at the end. */
  readonly message: string;
  /** Where it is wrong; the start of the text if the problem is not at one place. */
  readonly position: Position;
  /**
   * What to do, in the imperative, without a period at the end.
   *
   * @default fix the text
   */
  readonly fix?: string;
}

/** The values of all documents of a text, null for an empty document; or why the text cannot be parsed. */
export type Parsed = { readonly values: readonly unknown[] } | { readonly problem: TextProblem };

/**
 * Parses a YAML or JSON text. js-yaml parses most texts, in a tenth of the time of `yaml` but without positions, and a
 * parser for block style what nearly all fields of manifests are. `yaml`
 * parses what js-yaml rejects, for a better message, and what has aliases, because it limits their expansion.
 *
 * @param fields the fields of texts that were parsed before
 */
export function parseText(text: string, fields = newSharedFields()): Parsed {
  if (text.length > MAX_FILE_CHARACTERS)
    return problem(`too large: ${text.length} characters, maximum ${MAX_FILE_CHARACTERS}`);
  try {
    const values = fields.documentsOf(text);
    if (values !== undefined) return { values };
    const control = controlCharacter(text);
    if (control !== undefined) return { problem: control };
    const fast = parseFast(text);
    const parsed = fast === undefined ? parseWithPlaces(text) : { values: fast };
    return 'values' in parsed && parsed.values.some((value) => isTooDeep(value)) ? problem(TOO_DEEP) : parsed;
  } catch (error) {
    // Both parsers are recursive.
    if (error instanceof RangeError) return problem(TOO_DEEP);
    throw error;
  }
}

function problem(message: string, position: Position = { line: 1, column: 1 }): Parsed {
  return { problem: { message, position } };
}

/** The first control character of a text; binary files have some. */
function controlCharacter(text: string): TextProblem | undefined {
  const found = CONTROL.exec(text);
  if (found === null) return undefined;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { message: `invalid control character U+${code}`, position: positionAt(text, found.index) };
}

function parseWithPlaces(text: string): Parsed {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const { documents, excess } = parseDocuments(text, { merge: true, lines });
  const values: unknown[] = [];
  for (const document of documents) {
    const star = unquotedStar(document, text);
    if (star !== undefined) return { problem: { ...star, position: at(star.offset) } };
    const fault = document.errors[0] ?? repeatedKey(document);
    if (fault !== undefined) return problem(messageOf(fault.message), at(fault.pos[0]));
    const complex = complexKeyOf(document);
    if (complex !== undefined) return problem(COMPLEX_KEY, at(complex));
    const plain = plainValue(document);
    if ('problem' in plain) return problem(plain.problem, at(document.contents?.range?.[0] ?? 0));
    values.push(plain.value);
  }
  return excess === undefined ? { values } : problem(`the file has ${excess}`);
}

/**
 * The first value that begins with a star without quotes: YAML reads it as an alias, which has no name or one that no
 * anchor has.
 */
function unquotedStar(document: Document, text: string) {
  const [error] = document.errors;
  if (error !== undefined) {
    const [offset] = error.pos;
    const isStar = error.code === 'BAD_ALIAS' && text[offset] === '*';
    return isStar
      ? { offset, message: 'a "*" without quotes begins a YAML alias', fix: 'quote the star: "*"' }
      : undefined;
  }
  const offset = unknownAliasIn(document);
  if (offset === undefined) return undefined;
  // Without its name: a value such as a password can begin with a star.
  const fix = 'quote the star, as in "*.example.com", or add the anchor';
  return { offset, message: 'unknown YAML alias', fix };
}

/** The first duplicate key of a document. */
function repeatedKey(document: Document): { readonly message: string; readonly pos: readonly [number] } | undefined {
  const [key] = duplicateKeys(document);
  return key && { message: `duplicate key "${String(key.value)}"`, pos: [key.range?.[0] ?? 0] };
}

function messageOf(message: string): string {
  return message.includes('call stack') ? TOO_DEEP : faultText(message);
}
