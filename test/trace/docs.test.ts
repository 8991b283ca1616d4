import { join } from 'node:path';
import { blocksOf } from '../docs/pages';
import { ROOT } from '../helpers/examples';
import { runCli } from '../helpers/run-cli';

/** The commands of the page, each with the output that the page shows. */
const EXAMPLES = blocksOf('docs/trace.md')
  .filter(({ language }) => language === 'console')
  .map(({ text }) => {
    const [command = '', ...output] = text.replace('$ ossm-fed ', '').split('\n');
    return [command, output.join('\n').trimEnd()] as const;
  });

test('the page has commands with their outputs', () => {
  expect(EXAMPLES).toHaveLength(2);
});

test.each(EXAMPLES)('docs/trace.md shows what "ossm-fed %s" prints', (command, output) => {
  const words = command.split(' ').map((word) => (word.startsWith('examples/') ? join(ROOT, word) : word));
  expect(runCli(words).out.replaceAll(`${ROOT}/`, '').trimEnd()).toBe(output);
});
