import { type Document, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLError } from 'yaml';
import type { Issue, Path } from '../issues/issue';
import type { Locate, Position } from '../issues/place';
import { COMPLEX_KEY, complexKeyOf } from '../yaml/complex-keys';
import { faultText } from '../yaml/fault';
import { offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { checkShape } from './check';
import { sourcePaths } from './source-path';

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
  if (document.errors.length > 0) return syntaxErrors(document.errors, lines);
  const complex = complexKeyOf(document);
  if (complex !== undefined) return complexKey(complex, lines);
  const plain = plainValue(document);
  if ('problem' in plain) {
    const { issues, locate } = badReference(document, lines) ?? { issues: [badAlias(plain.problem)], locate: start };
    return { value: undefined, issues, locate };
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

/** The first alias without an anchor before it, or the first merge key (`<<`) whose value is not a map. */
function badReference(document: Document, lines: LineCounter): Omit<TopologySource, 'value'> | undefined {
  const anchors = new Set<string>();
  let found: { readonly node: Node; readonly message: string; readonly fix: string } | undefined;
  visit(document, {
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias: (_, node) => {
      if (anchors.has(node.source)) return undefined;
      // Without its name: a value such as a password can begin with a star.
      const message = 'unknown alias, no anchor of this name before it';
      found = { node, message, fix: 'write a value, or add the anchor; quote a value that starts with "*"' };
      return visit.BREAK;
    },
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.source !== '<<' || !isScalar(value)) return undefined;
      const message = 'the value of the merge key "<<" is not a map';
      found = { node: value, message, fix: 'write an alias of a map, such as "<<: *common"' };
      return visit.BREAK;
    },
  });
  if (found === undefined) return undefined;
  const { line, col } = lines.linePos(found.node.range?.[0] ?? 0);
  const issue: Issue = { code: 'TOP002', path: [], message: `invalid YAML: ${found.message}`, fix: found.fix };
  return { issues: [issue], locate: () => ({ line, column: col }) };
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
  // After a tab the indentation of the following lines is unknown.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const reported = tabs.length > 0 ? tabs : errors;
  const issues = reported.map((error, i): Issue => {
    return { code: 'TOP002', path: [i], message: syntaxMessage(error), fix: syntaxFix(error.code) };
  });
  const locate: Locate = ({ path: [i] }) => {
    const { line, col } = lines.linePos(reported[Number(i)]?.pos[0] ?? 0);
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
  if (code === 'BAD_INDENT') return 'indent all keys of a map by the same number of spaces';
  return 'fix the YAML syntax here';
}

/** Finds the positions of issues in a document with a value. */
function locator(document: Document, value: unknown, lines: LineCounter): Locate {
  const sourceOf = sourcePaths(value);
  return ({ path, atKey }) => {
    const { line, col } = lines.linePos(offsetOf(document, sourceOf(path), atKey ?? false));
    return { line, column: col };
  };
}
