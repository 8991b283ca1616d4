import { type Document, isScalar, type LineCounter, visit, type YAMLError, YAMLParseError } from 'yaml';
import { MAX_PROBLEMS, MAX_TOPOLOGY_DEPTH } from '../bounds';
import type { Issue } from '../issues/issue';
import type { Locate } from '../issues/place';
import { COMPLEX_KEY, complexKeyOf } from '../yaml/complex-keys';
import { duplicateKeys } from '../yaml/duplicates';
import { faultText } from '../yaml/fault';
import { unknownAliasIn } from '../yaml/unknown-alias';

/** Why a topology file is not read further. */
export interface Unparsed {
  /** Issues of syntax. */
  readonly issues: readonly Issue[];
  /** Finds their places. */
  readonly locate: Locate;
}

/** The first key that is a list or a map. */
export function complexKey(document: Document, lines: LineCounter): Unparsed | undefined {
  const offset = complexKeyOf(document);
  return offset === undefined ? undefined : syntaxIssue(offset, lines, COMPLEX_KEY, 'write a name as key');
}

/** Marks of lists and maps at the start of a line; as many as are too many, for a regular expression needs stack for each. */
const MARKS = new RegExp(`^[ \\t]*((?:[-?:][ \\t]+){0,${2 * MAX_TOPOLOGY_DEPTH}})`);

/** Rejects nesting that would overflow the parser's stack: counts brackets and indents without parsing. */
export function checkDepth(text: string): Issue | undefined {
  let flow = 0;
  let deepest = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    const nested = MARKS.exec(line)?.[1]?.length ?? 0;
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

/** The first alias without an anchor before it, or the first merge key (`<<`) whose value is not a map. */
export function badReference(document: Document, lines: LineCounter): Unparsed | undefined {
  const alias = unknownAliasIn(document);
  // Without its name: a value such as a password can begin with a star.
  if (alias !== undefined) {
    const fix = 'write a value, or add the anchor; quote a value that starts with "*"';
    return syntaxIssue(alias, lines, 'unknown alias, no anchor of this name before it', fix);
  }
  const merge = badMergeIn(document);
  if (merge === undefined) return undefined;
  const fix = 'write an alias of a map, such as "<<: *common"';
  return syntaxIssue(merge, lines, 'the value of the merge key "<<" is not a map', fix);
}

/** The offset of the first value of a merge key that is not a map. */
function badMergeIn(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.source !== '<<' || !isScalar(value)) return undefined;
      offset = value.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** An issue of syntax at an offset. */
function syntaxIssue(offset: number, lines: LineCounter, message: string, fix: string): Unparsed {
  const { line, col } = lines.linePos(offset);
  const issue: Issue = { code: 'TOP002', path: [], message: `invalid YAML: ${message}`, fix };
  return { issues: [issue], locate: () => ({ line, column: col }) };
}

/** Keys that the parser does not compare, as its errors for them. */
export function duplicates(document: Document | undefined): readonly YAMLError[] {
  const keys = document === undefined ? [] : duplicateKeys(document);
  return keys.map(({ range }) => error(range?.[0] ?? 0, 'DUPLICATE_KEY', 'Map keys must be unique'));
}

/** A second document as an error of the parser. */
export function secondDocument(document: Document | undefined): readonly YAMLError[] {
  return document === undefined ? [] : [error(document.range?.[0] ?? 0, 'MULTIPLE_DOCS', '')];
}

function error(offset: number, code: YAMLError['code'], message: string): YAMLError {
  return new YAMLParseError([offset, offset], code, message);
}

/** One issue per YAML error. Errors have their own positions, so the path of each issue is its index. */
export function syntaxErrors(errors: readonly YAMLError[], lines: LineCounter, excess?: string): Unparsed {
  // After a tab the indentation of the following lines is unknown.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const reported = tabs.length > 0 ? tabs : errors;
  const issues = reported.slice(0, MAX_PROBLEMS).map((each, i): Issue => {
    return { code: 'TOP002', path: [i], message: syntaxMessage(each), fix: syntaxFix(each.code) };
  });
  if (excess !== undefined || reported.length > MAX_PROBLEMS) issues.push(tooMuch(excess));
  const locate: Locate = ({ path: [i] }) => {
    const { line, col } = lines.linePos(reported[Number(i)]?.pos[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return { issues, locate };
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

/** The issue of a file that exceeds a bound of the parser. */
function tooMuch(excess = `more than ${MAX_PROBLEMS} syntax errors`): Issue {
  return {
    code: 'TOP009',
    path: [],
    message: `the file has ${excess}`,
    fix: 'fix the syntax, or make the file smaller',
  };
}
