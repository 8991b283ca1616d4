import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageScriptModule } from '../../../scripts/page/script';

const SCRIPT = readFileSync(
  join(__dirname, '..', '..', '..', 'lib', 'graph', 'html', 'generated', 'script.ts'),
  'utf8',
);

test('the compiled script of the page is up to date; otherwise run "npm run page"', () => {
  expect(SCRIPT === pageScriptModule()).toBe(true);
});

test('the script has nothing that ends its element, and does not write markup', () => {
  expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
  expect(SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
});
