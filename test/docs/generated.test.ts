import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesText, rulesText, symptomsText } from '../../scripts/rules';

// `.ci/run` also generates the schemas, which takes too long here.
test.each([
  ['rules.md', rulesText],
  ['codes.md', codesText],
  ['troubleshooting.md', symptomsText],
])('docs/%s is what "npm run rules" writes', (file, text) => {
  expect(readFileSync(join(__dirname, '../..', 'docs', file), 'utf8')).toBe(text());
});
