import wrapAnsi from 'wrap-ansi';
import type { Output, ReportStream } from './output';

/** Lines of a file in a report, and the marks below them. */
const EXCERPT = /^ *(\d+ \| |\^$)/;

/** The output with its long lines wrapped between words at the width of the terminal; other streams stay as they are. */
export function wrapOutput({ stdout, stderr }: Output): Output {
  return { stdout: wrapStream(stdout), stderr: wrapStream(stderr) };
}

function wrapStream(stream: ReportStream): ReportStream {
  const { isTTY, columns } = stream;
  if (!isTTY || columns === undefined) return stream;
  return { write: (text) => stream.write(wrapText(text, columns)), columns };
}

/**
 * A text with its long lines wrapped between words.
 *
 * @param hang how much further than its line the rest of a line is indented
 */
export function wrapText(text: string, columns: number, hang = '  '): string {
  return text
    .split('\n')
    .map((line) => (line.length > columns && !EXCERPT.test(line) ? wrapLine(line, columns, hang) : line))
    .join('\n');
}

function wrapLine(line: string, columns: number, hang: string): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const further = indent === '' ? hang : `${indent}  `;
  const width = Math.max(columns - further.length, 20);
  return indent + wrapAnsi(line.slice(indent.length), width).replaceAll('\n', `\n${further}`);
}
