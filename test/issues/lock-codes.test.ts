import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISSUE_CODES } from '../../lib/issues/catalogue';

const FOLDERS = ['lock', 'io', 'cli'];

test.each(ISSUE_CODES.filter((code) => code.startsWith('LCK')))('%s is given in a test', (code) => {
  const files = FOLDERS.flatMap((folder) => {
    const path = join(__dirname, '..', folder);
    return readdirSync(path).map((file) => join(path, file));
  });
  expect(files.filter((file) => readFileSync(file, 'utf8').includes(code))).not.toEqual([]);
});
