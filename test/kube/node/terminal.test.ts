import { stripVTControlCharacters } from 'node:util';
import { Program } from '../../helpers/program';

// What draws on terminals is a module that only a bundler or Node.js itself loads.
const PROGRAM = `
import { liveProgress } from './lib/fetch/progress';
import { terminalBlock } from './lib/kube/node/terminal';
import { OSSM2_FACT_KINDS } from './lib/ossm2/facts';
let text = '';
const stream = { isTTY: true, columns: 80, rows: 24, write: (part) => (text += part, true) };
const progress = liveProgress(OSSM2_FACT_KINDS, terminalBlock(stream));
progress.begin(1);
progress.started('west');
const during = text;
progress.finished('west', 2, []);
progress.end();
console.log(JSON.stringify({ during, text }));
`;

test('progress is drawn on a terminal and cleared in the end', () => {
  const program = new Program(PROGRAM);
  try {
    const { stdout } = program.run([], __dirname);
    const { during, text } = JSON.parse(stdout) as { readonly during: string; readonly text: string };
    expect(stripVTControlCharacters(during)).toMatch(/0 of 1 cluster read\s+west: reading\s*$/);
    expect(stripVTControlCharacters(text)).toContain('1 of 1 cluster read');
    expect(text.slice(text.indexOf('1 of 1'))).toContain('\u001b[2K');
  } finally {
    program.remove();
  }
});
