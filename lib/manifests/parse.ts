import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { type Document, isScalar, LineCounter, parseAllDocuments, type Scalar, visit } from 'yaml';
import type { Position } from '../issues/place';
import { plainValue } from '../yaml/plain';

/** Why a text could not be read, and where. */
export interface TextProblem {
  readonly message: string;
  readonly position: Position;
}

/** The values of all documents of a text, null for an empty one, or why there are none. */
export type Parsed = { readonly values: readonly unknown[] } | { readonly problem: TextProblem };

/** The largest text that is parsed, in characters: finding places in one takes a second per million. */
export const MOST_CHARACTERS = 10_000_000;

/** How deep values may be nested; no Kubernetes object comes near. */
const MOST_DEPTH = 200;

const TOO_DEEP = 'it is nested too deeply';

/**
 * Parses a YAML or JSON text. Values come from js-yaml, which takes a tenth of the time of `yaml` and tells no places;
 * `yaml` reads what js-yaml refuses, for a better word on it, and what has aliases, as it bounds them.
 */
export function parseText(text: string): Parsed {
  if (text.length > MOST_CHARACTERS) return problem(`it has ${text.length} characters, more than ${MOST_CHARACTERS}`);
  const control = controlCharacter(text);
  if (control !== undefined) return { problem: control };
  try {
    const parsed = parseFast(text) ?? parseWithPlaces(text);
    return 'values' in parsed && parsed.values.some(isTooDeep) ? problem(TOO_DEEP) : parsed;
  } catch (error) {
    // Both readers call themselves for what is nested.
    if (error instanceof RangeError) return problem(TOO_DEEP);
    throw error;
  }
}

function problem(message: string, position: Position = { line: 1, column: 1 }): Parsed {
  return { problem: { message, position } };
}

/** The first character that YAML has no place for: binary files have some. */
function controlCharacter(text: string): TextProblem | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const found = /[\0-\x08\x0B\x0C\x0E-\x1F]/.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split('\n');
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { message: `the control character U+${code} may not stand in it`, position };
}

/** The values of all documents; undefined where another reader must look at the text. */
function parseFast(text: string): Parsed | undefined {
  // An alias stands for a value that may be large; a few of them stand for more than any memory holds.
  if (/(^|[\s[{,])[*&][^\s*]/m.test(text) || text.includes('<<:')) return undefined;
  try {
    return { values: loadAll(text, undefined, { schema: CORE_SCHEMA }) };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

function parseWithPlaces(text: string): Parsed {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const parsed = [...parseAllDocuments(text, { merge: true, lineCounter: lines, ...SPARING })] as readonly Document[];
  const values: unknown[] = [];
  for (const document of parsed) {
    const fault = document.errors[0] ?? repeatedKey(document);
    if (fault !== undefined) return problem(inWords(fault.message), at(fault.pos[0]));
    const plain = plainValue(document);
    if ('problem' in plain) return problem(plain.problem, at(document.contents?.range?.[0] ?? 0));
    values.push(plain.value);
  }
  return { values };
}

/** `yaml` compares each key of a map with each other one, which takes minutes for a map of a hundred thousand. */
export const SPARING = { prettyErrors: false, uniqueKeys: false } as const;

/** The first key that stands twice in a map. */
function repeatedKey(document: Document): { readonly message: string; readonly pos: readonly [number] } | undefined {
  const repeated: Scalar[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (keys.has(String(key.value))) repeated.push(key);
        keys.add(String(key.value));
      }
      return repeated.length > 0 ? visit.BREAK : undefined;
    },
  });
  const [key] = repeated;
  return key && { message: `the key "${key.value}" stands twice in a map`, pos: [key.range?.[0] ?? 0] };
}

function inWords(message: string): string {
  return message.includes('call stack') ? TOO_DEEP : (message.split(' at line ')[0] ?? message);
}

/** Whether a value is nested more deeply than anything that looks at it should follow. */
function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
