import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Issue, Path } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { isWritten, offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { checkShape } from './check';
import { expandRange } from './ranges';

/** The largest topology file that is read, in characters; a thousand clusters take a tenth of it. */
const MOST_CHARACTERS = 8_000_000;

/** The deepest nesting of a topology file; the format itself needs less than half of it. */
const MOST_DEPTH = 100;

/** A topology file after reading. */
export interface TopologySource {
  /** What the file says; undefined where it is not YAML. It is a topology where there is no issue. */
  readonly value: unknown;
  /** What is wrong with the file's syntax and shape. */
  readonly issues: readonly Issue[];
  /** Where a part of the topology stands in the file; its nearest surroundings where it does not. */
  readonly locate: Locate;
}

/**
 * Reads the text of a topology file. YAML anchors and merge keys (`<<`) may be used, in bounds that keep hostile files
 * from growing.
 */
export function readTopology(text: string): TopologySource {
  const start = (): Position => ({ line: 1, column: 1 });
  if (text.length > MOST_CHARACTERS) return { value: undefined, issues: [tooLarge(text.length)], locate: start };
  const depthIssue = checkDepth(text);
  if (depthIssue !== undefined) return { value: undefined, issues: [depthIssue], locate: start };
  const lines = linesOf(text);
  const document = parseDocument(text, YAML_OPTIONS);
  const locate = locator(document, lines);
  if (document.errors.length > 0) return syntaxErrors(document.errors, lines);
  const plain = plainValue(document);
  if ('problem' in plain) return { value: undefined, issues: [badAlias(plain.problem)], locate };
  return { value: plain.value, issues: checkShape(plain.value), locate };
}

const YAML_OPTIONS = { ...PLAIN_TAGS, merge: true, prettyErrors: false, logLevel: 'error' } as const;

/** The lines of a text. The parser counts them as well, but not in block texts behind an error. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function tooLarge(length: number): Issue {
  const message = `the file has ${length} characters, more than the ${MOST_CHARACTERS} that are read`;
  return { code: 'TOP001', path: [], message, fix: 'use name ranges or split the federation' };
}

/** Refuses nesting that would exhaust the parser's stack, by counting brackets and indents without parsing. */
function checkDepth(text: string): Issue | undefined {
  let flow = 0;
  let deepest = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    const nested = /^[ \t]*((?:[-?:][ \t]+)*)/.exec(line)?.[1]?.length ?? 0;
    for (const mark of line) {
      if (mark === '[' || mark === '{') flow += 1;
      if ((mark === ']' || mark === '}') && flow > 0) flow -= 1;
      deepest = Math.max(deepest, flow);
    }
    deepest = Math.max(deepest, (indent + nested) / 2);
  }
  if (deepest <= MOST_DEPTH) return undefined;
  const message = `the file is nested more than ${MOST_DEPTH} levels deep`;
  return { code: 'TOP002', path: [], message, fix: 'indent by two spaces, and do not leave brackets open' };
}

function badAlias(message: string): Issue {
  return { code: 'TOP002', path: [], message, fix: 'write the values out' };
}

/** One issue per YAML error. The errors have places of their own, so each issue's path is just its number. */
function syntaxErrors(errors: readonly YAMLError[], lines: LineCounter): TopologySource {
  const issues = errors.map((error, i): Issue => {
    const message = error.message.replace(/\s+/g, ' ').replace(/[.:]$/, '');
    return { code: 'TOP002', path: [i], message, fix: syntaxFix(error.code) };
  });
  const locate: Locate = ({ path: [i] }) => {
    const { line, col } = lines.linePos(errors[Number(i)]?.pos[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return { value: undefined, issues, locate };
}

function syntaxFix(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'remove one of the two keys, or rename it';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'BAD_ALIAS') return 'put a text that starts with "*" or "&" in quotes';
  if (code === 'MULTIPLE_DOCS') return 'keep one document in the file';
  return 'mend the YAML here';
}

/** The function that finds the place of an issue in a document. */
function locator(document: Document, lines: LineCounter): Locate {
  let ranges: ReadonlyMap<string, RangesByName> | undefined;
  return ({ path, atKey }) => {
    ranges ??= new Map(['clusters', 'meshes'].map((section) => [section, namesOfRanges(document, section)]));
    const offset = offsetOf(document, sourcePath(document, path, ranges), atKey ?? false);
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

/** The keys of a section that are ranges, by each name that they stand for. */
type RangesByName = ReadonlyMap<string, string>;

/**
 * The path under which a part of the topology was written: names from a range stand under the range, and what an
 * entry lacks may stand under `defaults`.
 */
function sourcePath(document: Document, path: Path, ranges: ReadonlyMap<string, RangesByName>): Path {
  const [section, name, ...rest] = path;
  if ((section !== 'clusters' && section !== 'meshes') || name === undefined) return path;
  const range = isWritten(document, [section, name]) ? undefined : ranges.get(section)?.get(String(name));
  const written: Path = [section, range ?? name, ...rest];
  const byDefault: Path = ['defaults', section, ...rest];
  return !isWritten(document, written) && isWritten(document, byDefault) ? byDefault : written;
}

function namesOfRanges(document: Document, section: string): RangesByName {
  const map = isMap(document.contents) ? document.get(section) : undefined;
  const keys = isMap(map) ? map.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
  const ranges = keys.filter((key) => key.includes('{'));
  return new Map(ranges.flatMap((key) => (expandRange(key) ?? []).map((name) => [name, key] as const)));
}
