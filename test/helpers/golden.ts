import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Files, readFiles } from './synthesize';

/** How to accept what a test found to differ. */
export const HOW_TO_UPDATE = 'UPDATE_GOLDEN=1 npx jest test/examples';

/** The most lines of a difference that a report shows. */
const MOST_LINES = 12;

/**
 * Compares files with those expected below a directory: what is missing, what is there too much, and where the others
 * differ, as text; empty where nothing differs. With `UPDATE_GOLDEN=1` the expected files are written instead.
 */
export function compareGolden(directory: string, files: Files): string {
  if (process.env.UPDATE_GOLDEN === '1') rewrite(directory, files);
  if (!existsSync(directory)) return `there is no ${directory}; make it with ${HOW_TO_UPDATE}`;
  return compareFiles(readFiles(directory), files);
}

/** What sets two sets of files apart, file by file. */
export function compareFiles(expected: Files, actual: Files): string {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return paths.map((path) => compareFile(path, expected.get(path), actual.get(path))).join('');
}

function compareFile(path: string, expected: string | undefined, actual: string | undefined): string {
  if (expected === actual) return '';
  if (actual === undefined) return `missing: ${path}\n`;
  if (expected === undefined) return `extra: ${path}\n`;
  return `differs: ${path}\n${compareLines(expected.split('\n'), actual.split('\n'))}`;
}

/** The lines between the common beginning and the common end of two texts. */
function compareLines(expected: readonly string[], actual: readonly string[]): string {
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start += 1;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end += 1;
  const lines = [
    ...expected.slice(start, expected.length - end).map((line) => `  - ${line}`),
    ...actual.slice(start, actual.length - end).map((line) => `  + ${line}`),
  ];
  const rest = lines.length > MOST_LINES ? [`  ... ${lines.length - MOST_LINES} more lines`] : [];
  return [`  from line ${start + 1}:`, ...lines.slice(0, MOST_LINES), ...rest, ''].join('\n');
}

function rewrite(directory: string, files: Files): void {
  rmSync(directory, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/**
 * Compares one text with that expected in a file, as {@link compareGolden} does with files.
 *
 * @param isCompared the lines that are compared; all by default
 */
export function compareGoldenText(
  file: string,
  text: string,
  isCompared: (line: string) => boolean = () => true,
): string {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file)) return `there is no ${file}; make it with UPDATE_GOLDEN=1`;
  const [expected, actual] = [readFileSync(file, 'utf8'), text].map((one) => one.split('\n').filter(isCompared));
  if (expected === undefined || actual === undefined || expected.join('\n') === actual.join('\n')) return '';
  return compareLines(expected, actual);
}
