import type { Document, LineCounter } from 'yaml';
import { MAX_TOPOLOGY_CHARACTERS } from '../bounds';
import type { Issue, Path } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { parseDocuments } from '../yaml/documents';
import { linesOf } from '../yaml/lines';
import { offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { checkShape } from './check';
import { sourcePaths } from './source-path';
import { badReference, checkDepth, complexKey, duplicates, secondDocument, syntaxErrors } from './syntax';

/** A topology file after reading. */
export interface TopologySource {
  /** The parsed content, a topology if there are no issues; undefined if the file is not valid YAML. */
  readonly value: unknown;
  /** Issues of syntax and shape. */
  readonly issues: readonly Issue[];
  /** Finds the place of a path in the file, or of its nearest ancestor that is in the file. */
  readonly locate: Locate;
}

/**
 * Parses the text of a topology file. YAML anchors and merge keys (`<<`) are supported, bounded so that a hostile file
 * cannot expand without limit.
 */
export function readTopology(text: string): TopologySource {
  const start = (): Position => ({ line: 1, column: 1 });
  if (text.length > MAX_TOPOLOGY_CHARACTERS)
    return { value: undefined, issues: [tooLarge(text.length)], locate: start };
  const depthIssue = checkDepth(text);
  if (depthIssue !== undefined) return { value: undefined, issues: [depthIssue], locate: start };
  const lines = linesOf(text);
  const { documents, excess } = parseDocuments(text, YAML_OPTIONS);
  const [document, second] = documents;
  const errors = [...(document?.errors ?? []), ...duplicates(document), ...secondDocument(second)];
  if (document === undefined || excess !== undefined || errors.length > 0) {
    return { value: undefined, ...syntaxErrors(errors, lines, excess) };
  }
  const complex = complexKey(document, lines);
  if (complex !== undefined) return { value: undefined, ...complex };
  const plain = plainValue(document);
  if ('problem' in plain) {
    const unparsed = badReference(document, lines) ?? { issues: [badAlias(plain.problem)], locate: start };
    return { value: undefined, ...unparsed };
  }
  const locate = locator(document, plain.value, lines);
  // Such halves can only come from escapes, because the file is UTF-8.
  const halves = /\\[uU]0*[dD][89a-fA-F]/.test(text) ? halfPairs(plain.value, []) : [];
  if (halves.length > 0) return { value: undefined, issues: halves, locate };
  return { value: plain.value, issues: checkShape(plain.value), locate };
}

/** The issues of texts with half of a surrogate pair, which no other program can read. */
function halfPairs(value: unknown, path: Path): readonly Issue[] {
  const isHalf = (text: unknown) => typeof text === 'string' && /\p{Cs}/u.test(text);
  if (isHalf(value)) return [halfPair(path, false)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    isHalf(key)
      ? [halfPair([...path, key], true)]
      : halfPairs(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function halfPair(path: Path, atKey: boolean): Issue {
  const message = 'the text has half of a surrogate pair, which is not valid Unicode';
  const fix = 'write the character itself, or both halves such as "\\ud83d\\ude00"';
  return { code: 'TOP007', path, message, fix, ...(atKey && { atKey }) };
}

const YAML_OPTIONS = { ...PLAIN_TAGS, merge: true, atLeastOne: true } as const;

function tooLarge(length: number): Issue {
  const message = `the file has ${length} characters, the maximum is ${MAX_TOPOLOGY_CHARACTERS}`;
  return { code: 'TOP001', path: [], message, fix: 'use name ranges, or split the federation' };
}

function badAlias(message: string): Issue {
  return { code: 'TOP002', path: [], message: `invalid YAML: ${message}`, fix: 'write the value instead of the alias' };
}

/** Finds the positions of issues in a document with a value. */
function locator(document: Document, value: unknown, lines: LineCounter): Locate {
  const sourceOf = sourcePaths(value);
  return ({ path, atKey }) => {
    const { line, col } = lines.linePos(offsetOf(document, sourceOf(path), atKey ?? false));
    return { line, column: col };
  };
}
