import { isDeepStrictEqual } from 'node:util';
import { parseText } from '../manifests/parse';
import { type FilledValue, type LineEdit, withValue } from './document-fill';

/** The text of lines after edits, with the line ends that the lines had. */
export function applyEdits(lines: readonly string[], edits: readonly LineEdit[]): string {
  if (edits.length === 0) return lines.join('\n');
  const end = lines[0]?.endsWith('\r') ? '\r' : '';
  const last = lines.at(-1) ?? '';
  // A last line without an end gets one, in case that others follow, and it is removed from the text again.
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

/** The values that a text has, if they are those that it had but for the expected ones; otherwise undefined. */
export function valuesAfter(text: string, document: unknown, expected: readonly FilledValue[]): unknown {
  const found = readValue(text);
  const isExpected = [expected, open(expected)].some((values) => isDeepStrictEqual(found, filled(document, values)));
  return isExpected ? found : undefined;
}

/** The value of a text with one document; undefined for any other text. */
export function readValue(text: string): unknown {
  const parsed = parseText(text);
  return 'problem' in parsed || parsed.values.length !== 1 ? undefined : parsed.values[0];
}

function filled(document: unknown, expected: readonly FilledValue[]): unknown {
  return expected.reduce((data, { path, value }) => withValue(data, path, value), document);
}

/** The values of a file whose last line is that of a block and has no end. */
function open(expected: readonly FilledValue[]): readonly FilledValue[] {
  return expected.map((each) =>
    each.isBlock && typeof each.value === 'string' ? { ...each, value: each.value.trimEnd() } : each,
  );
}
