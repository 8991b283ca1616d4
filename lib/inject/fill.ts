import { isDeepStrictEqual } from 'node:util';
import { parseToken } from '../federation/tokens';
import type { Path } from '../issues/issue';
import type { Position } from '../issues/place';
import type { Lock } from '../lock/model';
import { ManifestFile } from '../manifests/object';
import { MOST_CHARACTERS, parseText } from '../manifests/parse';
import { planAddresses } from './address-plan';
import { type Edit, type Plan, withValue } from './plan';
import { planRoots } from './root-plan';
import { type Slot, TokenValues } from './values';

/** What every token begins with. */
const TOKEN_START = '<ossm-fed:';

/** A token that is not filled in where it stands, or a text that cannot be looked at. */
export interface FillProblem extends Position {
  readonly kind: 'unreadable' | 'misplaced';
  readonly message: string;
}

/** A text after filling. */
export interface FilledText {
  /** The text; the one before where nothing was filled. */
  readonly text: string;
  /** The places for values in it, in their order. */
  readonly slots: readonly Slot[];
  readonly problems: readonly FillProblem[];
}

/**
 * Gives the tokens of a text the values of a lock: of a ConfigMap's `root-cert.pem` the certificates, of a peer's
 * `spec.remote` the addresses and ports. The token stays behind each value as a comment, so a later run replaces the
 * value. Nothing else changes. Each document is read again once it is filled, and stays as it was where anything but
 * these values would differ.
 */
export function fillText(text: string, lock: Lock): FilledText {
  if (!text.includes(TOKEN_START)) return { text, slots: [], problems: [] };
  if (text.length > MOST_CHARACTERS) {
    const message = `it has ${text.length} characters, more than ${MOST_CHARACTERS}`;
    return { text, slots: [], problems: [{ kind: 'unreadable', message, line: 1, column: 1 }] };
  }
  const values = new TokenValues(lock);
  let line = 0;
  const parts = documentsOf(text).map((part) => {
    const filled = part.includes(TOKEN_START) ? fillDocument(part, values, line) : unchanged(part);
    line += part.split('\n').length - 1;
    return filled;
  });
  const problems = parts.flatMap((part) => part.problems);
  if (problems.some(({ kind }) => kind === 'unreadable')) return unchanged(text, problems);
  return { text: parts.map((part) => part.text).join(''), slots: parts.flatMap(({ slots }) => slots), problems };
}

function unchanged(text: string, problems: readonly FillProblem[] = []): FilledText {
  return { text, slots: [], problems };
}

/** The documents of a text: YAML lets `---` stand at the beginning of a line nowhere but between them. */
function documentsOf(text: string): readonly string[] {
  return text.split(/(?<=^|\n)(?=---(?:\s|$))/);
}

function fillDocument(text: string, values: TokenValues, line: number): FilledText {
  const parsed = parseText(text);
  if ('problem' in parsed) {
    const { message, position } = parsed.problem;
    const { line: own, column } = position;
    return unchanged(text, [{ kind: 'unreadable', message, line: line + own, column }]);
  }
  const [document] = parsed.values;
  if (parsed.values.length !== 1) {
    const message = 'its documents are not set apart by "---"';
    return unchanged(text, [{ kind: 'unreadable', message, line: line + 1, column: 1 }]);
  }
  const lines = text.split('\n');
  const plans = [planRoots, planAddresses].map((plan) => plan(lines.map(withoutReturn), document, values));
  const expected = plans.flatMap((plan) => plan.values);
  const filled = applyEdits(
    lines,
    plans.flatMap(({ edits }) => edits),
  );
  const isRight = expected.length === 0 || readsAs(filled, document, expected);
  const places = isRight ? plans.flatMap((plan) => plan.places) : [];
  return {
    text: isRight ? filled : text,
    slots: isRight ? plans.flatMap(({ slots }) => slots) : [],
    problems: misplaced(text, document, places, line),
  };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The text of lines after edits, with the line ends that the lines had. */
function applyEdits(lines: readonly string[], edits: readonly Edit[]): string {
  if (edits.length === 0) return lines.join('\n');
  const end = lines[0]?.endsWith('\r') ? '\r' : '';
  const last = lines.at(-1) ?? '';
  // A last line without an end gets one, in case that others follow, and the text is left without one again.
  const isOpen = end !== '' && last !== '' && !last.endsWith(end);
  const ended = isOpen ? [...lines.slice(0, -1), last + end] : lines;
  const parts: string[] = [];
  let next = 0;
  for (const { from, to, lines: written } of [...edits].sort((a, b) => a.from - b.from)) {
    parts.push(...ended.slice(next, from));
    parts.push(...written.map((line) => line + end));
    next = Math.max(next, to + 1);
  }
  parts.push(...ended.slice(next));
  const text = parts.join('\n');
  return isOpen && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** Whether a text, once filled, says what it said before but for the expected values. */
function readsAs(text: string, document: unknown, expected: Plan['values']): boolean {
  const parsed = parseText(text);
  if ('problem' in parsed || parsed.values.length !== 1) return false;
  const wanted = expected.reduce((data, { path, value }) => withValue(data, path, value), document);
  return isDeepStrictEqual(parsed.values[0], wanted) || isDeepStrictEqual(parsed.values[0], withoutEnd(wanted));
}

/** A ConfigMap whose certificates are the end of the file, which lacks its line end. */
function withoutEnd(document: unknown): unknown {
  const path: Path = ['data', 'root-cert.pem'];
  const pem = (document as { readonly data?: { readonly [key: string]: unknown } }).data?.['root-cert.pem'];
  return typeof pem === 'string' ? withValue(document, path, pem.trimEnd()) : document;
}

/** The tokens in the values of a document that stand elsewhere than at the given places. */
function misplaced(text: string, document: unknown, places: readonly Path[], line: number): readonly FillProblem[] {
  const taken = new Set(places.map((path) => JSON.stringify(path)));
  const found: { readonly path: Path; readonly atKey: boolean; readonly token: string }[] = [];
  const look = (part: string, path: Path, atKey: boolean) => {
    const [token] = /<ossm-fed:[^<>]*>?/.exec(part) ?? [];
    if (token !== undefined) found.push({ path, atKey, token });
  };
  const visit = (value: unknown, path: Path): void => {
    if (taken.has(JSON.stringify(path))) return;
    if (typeof value === 'string') look(value, path, false);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      const part: Path = [...path, Array.isArray(value) ? Number(key) : key];
      if (!Array.isArray(value)) look(key, part, true);
      visit(item, part);
    }
  };
  visit(document, []);
  if (found.length === 0) return [];
  const file = new ManifestFile('', text);
  return found.slice(0, MOST_PROBLEMS).map(({ path, atKey, token }) => {
    const { line: own, column } = file.locate(0, path, atKey);
    return { kind: 'misplaced', message: misplacedMessage(token), line: line + own, column };
  });
}

const MOST_PROBLEMS = 20;

function misplacedMessage(token: string): string {
  const subject = parseToken(token);
  if (subject === undefined) return `"${token.slice(0, 80)}" begins as a token and is none`;
  const place =
    subject.kind === 'root'
      ? 'the value of "root-cert.pem" in the data of a ConfigMap, on the line of its key'
      : 'an item of "spec.remote.addresses" of a ServiceMeshPeer, on a line of its own';
  return `the token "${token}" is not filled in here, but only as ${place}`;
}
