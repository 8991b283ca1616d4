import { type Document, isMap, isScalar, LineCounter, type YAMLError, YAMLParseError } from 'yaml';
import { MAX_PROBLEMS, MAX_SITES, MAX_TOPOLOGY_CHARACTERS, MAX_TOPOLOGY_DEPTH } from '../bounds';
import type { Issue, Path } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { parseDocuments } from '../yaml/documents';
import { duplicateKeys } from '../yaml/duplicates';
import { isWritten, offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { checkShape } from './check';
import { expandRange } from './ranges';

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
  if (document === undefined || excess !== undefined || errors.length > 0) return syntaxErrors(errors, lines, excess);
  const locate = locator(document, lines);
  const plain = plainValue(document);
  if ('problem' in plain) return { value: undefined, issues: [badAlias(plain.problem)], locate };
  return { value: plain.value, issues: checkShape(plain.value), locate };
}

const YAML_OPTIONS = { ...PLAIN_TAGS, merge: true, atLeastOne: true } as const;

/** The lines of a text. The parser counts them too, but not in block scalars after an error. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function tooLarge(length: number): Issue {
  const message = `the file has ${length} characters, the maximum is ${MAX_TOPOLOGY_CHARACTERS}`;
  return { code: 'TOP001', path: [], message, fix: 'use name ranges, or split the federation' };
}

/** The issue of a file that exceeds a bound of the parser. */
function tooMuch(excess = `more than ${MAX_PROBLEMS} syntax errors`): Issue {
  return {
    code: 'TOP009',
    path: [],
    message: `the file has ${excess}`,
    fix: 'fix the syntax, or make the file smaller',
  };
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
  if (deepest <= MAX_TOPOLOGY_DEPTH) return undefined;
  const message = `the file is nested more than ${MAX_TOPOLOGY_DEPTH} levels deep`;
  return { code: 'TOP002', path: [], message, fix: 'indent by two spaces, and close all brackets' };
}

function badAlias(message: string): Issue {
  return { code: 'TOP002', path: [], message: `invalid YAML: ${message}`, fix: 'write the value instead of the alias' };
}

/** Keys that the parser does not compare, as its errors for them. */
function duplicates(document: Document | undefined): readonly YAMLError[] {
  const keys = document === undefined ? [] : duplicateKeys(document);
  return keys.map(({ range }) => error(range?.[0] ?? 0, 'DUPLICATE_KEY', 'Map keys must be unique'));
}

function secondDocument(document: Document | undefined): readonly YAMLError[] {
  return document === undefined ? [] : [error(document.range?.[0] ?? 0, 'MULTIPLE_DOCS', '')];
}

function error(offset: number, code: YAMLError['code'], message: string): YAMLError {
  return new YAMLParseError([offset, offset], code, message);
}

/** One issue per YAML error. Errors have their own positions, so the path of each issue is its index. */
function syntaxErrors(errors: readonly YAMLError[], lines: LineCounter, excess?: string): TopologySource {
  const issues = errors.slice(0, MAX_PROBLEMS).map((each, i): Issue => {
    return { code: 'TOP002', path: [i], message: syntaxMessage(each), fix: syntaxFix(each.code) };
  });
  if (excess !== undefined || errors.length > MAX_PROBLEMS) issues.push(tooMuch(excess));
  const locate: Locate = ({ path: [i] }) => {
    const { line, col } = lines.linePos(errors[Number(i)]?.pos[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return { value: undefined, issues, locate };
}

function syntaxMessage({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'invalid YAML: the file contains multiple documents';
  return `invalid YAML: ${message.replace(/\s+/g, ' ').replace(/[.:]$/, '')}`;
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
  const ranges = new Map<string, string>();
  for (const key of keys.filter((one) => one.includes('{'))) {
    if (ranges.size > MAX_SITES) break;
    for (const name of expandRange(key) ?? []) ranges.set(name, key);
  }
  return ranges;
}
