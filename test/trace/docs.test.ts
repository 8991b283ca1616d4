import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../helpers/examples';
import { runCli } from '../helpers/run-cli';

const PAGE = readFileSync(join(ROOT, 'docs', 'trace.md'), 'utf8');

/** The commands of the page, each with the output that the page shows. */
const EXAMPLES = [...PAGE.matchAll(/^ {4}\$ ossm-fed (.*)\n((?: {4}.*\n|\n)*)/gm)].map(
  ([, command = '', output = '']) => [command, output.replace(/^ {4}/gm, '').trimEnd()] as const,
);

test('the page has commands with their outputs', () => {
  expect(EXAMPLES).toHaveLength(2);
});

test.each(EXAMPLES)('docs/trace.md shows what "ossm-fed %s" prints', (command, output) => {
  const words = command.split(' ').map((word) => (word.startsWith('examples/') ? join(ROOT, word) : word));
  expect(runCli(words).out.replaceAll(`${ROOT}/`, '').trimEnd()).toBe(output);
});
