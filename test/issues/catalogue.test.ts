import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { entryOf, ISSUE_CODES, isIssueCode } from '../../lib/issues/catalogue';
import { codeExplanation } from '../../lib/issues/explain';
import { listSources } from '../helpers/sources';

const ROOT = join(__dirname, '..', '..');

/** The codes that lib/ reports: each is a string literal where an issue is made. */
const REPORTED = new Set(
  listSources('lib')
    .filter((file) => !file.startsWith('lib/issues/'))
    .flatMap(
      (file) =>
        readFileSync(join(ROOT, file), 'utf8').match(/(?<=')(TOP|CLI|LCK|GET|STA|PLN|UP|GRA|TRC)\d{3}(?=')/g) ?? [],
    ),
);

describe('the catalogue of issue codes', () => {
  test('has an entry for each code that is reported', () => {
    expect(REPORTED.size).toBeGreaterThan(100);
    expect([...REPORTED].filter((code) => !isIssueCode(code))).toEqual([]);
  });

  test('has no entry for a code that is never reported', () => {
    expect(ISSUE_CODES.filter((code) => !REPORTED.has(code))).toEqual([]);
  });

  test('has titles that are unique', () => {
    const titles = ISSUE_CODES.map((code) => entryOf(code).title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });
});

describe.each(ISSUE_CODES)('%s', (code) => {
  const { title, meaning, fix, example } = entryOf(code);

  test('has a title of a few words, and full sentences', () => {
    expect(code).toMatch(/^(TOP|CLI|LCK|GET|STA|PLN|UP|GRA|TRC)\d{3}$/);
    expect(title).toMatch(/^[a-z].{8,60}[^.]$/);
    expect(meaning).toMatch(/^["A-Z].{20,}\.$/);
    expect(fix).toMatch(/^["A-Z].{10,}\.$/);
  });

  test('has an example that is valid YAML or a command, if any', () => {
    const isCommand = /^(oc|ossm-fed) /.test(example ?? '');
    const errors = isCommand ? [] : parseDocument(example ?? '').errors;
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  test('has an explanation with a heading that is the code alone, so its anchor is stable', () => {
    const lines = codeExplanation(code).split('\n');
    expect(lines.slice(0, 3)).toEqual([`## ${code}`, '', `**${title[0]?.toUpperCase()}${title.slice(1)}**`]);
    expect(codeExplanation(code)).toContain(`\n**Fix.** ${fix}\n`);
    expect(codeExplanation(code).includes('\nExample:\n\n    ')).toBe(example !== undefined);
  });
});

describe.each(['codes.md', 'rules.md'])('docs/%s', (file) => {
  const text = readFileSync(join(ROOT, 'docs', file), 'utf8');

  test('has a section for each link of its tables, and no other', () => {
    const links = [...text.matchAll(/^\| \[(\w+)\]\(#(\w+)\) \|/gm)].map(([, id, anchor]) => [id, anchor]);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    expect(links.length).toBeGreaterThan(40);
    expect(links.map(([id, anchor]) => anchor === id?.toLowerCase())).not.toContain(false);
    expect(headings.filter((heading) => heading !== 'FED000').sort()).toEqual(links.map(([id]) => id).sort());
  });
});

test('docs/codes.md has the explanation of each code', () => {
  const text = readFileSync(join(ROOT, 'docs', 'codes.md'), 'utf8');
  expect(ISSUE_CODES.filter((code) => !text.includes(codeExplanation(code)))).toEqual([]);
});
