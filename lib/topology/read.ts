import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Issue, Path } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { COMPLEX_KEY, complexKeyOf } from '../yaml/complex-keys';
import { faultText } from '../yaml/fault';
import { isWritten, offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { checkShape } from './check';
import { expandRange } from './ranges';

/** The maximum size of a topology file in characters; a thousand clusters need a tenth of it. */
const MAX_CHARACTERS = 8_000_000;

/** The maximum nesting of a topology file; the format needs less than half of it. */
const MAX_DEPTH = 100;

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
  if (text.length > MAX_CHARACTERS) return { value: undefined, issues: [tooLarge(text.length)], locate: start };
  const depthIssue = checkDepth(text);
  if (depthIssue !== undefined) return { value: undefined, issues: [depthIssue], locate: start };
  const lines = linesOf(text);
  const document = parseDocument(text, YAML_OPTIONS);
  const locate = locator(document, lines);
  if (document.errors.length > 0) return syntaxErrors(document.errors, lines);
  const complex = complexKeyOf(document);
  if (complex !== undefined) return complexKey(complex, lines);
  const plain = plainValue(document);
  if ('problem' in plain) return { value: undefined, issues: [badAlias(plain.problem)], locate };
  return { value: plain.value, issues: checkShape(plain.value), locate };
}

const YAML_OPTIONS = { ...PLAIN_TAGS, merge: true, prettyErrors: false, logLevel: 'error' } as const;

/** The lines of a text. The parser counts them too, but not in block scalars after an error. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function tooLarge(length: number): Issue {
  const message = `the file has ${length} characters, the maximum is ${MAX_CHARACTERS}`;
  return { code: 'TOP001', path: [], message, fix: 'use name ranges, or split the federation' };
}

/** Rejects nesting that would overflow the parser's stack: counts brackets and indents without parsing. */
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
  if (deepest <= MAX_DEPTH) return undefined;
  const message = `the file is nested more than ${MAX_DEPTH} levels deep`;
  return { code: 'TOP002', path: [], message, fix: 'indent by two spaces, and close all brackets' };
}

function badAlias(message: string): Issue {
  return { code: 'TOP002', path: [], message: `invalid YAML: ${message}`, fix: 'write the value instead of the alias' };
}

function complexKey(offset: number, lines: LineCounter): TopologySource {
  const issue: Issue = {
    code: 'TOP002',
    path: [],
    message: `invalid YAML: ${COMPLEX_KEY}`,
    fix: 'write a name as key',
  };
  const { line, col } = lines.linePos(offset);
  return { value: undefined, issues: [issue], locate: () => ({ line, column: col }) };
}

/** One issue per YAML error. Errors have their own positions, so the path of each issue is its index. */
function syntaxErrors(errors: readonly YAMLError[], lines: LineCounter): TopologySource {
  const issues = errors.map((error, i): Issue => {
    return { code: 'TOP002', path: [i], message: syntaxMessage(error), fix: syntaxFix(error.code) };
  });
  const locate: Locate = ({ path: [i] }) => {
    const { line, col } = lines.linePos(errors[Number(i)]?.pos[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return { value: undefined, issues, locate };
}

function syntaxMessage({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'invalid YAML: the file contains multiple documents';
  return `invalid YAML: ${faultText(message).replace(/\s+/g, ' ').replace(/[.:]$/, '')}`;
}

function syntaxFix(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'remove one of the two keys, or rename it';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'BAD_ALIAS') return 'quote values that start with "*" or "&"';
  if (code === 'MULTIPLE_DOCS') return 'keep one document in the file';
  return 'fix the YAML syntax here';
}

/** Finds the positions of issues in a document. */
function locator(document: Document, lines: LineCounter): Locate {
  let ranges: ReadonlyMap<string, RangesByName> | undefined;
  return ({ path, atKey }) => {
    ranges ??= new Map(['clusters', 'meshes'].map((section) => [section, namesOfRanges(document, section)]));
    const offset = offsetOf(document, sourcePath(document, path, ranges), atKey ?? false);
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

/** The range that each name of a section comes from. */
type RangesByName = ReadonlyMap<string, string>;

/**
 * The path in the file: a name from a range is found under the range, and a key that an entry lacks may be found under
 * `defaults`.
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
